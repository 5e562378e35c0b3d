import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { byTurns } from "#server/testing/by-turns.ts";

const TIMEOUT_MS = 120_000;
const BACK_WITHIN_MS = 8000;

const scenarios: readonly [claim: string, holds: () => Promise<void>][] = [
  ["after an outage longer than the engine and the browsers keep a connection, both see each other again by themselves", outage],
  ["the engine says when packets of a sender do not reach it, and says nothing of those that a viewer misses", missed],
];
for (const [claim, holds] of byTurns(scenarios, scenarios.length)) test(claim, holds);

async function outage(): Promise<void> {
  const scenario = path.join(import.meta.dirname, "testing", "weak-link.ts");
  const { stdout } = await promisify(execFile)("unshare", ["-n", process.execPath, scenario], { timeout: TIMEOUT_MS });
  const { backMs } = JSON.parse(stdout) as Record<string, number>;
  assert.ok(backMs && backMs < BACK_WITHIN_MS, stdout);
}

async function missed(): Promise<void> {
  const scenario = path.join(import.meta.dirname, "testing", "missed.ts");
  const { stdout } = await promisify(execFile)("unshare", ["-n", process.execPath, scenario], { timeout: TIMEOUT_MS });
  const { whole, down, up } = JSON.parse(stdout) as Record<string, number>;
  assert.deepEqual([whole, down], [0, 0], stdout);
  // Six seconds, two senders, sound and picture: many of these seconds are told of.
  assert.ok(up && up >= 4, stdout);
}
