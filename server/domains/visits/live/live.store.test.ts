import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { givenClosedRoom } from "#server/domains/recordings/testing/recorded-visit.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { startSite } from "#server/testing/site.ts";

const NINE = Temporal.Instant.from("2026-03-04T16:00:00Z");
const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());

test("the database itself refuses to count the same seconds of a visit twice (connected_interval_once)", async () => {
  const booking = await givenBooking(site);
  const visitId = await book(booking, NINE.toString());
  await givenClosedRoom(site.db, visitId, { connectedSeconds: 60 });
  const count = (fromSecond: number, toSecond: number) =>
    site.db
      .insertInto("visits.connected_interval")
      .values({
        id: newId(),
        facilityId: booking.facility.id,
        visitId,
        during: sql<string>`tstzrange(${NINE.add({ seconds: fromSecond })}, ${NINE.add({ seconds: toSecond })}, '[)')`,
      })
      .execute();
  await assert.rejects(count(59, 70), { code: "23P01", constraint: "connected_interval_once" });
  await assert.rejects(count(10, 20), { code: "23P01", constraint: "connected_interval_once" });
  await count(60, 70);
});
