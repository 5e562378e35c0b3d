import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { VisitLines } from "#contracts/quality.ts";
import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import type { repairsStaff } from "#contracts/station-care.ts";
import { ownDataParts } from "#server/domains/contacts/own-data/gather.ts";
import { givenClosedRoom } from "#server/domains/recordings/testing/recorded-visit.ts";
import { insertLeg } from "#server/domains/visits/live/live.store.ts";
import { book, givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import type { Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import { startSite } from "#server/testing/site.ts";
import { insertSamples } from "./kept.ts";
import { emptySample, type Sample } from "./samples.rules.ts";
import { STATION_FAILED } from "./station.service.ts";

const NINE = Temporal.Instant.from("2026-03-04T16:00:00Z");
const MONDAY = "2026-03-02T15:00:00Z";
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

type Repair = AnswerOf<typeof repairsStaff.repairs>[number];
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

test("a station that the rule names opens one repair by itself, with the visits that show it; it stays open until staff close it", async () => {
  const booking = await givenBooking(site);
  const { facility, staff } = booking;
  const path = `/api/staff/facilities/${facility.id}`;
  const visits = [await book(booking, NINE.toString()), await book(booking, NINE.add({ hours: 24 }).toString())];
  const repairs = async () => {
    await site.runJobs();
    const answer = await staff("GET", `${path}/repairs?stationId=${facility.stations[0]!.id}`);
    return (answer.json() as Repair[]).map(({ fault, state, foundBy, findings }) => ({ fault, state, foundBy, findings }));
  };
  /** The resident's microphone goes in the middle of the visit; the family's line is weak all the time, which is no matter of the station's. */
  const visit = async (visitId: string, from: number) => {
    await givenClosedRoom(site.db, visitId, { connectedSeconds: 60 });
    const times = Array.from({ length: 8 }, (_, index) => from + index * SAMPLE_MS);
    const gone = times.map((time, index) => (index >= 4 ? { ...good(time), microphoneGoneMs: SAMPLE_MS } : good(time)));
    await inTransaction(site.ctx, async (tx) => {
      for (const [seat, samples] of [
        ["family", times.map((time) => ({ ...good(time), roundTrip: 1500 }))],
        ["resident", gone],
      ] as const)
        await insertSamples(tx.trx, { facilityId: facility.id, visitId, seat, samples });
      const leg = { id: newId(), facilityId: facility.id, visitId, seat: "resident" as const, personId: booking.world.residents[0].id };
      await insertLeg(tx.trx, { ...leg, stationId: facility.stations[0]!.id });
      await tx.jobs.send(tx, STATION_FAILED, { visitId });
    });
    return { what: "microphone_gone", at: Temporal.Instant.fromEpochMilliseconds(times[4]!).toString(), visitId };
  };
  const first = await visit(visits[0]!, NINE.epochMilliseconds);
  const open = { fault: "microphone", state: "open", foundBy: "visit", findings: [first] };
  assert.deepEqual(await repairs(), [open]);
  await inTransaction(site.ctx, (tx) => tx.jobs.send(tx, STATION_FAILED, { visitId: visits[0]! }));
  assert.deepEqual(await repairs(), [open], "told again, written once");
  const card = site.db.selectFrom("stations.card").select("broken").where("stationId", "=", facility.stations[0]!.id);
  assert.deepEqual(await card.execute(), [{ broken: false }], "one visit's measurements move nobody before staff have looked");
  const second = await visit(visits[1]!, NINE.add({ hours: 24 }).epochMilliseconds);
  assert.deepEqual(await repairs(), [{ ...open, findings: [first, second] }], "one repair, whatever shows it");

  site.clock.advance({ hours: 120 });
  const [{ id }] = (await staff("GET", `${path}/repairs`)).json() as [Repair];
  assert.equal((await staff("POST", `${path}/repairs/${id}`, { state: "fixed" })).statusCode, 200);
  await inTransaction(site.ctx, (tx) => tx.jobs.send(tx, STATION_FAILED, { visitId: visits[1]! }));
  assert.deepEqual(
    (await repairs()).map(({ state }) => state),
    ["fixed"],
    "what was measured before it was mended says nothing against it",
  );
});

test("family, resident and staff read the same stretches of a visit's lines; a stranger reads that there is no such visit", async () => {
  site.clock.set(MONDAY);
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

  await inTransaction(site.ctx, async (tx) => {
    const ids = [booking.world.contacts[0].accountId, booking.world.residents[0].id];
    for (const [index, seat] of (["family", "resident"] as const).entries())
      await insertLeg(tx.trx, { id: newId(), facilityId, visitId, seat, personId: ids[index]! });
  });
  const own = async ({ accountId, id: contactId }: { accountId: string; id: string }) =>
    (await ownDataParts().get("quality")?.(site.ctx, { accountId, contactId })) as {
      columns: string;
      visits: { visitId: string; seat: string; samples: string[] }[];
    };
  const { columns, visits } = await own(booking.world.contacts[0]);
  assert.deepEqual(
    visits.map((one) => [one.visitId, one.seat, one.samples.length]),
    [[visitId, "family", 12]],
    "their own line, and not that of the other side",
  );
  const lost = columns.split(",").indexOf("lost");
  assert.deepEqual(
    visits[0]?.samples.map((line) => Number(line.split(",")[lost])),
    weak.map((sample) => sample.lost),
  );
  assert.deepEqual((await own(stranger.world.contacts[0])).visits, []);
  assert.equal((await stranger.staff("GET", `/api/staff/facilities/${stranger.facility.id}/visits/${visitId}/lines`)).statusCode, 404);
});
