import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

test("a file that shares its process begins when the one before it has closed what it opened, and closes its own last", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-together-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = ["first", "second", "third"].map((name) => {
    const file = path.join(folder, `${name}.mjs`);
    writeFileSync(
      file,
      `import assert from "node:assert/strict";
      import { after, test } from "node:test";
      import { setTimeout as wait } from "node:timers/promises";
      assert.equal(globalThis.open, undefined, "what came before is closed");
      globalThis.open = "${name}";
      await wait(50);
      after(async () => { await wait(300); assert.equal(globalThis.open, "${name}"); globalThis.open = undefined; });
      await wait(50);
      test("at once", () => assert.equal(globalThis.open, "${name}"));
      test("later", async () => { await wait(400); assert.equal(globalThis.open, "${name}"); });`,
    );
    return file;
  });
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const ran = spawnSync(process.execPath, [path.join(import.meta.dirname, "together.ts")], {
    env: { ...env, THROUGHLINE_TEST_FILES: JSON.stringify(files) },
    encoding: "utf8",
  });
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  assert.match(ran.stdout, /pass 9\n/, "two of each file, and that it is over");
});
