import { registerNotifications } from "#server/domains/notifications/index.ts";
import { registerFlags } from "#server/domains/visits/index.ts";
import { localBus } from "#server/platform/bus.ts";
import { systemClock } from "#server/platform/clock.ts";
import type { Config } from "#server/platform/config.ts";
import { type Ctx, systemContext } from "#server/platform/context.ts";
import { bringUpToDate, openData } from "#server/platform/data.ts";
import { openDatabase } from "#server/platform/database.ts";
import { openJobs } from "#server/platform/jobs.ts";
import { holderOf } from "#server/platform/lock.ts";
import { createLog } from "#server/platform/log.ts";

/**
 * Opens the data, beside a running server or without one, for a command that writes into a real world: letters can be asked for,
 * and it is the server that sends them. `world` is what was born there; undefined where nothing was yet.
 */
export async function inWorld<T>(given: Config, work: (ctx: Ctx, world: "demo" | "real" | undefined) => Promise<T>): Promise<T> {
  // Links name the port of the server that is running.
  const port = holderOf(given.dataDir)?.port || given.port;
  const config = given.publicUrlGiven ? given : { ...given, publicUrl: `http://localhost:${port}` };
  const data = await openData(config, "command");
  const opened: (() => unknown)[] = [data.close];
  try {
    await bringUpToDate(data, systemClock.now());
    const db = openDatabase(data.appUrl, { max: 2 });
    opened.push(() => db.destroy());
    const log = createLog("silent");
    const jobs = openJobs(data.appUrl, log);
    opened.push(jobs.close);
    const ctx = systemContext({ config, db, clock: systemClock, bus: localBus(), jobs, log });
    opened.push(registerNotifications(ctx, "real").close);
    registerFlags(ctx);
    await jobs.start({ workers: false });
    const born = await db.selectFrom("world.birth").select("kind").executeTakeFirst();
    return await work(ctx, born?.kind);
  } finally {
    for (const end of opened.reverse()) await end();
  }
}
