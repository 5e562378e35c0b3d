import { sql } from "kysely";
import type { Bus } from "./bus.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Db, Trx } from "./database.ts";
import type { Jobs } from "./jobs.ts";
import type { Log } from "./log.ts";

/** One role that one account holds: at a facility, or at the whole agency when `facilityId` is null. */
export interface Grant {
  role: string;
  agencyId: string;
  facilityId: string | null;
}

export type OutsideActor = { realm: "outside"; signInId: string; accountId: string; contactId: string };
export type StaffActor = { realm: "staff"; signInId: string; accountId: string; staffId: string; grants: readonly Grant[] };
export type InsideActor = {
  realm: "inside";
  signInId: string;
  residentId: string;
  stayId: string;
  stationId: string;
  facilityId: string;
  agencyId: string;
};
export type StationActor = { realm: "station"; stationId: string; facilityId: string; agencyId: string };

/** Who is asking. The realms never mix: nobody is in two of them at once. */
export type Actor = OutsideActor | StaffActor | InsideActor | StationActor | { realm: "system" } | { realm: "nobody" };

export type Locale = "en" | "es";

interface Shared {
  clock: Clock;
  actor: Actor;
  requestId: string;
  locale: Locale;
  log: Log;
  jobs: Jobs;
  config: Config;
  now(): Temporal.Instant;
}

/** What one request, or one job, is done with. */
export interface Ctx extends Shared {
  db: Db;
  bus: Bus;
}

/** A `Ctx` inside a transaction. It has no `db`: using it there would take a second connection and could deadlock. */
export interface TxCtx extends Shared {
  trx: Trx;
  /** Pings the bus once the transaction has committed, never before. */
  publish(topic: string, id: string): void;
}

/** An open transaction and the moment it is at, for what asks nobody who they are. */
export type Moment = Pick<TxCtx, "trx" | "now">;
/** Whoever reads, inside a transaction or outside. */
export type Asker = Pick<Ctx, "db"> | Pick<TxCtx, "trx">;

/** The database as this context may use it: the open transaction inside one, the pool outside. */
export function dbOf(asker: Asker): Db {
  return "trx" in asker ? asker.trx : asker.db;
}

/** 40001: could not serialise. 40P01: deadlock. In both the same work may well succeed when asked again. */
const RETRYABLE = new Set(["40001", "40P01"]);
const ATTEMPTS_MAX = 4;

/** Runs `work` in one read-committed transaction; when PostgreSQL says "try again" it is run again, from the start, at most four times. */
export async function inTransaction<T>(ctx: Ctx, work: (tx: TxCtx) => Promise<T>): Promise<T> {
  const { db, bus, ...shared } = ctx;
  for (let attempt = 1; ; attempt++) {
    const pings: [topic: string, id: string][] = [];
    try {
      const result = await db
        .transaction()
        .setIsolationLevel("read committed")
        .execute((trx) => work({ ...shared, trx, publish: (topic, id) => pings.push([topic, id]) }));
      for (const [topic, id] of pings) bus.publish(topic, id);
      return result;
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !RETRYABLE.has((error as { code?: string }).code ?? "")) throw error;
      ctx.log.warn({ attempt, code: (error as { code?: string }).code }, "transaction tried again");
    }
  }
}

/**
 * Runs `work` so that it may fail alone: what it wrote is undone, the transaction goes on, and the error is answered. What PostgreSQL wants tried again
 * is thrown on, since that concerns all of it.
 */
export async function alone(tx: TxCtx, work: () => Promise<unknown>): Promise<unknown> {
  await sql`savepoint alone`.execute(tx.trx);
  try {
    await work();
  } catch (error) {
    if (RETRYABLE.has((error as { code?: string }).code ?? "")) throw error;
    await sql`rollback to savepoint alone`.execute(tx.trx);
    return error;
  }
  await sql`release savepoint alone`.execute(tx.trx);
  return undefined;
}

/** The context of work that nobody asked for: jobs, start-up, the demo world. */
export function systemContext(parts: Omit<Ctx, "actor" | "requestId" | "locale" | "now"> & { requestId?: string }): Ctx {
  return { ...parts, actor: { realm: "system" }, requestId: parts.requestId ?? "system", locale: "en", now: () => parts.clock.now() };
}
