import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { type Config, readConfig } from "#server/platform/config.ts";
import { freePort } from "#server/platform/free-port.ts";
import { minus, plus, type Usage, usageOf, usageOfFamily } from "./usage.ts";

/** What each part of a running server has used. */
export interface Parts {
  engine: Usage;
  server: Usage;
  database: Usage;
}

/** A whole server with its database and its engine, as processes of its own. */
export interface ServerOfOurs {
  origin: string;
  config: Config;
  usage(): Parts;
  close(): Promise<void>;
}

const CLI = path.join(import.meta.dirname, "..", "..", "server", "cli.ts");
const START_MS_MAX = 180_000;

/** Starts one on fresh data, with the demonstration's people in it. */
export async function startServerOfOurs(): Promise<ServerOfOurs> {
  const data = mkdtempSync(path.join(tmpdir(), "throughline-bench-"));
  const port = await freePort();
  const env = { PATH: process.env.PATH ?? "", HOME: data, THROUGHLINE_DATA: data, PORT: String(port), LOG_LEVEL: "warn" };
  const child = spawn(process.execPath, [CLI, "start"], { env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  await saysReady(child);
  const pid = child.pid ?? 0;
  const postmaster = Number(readFileSync(path.join(data, "postgres", "cluster", "postmaster.pid"), "utf8").split("\n")[0]);
  const enginePid = () => Number(readFileSync(path.join(data, "media", "engine.pid"), "utf8"));
  return {
    origin: `http://localhost:${port}`,
    config: readConfig(env),
    usage() {
      const database = usageOfFamily(postmaster);
      return { engine: usageOf(enginePid()), server: usageOf(pid), database };
    },
    async close() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** What was used between two looks. */
export const partsBetween = (before: Parts, after: Parts): Parts => ({
  engine: minus(after.engine, before.engine),
  server: minus(after.server, before.server),
  database: minus(after.database, before.database),
});
export const allOf = ({ engine, server, database }: Parts): Usage => plus(plus(engine, server), database);

async function saysReady(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  const ready = Promise.withResolvers<void>();
  const late = setTimeout(() => ready.reject(new Error(`the server did not start in time:\n${said.join("\n")}`)), START_MS_MAX);
  for (const stream of [child.stdout, child.stderr])
    if (stream)
      createInterface({ input: stream }).on("line", (line) => {
        if (said.length < 200) said.push(line);
        if (line.includes("Throughline is at")) ready.resolve();
      });
  child.once("exit", () => ready.reject(new Error(`the server ended while it started:\n${said.join("\n")}`)));
  await ready.promise.finally(() => clearTimeout(late));
}
