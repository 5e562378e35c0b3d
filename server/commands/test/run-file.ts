import path from "node:path";
import { run } from "node:test";
import type { Call } from "#server/commands/command.ts";

export interface Tally {
  passed: number;
  failed: number;
}

/** How a file's tests ended, and after how long. */
export interface Told extends Tally {
  file: string;
  ms: number;
}

const ROOT = path.join(import.meta.dirname, "..", "..", "..");
const LEFT_OPEN = path.join(ROOT, "server", "testing", "left-open.ts");
const FILE_MS_MAX = 15 * 60_000;
/** Most tests are over before the memory is worth tidying up. */
const MEMORY = "--max-semi-space-size=64";

/** Runs one file of tests in a process of its own with these variables, and says what failed in it. */
export async function runFile(call: Call, file: string, env: NodeJS.ProcessEnv): Promise<Told> {
  const told: Told = { file, passed: 0, failed: 0, ms: 0 };
  const options = {
    files: [path.join(ROOT, file)],
    concurrency: 1,
    timeout: FILE_MS_MAX,
    cwd: ROOT,
    execArgv: ["--import", LEFT_OPEN, MEMORY],
    // Node takes them; its types do not name them yet.
    env,
  };
  for await (const event of run(options)) {
    if (event.type === "test:pass") {
      const { data } = event;
      if (data.details.type === "suite") continue;
      const left = data.skip !== undefined ? "skipped" : data.todo !== undefined ? "a todo" : undefined;
      if (left) call.say(`✖ ${data.name} (${data.file ?? "?"}): ${left}, and nothing may be left out`);
      else if (call.values.list) call.say(`✔ ${data.name}`);
      told[left ? "failed" : "passed"]++;
    } else if (event.type === "test:fail") {
      const { data } = event;
      // A suite fails because of a test within it, which has been counted.
      if (data.details.type === "suite" && (data.details.error as { failureType?: string }).failureType === "subtestsFailed") continue;
      told.failed++;
      call.say(`✖ ${data.name} (${path.relative(ROOT, data.file ?? "?")}:${data.line ?? 0})\n${indent(reasonOf(data.details.error))}`);
    } else if (event.type === "test:summary") {
      if (event.data.file) told.ms = event.data.duration_ms;
    } else if (event.type === "test:stderr") {
      process.stderr.write(event.data.message);
    }
  }
  return told;
}

function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  return cause.stack ?? cause.message;
}

/** A text, each line of it moved in. */
export const indent = (text: string) => text.replaceAll(/^/gm, "    ");
