import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

export const BIN = path.join(import.meta.dirname, "..", "..", "..", "bin", "throughline.mjs");
const running = new Set<ChildProcess>();

/** Ends what a test has left running. */
export function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** A verb of the command line as a process of its own, as an operator runs it. */
export interface Run {
  child: ChildProcess;
  lines: string[];
  /** Resolves with the first line that matches; rejects when the process ends before. */
  line(pattern: RegExp): Promise<string>;
  /** The process that holds the data, not the wrapper that started it. */
  pid(): number;
  ended: Promise<number | null>;
}

/** What Node made of our sources while this run of tests lasts, which no verb can tell from its own making of it. */
const { NODE_COMPILE_CACHE } = process.env;

/** Runs a verb with this environment and no other, and with this on its standard input. */
export function throughline(parts: string[], env: Record<string, string>, input?: Buffer): Run {
  const child = spawn(process.execPath, [BIN, ...parts], {
    env: { PATH: process.env.PATH, ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A verb that ends without reading leaves a broken pipe, which is its right.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  running.add(child);
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const hear = (line: string) => {
    lines.push(line);
    for (const look of waiting.splice(0)) look();
  };
  createInterface({ input: child.stdout }).on("line", hear);
  createInterface({ input: child.stderr }).on("line", hear);
  const ended = once(child, "close").then(([code]) => {
    running.delete(child);
    for (const look of waiting.splice(0)) look();
    return code as number | null;
  });
  const line = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = lines.find((one) => pattern.test(one));
      if (found) return found;
      assert.ok(running.has(child), `ended without saying ${pattern}:\n${lines.join("\n")}`);
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  const pid = () => JSON.parse(readFileSync(path.join(env.THROUGHLINE_DATA ?? "", "holder.json"), "utf8")).pid as number;
  return { child, lines, line, pid, ended };
}
