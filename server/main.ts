import { mkdirSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { permissions } from "#contracts/permissions.ts";
import { createApp } from "#server/app.ts";
import { openBus } from "#server/platform/bus.ts";
import { systemClock } from "#server/platform/clock.ts";
import type { Config } from "#server/platform/config.ts";
import { bringUpToDate, openData } from "#server/platform/data.ts";
import { openDatabase } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import { freePort } from "#server/platform/free-port.ts";
import type { Guard } from "#server/platform/http.ts";
import { openJobs } from "#server/platform/jobs.ts";
import type { Log } from "#server/platform/log.ts";
import { VERSION } from "#server/platform/version.ts";
import { builtWeb } from "#server/platform/web-build.ts";

/** A server that listens. */
export interface Running {
  app: FastifyInstance;
  address: string;
  /** Ends in order: no new requests, jobs finished, database closed, lock given back. */
  close(): Promise<void>;
}

/** Until identity is asked, only what is public is open. */
export const publicOnly: Guard = async (_request, permission) => {
  if (permissions[permission].realm !== "public") throw new AppError(["access.signed_out"]);
};

/** Opens everything in the order in which it needs one another, and closes what was opened when a later part fails. */
export async function startServer(given: Config, log: Log, say: (line: string) => void): Promise<Running> {
  const config = given.port === 0 ? await withFreePort(given) : given;
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const opened: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    const data = await openData(config, "server");
    opened.push(data.close);
    const webDist = await builtWeb(say);
    const applied = await bringUpToDate(data, systemClock.now());
    if (applied.length > 0) log.info({ count: applied.length }, "migrated");
    const db = openDatabase(data.appUrl);
    opened.push(() => db.destroy());
    const bus = await openBus(data.appUrl, log);
    opened.push(bus.close);
    const jobs = openJobs(data.appUrl, log);
    opened.push(jobs.close);

    const app = createApp({
      config,
      db,
      clock: systemClock,
      bus,
      jobs,
      log,
      version: VERSION,
      guard: publicOnly,
      mediaHealth: () => ({ status: "unavailable", reason: "there is no media engine" }),
      webDist,
    });
    opened.push(() => app.close());
    await app.ready();
    await jobs.start({ workers: true });
    await app.listen({ port: config.port, host: config.host });
    data.listening(config.port);
    return { app, address: config.publicUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

// Links, origins and the content security policy name the port, so it is chosen before anything else is.
async function withFreePort(config: Config): Promise<Config> {
  const port = await freePort();
  return { ...config, port, publicUrl: config.publicUrlGiven ? config.publicUrl : `http://localhost:${port}` };
}
