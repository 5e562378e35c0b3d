import assert from "node:assert/strict";
import { sql } from "kysely";
import type { Clock } from "#server/platform/clock.ts";
import type { Db } from "#server/platform/database.ts";
import type { JobFacts, RunningJobs } from "#server/platform/jobs.ts";

const RUNS_MAX = 1_000;

/** Runs the real queue's jobs by the test's clock instead of the database's, each once and in order; a failing one fails the test. */
export async function runDueJobs(owner: Db, jobs: RunningJobs, clock: Clock): Promise<number> {
  for (let ran = 0; ran < RUNS_MAX; ran++) {
    const { rows } = await sql<{ id: string; name: string; facts: JobFacts }>`
      delete from pgboss.job where (name, id) in (
        select name, id from pgboss.job where state < 'active' and start_after <= ${clock.now()}
        order by start_after, created_on, id limit 1)
      returning id, name, data as facts`.execute(owner);
    const [job] = rows;
    if (!job) return ran;
    await jobs.handlers.get(job.name)?.(job.facts);
  }
  assert.fail("jobs made jobs without end");
}
