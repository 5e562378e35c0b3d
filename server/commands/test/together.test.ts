import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

test("what files that share a process opened is closed when all their tests are over, however long it takes one of them", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-together-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = ["first", "second", "third"].map((name, at) => {
    const file = path.join(folder, `${name}.mjs`);
    writeFileSync(
      file,
      `import assert from "node:assert/strict";
      import { after, test } from "node:test";
      import { setTimeout as wait } from "node:timers/promises";
      let open = true;
      await wait(50);
      after(async () => { await wait(300); open = false; });
      await wait(50);
      test("at once", () => assert.ok(open));
      test("later", async () => { await wait(${400 * at}); assert.ok(open); });`,
    );
    return file;
  });
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const ran = spawnSync(process.execPath, [path.join(import.meta.dirname, "together.ts")], {
    env: { ...env, THROUGHLINE_TEST_FILES: JSON.stringify(files) },
    encoding: "utf8",
  });
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  assert.match(ran.stdout, /pass 7\n/, "two of each file, and that all are loaded");
});
