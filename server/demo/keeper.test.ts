import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startSite } from "#server/testing/site.ts";
import { findPair, keepVisitReady, readyVisit } from "./keeper.ts";
import { fillDemoWorld } from "./world.ts";

// A Saturday afternoon in the demonstration's jail.
const site = await startSite({ startsAt: "2026-11-21T21:00:00Z" });
after(() => site.close());
await site.db.transaction().execute((trx) => fillDemoWorld(trx, site.clock.now()));
const pair = await findPair(site.db, "rosa");
assert.ok(pair);
const ready = () => site.db.transaction().execute((trx) => readyVisit(trx, pair, site.clock.now(), 20));

test("whoever comes through a door finds a visit that can be joined now, and the same one again a minute later", async () => {
  await keepVisitReady(site.ctx);
  const visitId = await ready();
  site.clock.advance({ minutes: 1 });
  assert.equal(await ready(), visitId);
  const { startsAt, endsAt } = await site.db
    .selectFrom("visits.visit")
    .select(["startsAt", "endsAt"])
    .where("id", "=", visitId)
    .executeTakeFirstOrThrow();
  assert.ok(Temporal.Instant.compare(startsAt, site.clock.now()) <= 0 && Temporal.Instant.compare(site.clock.now(), endsAt) < 0);
});

test("a visit that is going on is the one to join, also in its last minutes", async () => {
  const visitId = await ready();
  await site.db.updateTable("visits.visit").set({ status: "in_progress" }).where("id", "=", visitId).execute();
  site.clock.advance({ minutes: 17 });
  assert.equal(await ready(), visitId);
});

test("when it is over the next one is made, in the place of what came before", async () => {
  const visitId = await ready();
  const end = { status: "completed", outcome: "ended_early_by_family", cause: "family" } as const;
  await site.db.updateTable("visits.visit").set(end).where("id", "=", visitId).execute();
  assert.notEqual(await ready(), visitId);
});
