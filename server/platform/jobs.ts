import assert from "node:assert/strict";
import { PgBoss } from "pg-boss";
import type { Trx } from "./database.ts";
import { newId } from "./id.ts";
import type { Log } from "./log.ts";
import { JOBS_SCHEMA } from "./migrate.ts";

/** What a job carries: ids and codes, never names or words. */
export type JobFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface JobOptions {
  /** Not before this instant; at once when left out. */
  startAfter?: Temporal.Instant;
  /** At most one waiting job of this name has this key; a second one is not written. */
  singletonKey?: string;
  /** How often it is tried again after failing; 5 when left out. */
  retries?: number;
}

/** Work for later. A job is a wake-up: the truth is in rows, and a handler looks there first. */
export interface Jobs {
  /** Writes the job in the caller's transaction: it exists if and only if that commits. */
  send(tx: { trx: Trx; now(): Temporal.Instant }, name: string, facts: JobFacts, options?: JobOptions): Promise<void>;
  /** Writes many jobs of one name in one statement: as `send` does, each at once. */
  sendMany(tx: { trx: Trx; now(): Temporal.Instant }, name: string, facts: readonly JobFacts[]): Promise<void>;
  /** Lets go of the waiting jobs of this name whose time has come by now; tells how many. For work that another world has done already. */
  letGoDue(tx: { trx: Trx; now(): Temporal.Instant }, name: string): Promise<number>;
  /** Whether jobs of this name have a handler. */
  handles(name: string): boolean;
  /** Runs `handle` for each job of this name, here or on another server, at least once. Before the server starts. */
  work(name: string, handle: (facts: JobFacts) => Promise<void>): void;
  /** Runs `handle` by the clock of `timeZone` (UTC when left out), on one server at a time. Before the server starts. */
  cron(name: string, schedule: string, handle: () => Promise<void>, timeZone?: string): void;
}

export interface RunningJobs extends Jobs {
  /** Makes the queues, so that jobs can be sent; with `workers` also runs them. After every `work` and `cron`. */
  start(options: { workers: boolean }): Promise<void>;
  /** Waits for the jobs that are running, then ends. */
  close(): Promise<void>;
  handlers: ReadonlyMap<string, (facts: JobFacts) => Promise<void>>;
}

const RETRIES = 5;
const RETRY_SECONDS = 2;
const POLL_SECONDS = 1;
const JOB_SECONDS_MAX = 900;
const KEPT_SECONDS = 3 * 24 * 3600;
const STOP_MS_MAX = 10_000;
const DEAD_LETTERS = "dead_letters";
const NAME = /^[a-z_]+\.[a-z_]+$/;

/** The job queue in the business database. Every name that is sent must have its handler, on every server. */
export function openJobs(url: string, log: Log): RunningJobs {
  const handlers = new Map<string, (facts: JobFacts) => Promise<void>>();
  const crons = new Map<string, { schedule: string; timeZone: string }>();
  let started = false;
  const boss = new PgBoss({
    connectionString: url,
    schema: JOBS_SCHEMA,
    application_name: "throughline jobs",
    max: 4,
    // The owner made the tables; this role may not.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on("error", (error) => log.error({ err: error, part: "jobs" }, "the job queue failed"));

  function work(name: string, handle: (facts: JobFacts) => Promise<void>): void {
    assert(!started && NAME.test(name) && !handlers.has(name), `job ${name} is named twice, late or wrongly`);
    handlers.set(name, handle);
  }

  async function run(name: string, facts: JobFacts): Promise<void> {
    try {
      await handlers.get(name)?.(facts);
    } catch (error) {
      log.error({ err: error, job: name }, "job failed");
      throw error;
    }
  }

  return {
    handlers,
    work,
    cron(name, schedule, handle, timeZone = "UTC") {
      work(name, handle);
      crons.set(name, { schedule, timeZone });
    },
    handles: (name) => handlers.has(name),
    async sendMany({ trx, now }, name, facts) {
      assert(handlers.has(name), `job ${name} has no handler`);
      if (facts.length === 0) return;
      const startAfter = new Date(now().epochMilliseconds);
      const jobs = facts.map((data) => ({ data, singletonKey: newId(), retryLimit: RETRIES, startAfter }));
      await boss.insert(name, jobs, { db: inTrx(trx) });
    },
    async letGoDue({ trx, now }, name) {
      const text = `update ${JOBS_SCHEMA}.job set state = 'cancelled', completed_on = $2
        where name = $1 and state in ('created', 'retry', 'active') and start_after <= $2 returning id`;
      const { rows } = await inTrx(trx).executeSql(text, [name, new Date(now().epochMilliseconds)]);
      return rows.length;
    },
    async send({ trx, now }, name, facts, options = {}) {
      assert(handlers.has(name), `job ${name} has no handler`);
      await boss.send(name, facts, {
        singletonKey: options.singletonKey ?? newId(),
        retryLimit: options.retries ?? RETRIES,
        // Always by our clock, never the database's, so that a test's clock decides here too.
        startAfter: new Date((options.startAfter ?? now()).epochMilliseconds),
        db: inTrx(trx),
      });
    },
    async start({ workers }) {
      started = true;
      await boss.start();
      await boss.createQueue(DEAD_LETTERS);
      const shape = {
        // "short": one waiting job to a key, which is what singletonKey promises.
        policy: "short",
        retryLimit: RETRIES,
        retryDelay: RETRY_SECONDS,
        retryBackoff: true,
        expireInSeconds: JOB_SECONDS_MAX,
        deleteAfterSeconds: KEPT_SECONDS,
        deadLetter: DEAD_LETTERS,
      } as const;
      for (const name of handlers.keys()) await boss.createQueue(name, shape);
      if (!workers) return;
      for (const [name, { schedule, timeZone }] of crons) await boss.schedule(name, schedule, {}, { tz: timeZone });
      for (const name of handlers.keys()) {
        await boss.work<JobFacts>(name, { batchSize: 1, pollingIntervalSeconds: POLL_SECONDS }, async ([job]) => {
          if (job) await run(name, job.data);
        });
      }
    },
    async close() {
      if (started) await boss.stop({ graceful: true, timeout: STOP_MS_MAX });
    },
  };
}

/** The caller's transaction as pg-boss wants it. */
function inTrx(trx: Trx) {
  const plain = trx.withoutPlugins();
  return {
    executeSql: async (text: string, values: unknown[] = []) => {
      const query = { kind: "RawNode", sqlFragments: [text], parameters: [] } as const;
      const { rows } = await plain.executeQuery({ sql: text, parameters: values, query, queryId: { queryId: newId() } });
      return { rows: rows as unknown[] };
    },
  };
}
