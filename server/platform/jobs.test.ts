import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { startDatabase } from "#server/testing/database.ts";
import { startSite } from "#server/testing/site.ts";
import { systemClock } from "./clock.ts";
import { inTransaction } from "./context.ts";
import { openJobs } from "./jobs.ts";
import { createLog } from "./log.ts";

test("a job exists if and only if its transaction commits, and waits for its time", async () => {
  const heard: unknown[] = [];
  const site = await startSite({ jobs: (jobs) => jobs.work("test.heard", async (facts) => void heard.push(facts)) });
  after(() => site.close());
  const failing = inTransaction(site.ctx, async (tx) => {
    await tx.jobs.send(tx, "test.heard", { id: "lost" });
    throw new Error("the business failed");
  });
  await assert.rejects(failing, /business failed/);
  await inTransaction(site.ctx, async (tx) => {
    await tx.jobs.send(tx, "test.heard", { id: "now" });
    await tx.jobs.send(tx, "test.heard", { id: "later" }, { startAfter: tx.now().add({ hours: 1 }) });
    await tx.jobs.send(tx, "test.heard", { id: "once" }, { singletonKey: "k" });
    await tx.jobs.send(tx, "test.heard", { id: "twice" }, { singletonKey: "k" });
  });
  assert.equal(await site.runJobs(), 2);
  assert.deepEqual(new Set(heard), new Set([{ id: "now" }, { id: "once" }]));
  site.clock.advance({ hours: 1 });
  assert.equal(await site.runJobs(), 1);
  assert.deepEqual(heard.at(-1), { id: "later" });
});

test("the app's role runs workers and clocked jobs on the real queue", async () => {
  const database = await startDatabase();
  const jobs = openJobs(database.appUrl, createLog("silent"));
  const heard = Promise.withResolvers<unknown>();
  jobs.work("test.heard", async (facts) => heard.resolve(facts));
  jobs.cron("test.nightly", "0 3 * * *", async () => {}, "America/Los_Angeles");
  await jobs.start({ workers: true });
  await database.db.transaction().execute((trx) => jobs.send({ trx, now: systemClock.now }, "test.heard", { id: "x", seconds: 3 }));
  assert.deepEqual(await heard.promise, { id: "x", seconds: 3 });
  const { rows } = await sql<{ name: string; timezone: string }>`select name, timezone from pgboss.schedule`.execute(database.db);
  assert.deepEqual(rows, [{ name: "test.nightly", timezone: "America/Los_Angeles" }]);
  await jobs.close();
  await database.close();
});
