import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const TIMEOUT_MS = 120_000;
const BACK_WITHIN_MS = 8000;

test("after an outage longer than the engine and the browsers keep a connection, both see each other again by themselves", async () => {
  const scenario = path.join(import.meta.dirname, "testing", "weak-link.ts");
  const { stdout } = await promisify(execFile)("unshare", ["-n", process.execPath, scenario], { timeout: TIMEOUT_MS });
  const { backMs } = JSON.parse(stdout) as Record<string, number>;
  assert.ok(backMs && backMs < BACK_WITHIN_MS, stdout);
});
