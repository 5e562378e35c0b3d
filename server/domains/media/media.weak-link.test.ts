import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const TIMEOUT_MS = 120_000;
const SOUND_PACKETS_MIN = 50;
const BACK_WITHIN_MS = 8000;

test("a link that loses every fourth packet: picture gives way, sound goes on, and picture comes back; after a long outage too", async () => {
  const scenario = path.join(import.meta.dirname, "testing", "weak-link.ts");
  const { stdout } = await promisify(execFile)("unshare", ["-n", process.execPath, scenario], { timeout: TIMEOUT_MS });
  const { full, weak, again, soundUnderLoss, told, backMs } = JSON.parse(stdout) as Record<string, number>;
  assert.ok(full && weak && again && soundUnderLoss, stdout);
  assert.ok(weak < full / 2 && again > weak, stdout);
  assert.ok(soundUnderLoss > SOUND_PACKETS_MIN, stdout);
  assert.equal(told, true);
  assert.ok(backMs && backMs < BACK_WITHIN_MS, stdout);
});
