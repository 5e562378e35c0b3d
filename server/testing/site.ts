import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import type { FastifyInstance } from "fastify";
import { type AppDeps, createApp } from "#server/app.ts";
import { createMediaServer } from "#server/domains/media/index.ts";
import { type Bus, localBus } from "#server/platform/bus.ts";
import { type TestClock, testClock } from "#server/platform/clock.ts";
import { type Config, readConfig } from "#server/platform/config.ts";
import { type Ctx, systemContext } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { type Jobs, openJobs } from "#server/platform/jobs.ts";
import { createKeeping, type Keeping } from "#server/platform/keeping.ts";
import { createLog } from "#server/platform/log.ts";
import type { ContextParts } from "#server/platform/requests.ts";
import { startDatabase } from "./database.ts";
import { runDueJobs } from "./due-jobs.ts";

/** The whole server on a database of its own, in memory, with a clock that a test moves. */
export interface Site {
  app: FastifyInstance;
  db: Db;
  /** As the owner: for looking where the app's role may not. */
  owner: Db;
  ownerUrl: string;
  /** For a command run as a process of its own beside this server. */
  databaseUrl: string;
  clock: TestClock;
  config: Config;
  bus: Bus;
  /** What the nightly deletion takes besides the rules in the database. */
  keeping: Keeping;
  /** What the app was made of, for making another beside it. */
  parts: ContextParts;
  /** A context as a job has it. */
  ctx: Ctx;
  /** The origin that requests must name. */
  origin: string;
  /** Every line the server logged, as it was written. */
  logged(): string;
  /** Runs what is due by the test's clock, until nothing more is; tells how many jobs ran. */
  runJobs(): Promise<number>;
  /** Listens on a free port of the loopback, for tests with sockets; answers the address. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

export interface SiteOptions {
  startsAt?: string;
  env?: Record<string, string>;
  /** Parts to put in place of the usual ones, such as a guard under test. */
  deps?: Partial<AppDeps>;
  /** Routes of the test's own, beside the server's. */
  routes?: (app: FastifyInstance) => void;
  /** Jobs of the test's own, named before the server starts. */
  jobs?: (jobs: Jobs) => void;
}

/** Starts a site; one per test file is enough, with a fresh facility per test. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const database = await startDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-site-"));
  const config = readConfig({ THROUGHLINE_DATA: folder, LOG_LEVEL: "debug", ...options.env });
  const lines: string[] = [];
  const sink = new PassThrough();
  sink.on("data", (chunk: Buffer) => lines.push(chunk.toString("utf8")));
  const log = createLog(config.logLevel, sink);
  const clock = testClock(options.startsAt);
  const bus = localBus();
  const jobs = openJobs(database.appUrl, log);
  options.jobs?.(jobs);
  const keeping = createKeeping();
  const parts = { config, db: database.db, clock, bus, jobs, log };
  const app = createApp({
    ...parts,
    version: "0.0.0",
    media: createMediaServer({ dataFolder: path.join(folder, "media"), log, enabled: false }),
    world: "real",
    keeping,
    ...options.deps,
  });
  options.routes?.(app);
  await jobs.start({ workers: false });
  await app.ready();
  return {
    app,
    db: database.db,
    owner: database.owner,
    ownerUrl: database.ownerUrl,
    databaseUrl: database.appUrl,
    clock,
    config,
    bus,
    keeping,
    parts,
    ctx: systemContext(parts),
    origin: config.publicUrl,
    logged: () => lines.join(""),
    runJobs: () => runDueJobs(database.owner, jobs, clock),
    listen: () => app.listen({ port: 0, host: "127.0.0.1" }),
    async close() {
      await app.close();
      await jobs.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
