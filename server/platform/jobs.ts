import type { Trx } from "./database.ts";

/** What a job carries: ids and codes, never names or words. */
export type JobFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface JobOptions {
  /** Not before this instant. */
  startAfter?: Temporal.Instant;
  /** At most one waiting job of this name has this key. */
  singletonKey?: string;
  /** How often it is tried again after failing; 5 when left out. */
  retries?: number;
}

/** Work for later. A job is a wake-up: the truth is in rows, and a handler looks there first. */
export interface Jobs {
  /** Writes the job in the caller's transaction: it exists if and only if that commits. */
  send(tx: { trx: Trx }, name: string, facts: JobFacts, options?: JobOptions): Promise<void>;
  /** Runs `handle` for each job of this name, here or on another server, at least once. */
  work(name: string, handle: (facts: JobFacts) => Promise<void>): void;
  /** Runs `handle` by the clock of `timeZone` (UTC when left out), on one server at a time. */
  cron(name: string, schedule: string, handle: () => Promise<void>, timeZone?: string): void;
}
