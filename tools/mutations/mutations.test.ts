import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { byTurns } from "#server/testing/by-turns.ts";
import { shareCluster } from "#server/testing/database.ts";
import { type Mutation, mutations } from "./table.ts";

/**
 * Each guard that keeps a promise is taken away, and a named test must notice. That the same test passes while the guard stands is shown by
 * the run of its own file.
 */

const ROOT = path.join(import.meta.dirname, "..", "..");
const LEFT_OPEN = path.join(ROOT, "server", "testing", "left-open.ts");
const MUTATE = path.join(import.meta.dirname, "mutate.ts");
const RUN_MS_MAX = 240_000;
const AT_ONCE = 2;

let shared: Awaited<ReturnType<typeof shareCluster>> | undefined;
before(async () => {
  if (!process.env.THROUGHLINE_TEST_CLUSTER) shared = await shareCluster();
});
after(() => shared?.stop());

/** Runs one test of one file in a process of its own, with this mutation in it. */
async function runMutated(name: string, { file, test: wanted }: Mutation): Promise<{ tap: string; stderr: string }> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const pattern = `^${wanted.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&")}$`;
  const child = spawn(
    process.execPath,
    ["--import", MUTATE, "--import", LEFT_OPEN, "--test-reporter=tap", `--test-name-pattern=${pattern}`, path.join(ROOT, file)],
    { cwd: ROOT, env: { ...env, ...shared?.env, THROUGHLINE_MUTATION: name }, stdio: ["ignore", "pipe", "pipe"], timeout: RUN_MS_MAX },
  );
  const [tap, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { tap, stderr };
}

/** What node's TAP says of the tests that ran: how each ended, and why. */
function resultsIn(tap: string): { name: string; ok: boolean; why: string }[] {
  return tap
    .split(/^(?=(?:not )?ok \d+ - )/m)
    .slice(1)
    .map((part) => {
      const [, not, name = ""] = /^(not )?ok \d+ - (.*)$/m.exec(part) ?? [];
      return { name: name.replaceAll(/\\(.)/g, "$1"), ok: !not, why: part };
    });
}

const SHARES = 4;

describe("each guard is missed when it is gone", { concurrency: AT_ONCE }, () => {
  for (const [name, mutation] of byTurns(Object.entries(mutations), SHARES))
    test(name, async () => {
      const { tap, stderr } = await runMutated(name, mutation);
      for (const { file } of mutation.edits) assert.ok(stderr.includes(`mutated ${file}\n`), `${file} was not changed:\n${stderr}${tap}`);
      const [result, ...others] = resultsIn(tap);
      assert.deepEqual(others, [], "one test runs");
      assert.equal(result?.name, mutation.test, tap);
      assert.equal(result?.ok, false, `nobody notices: "${mutation.test}" passes although ${name}`);
      assert.match(result?.why ?? "", /code: 'ERR_ASSERTION'|Got AssertionError \[ERR_ASSERTION\]/, "it failed for another reason");
    });
});
