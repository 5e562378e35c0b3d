import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { localBus } from "#server/platform/bus.ts";
import { type TestClock, testClock } from "#server/platform/clock.ts";
import { readConfig } from "#server/platform/config.ts";
import { type Ctx, systemContext } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { openJobs, type RunningJobs } from "#server/platform/jobs.ts";
import { createLog } from "#server/platform/log.ts";
import { startDatabase } from "#server/testing/database.ts";
import { runDueJobs } from "#server/testing/due-jobs.ts";

/** What services stand on, without the server: a database, a clock that a test moves, the real queue, a log that is kept. */
export interface Ground {
  db: Db;
  owner: Db;
  clock: TestClock;
  ctx: Ctx;
  logged(): string;
  runJobs(): Promise<number>;
  close(): Promise<void>;
}

/** Starts the ground; `register` names the jobs that the test's services send. */
export async function startGround(register: (ctx: Ctx) => void, startsAt = "2026-03-02T15:00:00Z"): Promise<Ground> {
  const database = await startDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-visits-"));
  const lines: string[] = [];
  const sink = new PassThrough();
  sink.on("data", (chunk: Buffer) => lines.push(chunk.toString("utf8")));
  const log = createLog("info", sink);
  const clock = testClock(startsAt);
  const jobs: RunningJobs = openJobs(database.appUrl, log);
  const config = readConfig({ THROUGHLINE_DATA: folder, PORT: "0", LOG_LEVEL: "info" });
  const ctx = systemContext({ config, db: database.db, clock, bus: localBus(), jobs, log });
  register(ctx);
  await jobs.start({ workers: false });
  return {
    db: database.db,
    owner: database.owner,
    clock,
    ctx,
    logged: () => lines.join(""),
    runJobs: () => runDueJobs(database.owner, jobs, clock),
    async close() {
      await jobs.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
