import { mkdirSync } from "node:fs";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { createApp } from "#server/app.ts";
import { bearWorld, mayBeDemo } from "#server/demo/birth.ts";
import { createMediaServer } from "#server/domains/media/index.ts";
import { openBus } from "#server/platform/bus.ts";
import { systemClock } from "#server/platform/clock.ts";
import type { Config } from "#server/platform/config.ts";
import { bringUpToDate, openData } from "#server/platform/data.ts";
import { openDatabase } from "#server/platform/database.ts";
import { freePort } from "#server/platform/free-port.ts";
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

    const world = await bearWorld(db, mayBeDemo(config, data.embedded) ? "demo" : "real", systemClock.now());
    if (world.born && world.kind === "demo") say("Filled the demonstration world with invented people.");
    const media = createMediaServer({
      dataFolder: path.join(config.dataDir, "media"),
      log,
      ...(config.mediaAddress ? { address: config.mediaAddress } : {}),
      ...(config.janus ? { binary: config.janus } : {}),
    });
    await media.start();
    opened.push(() => media.stop());

    const app = createApp({
      config,
      db,
      clock: systemClock,
      bus,
      jobs,
      log,
      version: VERSION,
      media,
      world: world.kind,
      webDist,
    });
    opened.push(() => app.close());
    // Before the app is ready: a room that is taken up again, and is over by then, sends jobs.
    await jobs.start({ workers: true });
    await app.ready();
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
