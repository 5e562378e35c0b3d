import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { VisitLines } from "#contracts/quality.ts";
import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import { givenClosedRoom } from "#server/domains/recordings/testing/recorded-visit.ts";
import { book, givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import type { Trx } from "#server/platform/database.ts";
import { startSite } from "#server/testing/site.ts";
import { insertSamples } from "./kept.ts";
import { emptySample, type Sample } from "./samples.rules.ts";

const NINE = Temporal.Instant.from("2026-03-04T16:00:00Z");
const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());

const good = (at: number): Sample => ({
  ...emptySample(at),
  sound: 250,
  picture: 300,
  sentSound: 250,
  sentPicture: 300,
  made: 120,
  reportedMs: SAMPLE_MS,
  ownMs: SAMPLE_MS,
  roomMs: SAMPLE_MS,
  arrivedMs: SAMPLE_MS,
});

test("family, resident and staff read the same stretches of a visit's lines; a stranger reads that there is no such visit", async () => {
  const booking = await givenBooking(site);
  const visitId = await book(booking, NINE.toString());
  const stranger = await givenBooking(site);
  await givenClosedRoom(site.db, visitId, { connectedSeconds: 60 });
  const facilityId = booking.facility.id;
  const at = (index: number) => NINE.epochMilliseconds + index * SAMPLE_MS;
  const times = Array.from({ length: 12 }, (_, index) => at(index));
  const weak = times.map((time, index) => (index >= 4 && index < 8 ? { ...good(time), lost: 90, picture: 210 } : good(time)));
  await site.db.transaction().execute(async (trx) => {
    await insertSamples(trx as Trx, { facilityId, visitId, seat: "family", samples: weak });
    await insertSamples(trx as Trx, { facilityId, visitId, seat: "resident", samples: times.map(good) });
  });

  const inside = await insideOf(site, booking);
  const answers = [
    await booking.family("GET", `/api/outside/visits/${visitId}/lines`),
    await inside.ask("GET", `/api/inside/visits/${visitId}/lines`),
    await booking.staff("GET", `/api/staff/facilities/${facilityId}/visits/${visitId}/lines`),
  ].map((answer) => answer.json() as VisitLines);
  const told = answers.map(({ legs }) => legs.map(({ seat, stretches }) => ({ seat, stretches })));
  assert.deepEqual(told[1], told[0]);
  assert.deepEqual(told[2], told[0]);
  const family = told[0]?.find(({ seat }) => seat === "family")?.stretches;
  assert.deepEqual(
    family?.map(({ trouble }) => trouble),
    [null, { where: "home", how: "weak", part: "line" }, null],
  );
  const instant = (index: number) => Temporal.Instant.fromEpochMilliseconds(at(index)).toString();
  assert.deepEqual([family?.[1]?.from, family?.[1]?.to], [instant(4), instant(8)]);
  assert.equal((await stranger.family("GET", `/api/outside/visits/${visitId}/lines`)).statusCode, 404);
  assert.equal((await stranger.staff("GET", `/api/staff/facilities/${stranger.facility.id}/visits/${visitId}/lines`)).statusCode, 404);
});
