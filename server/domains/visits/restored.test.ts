import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withholdDue } from "#server/domains/notifications/index.ts";
import { closeOverdue, settleRestored, tellMissed } from "#server/domains/visits/index.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());

test("in a world that was brought back, no family reads that they missed a visit that perhaps was, and no reminder comes a second time", async () => {
  const booking = await givenBooking(site);
  const past = await book(booking, "2026-03-04T16:00:00Z");
  const next = await book(booking, "2026-03-05T17:00:00Z");
  await site.runJobs();
  const letters = async () => {
    await site.runJobs();
    const rows = await site.db.selectFrom("notifications.delivery").select(["template", "facts"]).orderBy("id").execute();
    return rows.map(({ template, facts }) => [template, facts.visitId]).filter(([template]) => template !== "visit.booked");
  };
  assert.deepEqual(await letters(), []);
  // Two days later the copy is brought back: what was due in between is due now.
  site.clock.set("2026-03-04T21:00:00Z");
  assert.deepEqual(await inTransaction(site.ctx, settleRestored), { visits: 1, reminders: 3 });
  await closeOverdue(site.ctx);
  await tellMissed(site.ctx);
  assert.deepEqual(await letters(), []);
  const visit = await site.db.selectFrom("visits.visit").select("status").where("id", "=", past).executeTakeFirst();
  assert.equal(visit?.status, "missed");
  // Letters that were due may have gone before; one whose time is still to come waits on.
  const waiting = () => site.db.selectFrom("notifications.delivery").select(["subjectId", "status", "lastError"]).orderBy("id").execute();
  await site.owner
    .updateTable("notifications.delivery")
    .set({ sendAt: site.clock.now().add({ hours: 8 }) })
    .where("subjectId", "=", next)
    .execute();
  assert.equal(await inTransaction(site.ctx, withholdDue), 1);
  assert.deepEqual(await waiting(), [
    { subjectId: past, status: "not_sent", lastError: "restored" },
    { subjectId: next, status: "queued", lastError: null },
  ]);
  // What is still to come is reminded of as ever.
  site.clock.set("2026-03-05T16:30:00Z");
  assert.deepEqual(await letters(), [["visit.reminder_hour", next]]);
});
