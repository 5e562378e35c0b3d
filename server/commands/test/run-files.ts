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
const TOGETHER = path.join(import.meta.dirname, "together.ts");
const LEFT_OPEN = path.join(ROOT, "server", "testing", "left-open.ts");
const FILE_MS_MAX = 15 * 60_000;
/** Most tests are over before the memory is worth tidying up. */
const MEMORY = "--max-semi-space-size=64";

/** Runs files of tests one after the other in a process of their own with these variables, and says what failed in each. */
export async function runFiles(call: Call, files: readonly string[], given: NodeJS.ProcessEnv): Promise<Told[]> {
  const all = files.map((file): Told => ({ file, passed: 0, failed: 0, ms: 0 }));
  const toldOf = (file: string | undefined) => all.find((each) => path.join(ROOT, each.file) === file) ?? all[0]!;
  const [only] = files.length === 1 ? files : [];
  const env = only ? given : { ...given, THROUGHLINE_TEST_FILES: JSON.stringify(files) };
  const options = {
    files: [only ? path.join(ROOT, only) : TOGETHER],
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
      if (data.file === TOGETHER) continue;
      const told = toldOf(data.file);
      if (!only && data.nesting === 0) told.ms += data.details.duration_ms;
      if (data.details.type === "suite") continue;
      const left = data.skip !== undefined ? "skipped" : data.todo !== undefined ? "a todo" : undefined;
      if (left) call.say(`✖ ${data.name} (${data.file ?? "?"}): ${left}, and nothing may be left out`);
      else if (call.values.list) call.say(`✔ ${data.name}`);
      told[left ? "failed" : "passed"]++;
    } else if (event.type === "test:fail") {
      const { data } = event;
      // A suite fails because of a test within it, which has been counted.
      if (data.details.type === "suite" && (data.details.error as { failureType?: string }).failureType === "subtestsFailed") continue;
      const told = toldOf(data.file);
      told.failed++;
      if (!only && data.nesting === 0) told.ms += data.details.duration_ms;
      const where = data.file === TOGETHER ? files.join(", ") : `${path.relative(ROOT, data.file ?? "?")}:${data.line ?? 0}`;
      call.say(`✖ ${data.name} (${where})\n${indent(reasonOf(data.details.error))}`);
    } else if (event.type === "test:summary") {
      if (event.data.file && only) all[0]!.ms = event.data.duration_ms;
    } else if (event.type === "test:stderr") {
      process.stderr.write(event.data.message);
    }
  }
  return all;
}

function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const { exitCode, signal } = error as { exitCode?: number | null; signal?: string | null };
  const ended = exitCode || signal ? ` (its process ended with ${signal ?? exitCode})` : "";
  return `${cause.stack ?? cause.message}${ended}`;
}

/** A text, each line of it moved in. */
export const indent = (text: string) => text.replaceAll(/^/gm, "    ");
