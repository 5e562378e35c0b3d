import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";

/** Runs files of these texts in one process; how it ended, and what it said. */
function runTogether(t: TestContext, texts: readonly string[]): { status: number | null; said: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-together-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = texts.map((text, at) => {
    const file = path.join(folder, `${at}.mjs`);
    writeFileSync(file, text);
    return file;
  });
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(import.meta.dirname, "together.ts")], {
    env: { ...env, THROUGHLINE_TEST_FILES: JSON.stringify(files) },
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, said: stdout + stderr };
}

test("what files that share a process opened is closed when all their tests are over, however long it takes one of them", (t) => {
  const ran = runTogether(
    t,
    [0, 1, 2].map(
      (at) => `import assert from "node:assert/strict";
      import { after, test } from "node:test";
      import { setTimeout as wait } from "node:timers/promises";
      let open = true;
      await wait(50);
      after(async () => { await wait(300); open = false; });
      await wait(50);
      test("at once", () => assert.ok(open));
      test("later", async () => { await wait(${400 * at}); assert.ok(open); });`,
    ),
  );
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.said, /pass 7\n/, "two of each file, and that all are loaded");
});

test("a file that can't be loaded fails the run at once, and keeps nobody waiting", (t) => {
  const ran = runTogether(t, [`import { test } from "node:test"; test("whole", () => {});`, `throw new Error("no such luck");`]);
  assert.equal(ran.status, 1, ran.said);
  assert.match(ran.said, /no such luck/);
});
