import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { pino } from "pino";
import type { Config } from "./config.ts";
import { createLog, type Log } from "./log.ts";

const FILE_BYTES_MAX = 50 * 1024 * 1024;

/** The server's log: `server.log` in the data folder, the one before it kept as `server.log.1`. */
export function openServerLog(config: Config): Log {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(config.dataDir, "server.log");
  if (existsSync(file) && statSync(file).size > FILE_BYTES_MAX) renameSync(file, `${file}.1`);
  const destination = pino.destination({ dest: file, mode: 0o600, sync: true });
  // A full disk must not end a visit that is under way for want of a log line.
  destination.on("error", () => {});
  return createLog(config.logLevel, destination);
}
