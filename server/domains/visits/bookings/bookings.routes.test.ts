import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import * as facilities from "#server/domains/facilities/index.ts";
import { type Booking, book, givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact } from "#server/testing/people.ts";
import { type Site, startSite } from "#server/testing/site.ts";

const MONDAY = "2026-03-02T15:00:00Z";
/** Wednesday nine o'clock in Denver. */
const NINE = "2026-03-04T16:00:00Z";
const HALF_PAST = "2026-03-04T16:30:00Z";

let site: Site;
before(async () => {
  site = await startSite({ startsAt: MONDAY });
});
beforeEach(() => site.clock.set(MONDAY));
after(() => site.close());

const hold = (
  by: Booking["family"],
  booking: Booking,
  startsAt: string,
  parts: { id?: string; connectionId?: string; sessionTemplateId?: string } = {},
) =>
  by("POST", "/api/outside/holds", {
    id: newId(),
    connectionId: booking.connectionId,
    sessionTemplateId: booking.templateId,
    startsAt,
    ...parts,
  });
const NOTHING_TO_PAY = {
  ...{ minutes: 30, microsPerMinute: 0, cents: 0, taxCents: 0, taxes: [], freeSeconds: 0, planSeconds: 0, cap: null, freeLaw: null },
  parts: [{ payer: "agency", cents: 0 }],
};
const codes = (answer: { json(): unknown }) => (answer.json() as { codes: string[] }).codes;
const timesOf = (day: { places: { localStart: string; free: boolean }[] }, free: boolean) =>
  day.places.filter((place) => place.free === free).map((place) => place.localStart);

test("a family sees the days it can book, on the facility's own clock, and nothing sooner or later", async () => {
  const booking = await givenBooking(site);
  await inTransaction(site.ctx, (tx) =>
    facilities.closeDay(tx, {
      facilityId: booking.facility.id,
      agencyId: booking.world.agencyId,
      day: "2026-03-05",
      reason: { en: "Holiday", es: "Feriado" },
    }),
  );
  const answer = await booking.family("GET", `/api/outside/connections/${booking.connectionId}/places`);
  assert.equal(answer.statusCode, 200);
  const { days, quotes, ...about } = answer.json();
  assert.deepEqual(quotes[0], { day: "2026-03-03", ...NOTHING_TO_PAY }, "no price is set here");
  assert.deepEqual(about, {
    timeZone: "America/Denver",
    facilityName: booking.facility.name,
    residentName: `Given ${booking.world.residents[0].familyName}`,
    visitMinutes: 30,
    recorded: true,
    mustBeWatched: false,
    party: { peopleMax: 4, adultsMax: null, childrenPerAdultMax: null, childrenCountFromYears: 0, interpretersCount: false },
    from: "2026-03-03",
    through: "2026-03-16",
    walletCents: 0,
  });
  const shown = days.map((day: { day: string }) => day.day);
  assert.deepEqual(
    shown,
    ["03", "04", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16"].map((day) => `2026-03-${day}`),
  );
  assert.equal(days[0].places[0].localStart, "09:00");
  assert.equal(days[1].places[0].startsAt, NINE);
  // On the eighth the clocks go forward: nine o'clock comes an hour sooner.
  assert.equal(days[4].places[0].startsAt, "2026-03-08T15:00:00Z");
  assert.equal(days[1].free, 16);
});

test("a place that is taken stays on the list, greyed, and the day says how many are left", async () => {
  const booking = await givenBooking(site, { stations: 1 });
  await book(booking, NINE);
  const answer = await booking.family("GET", `/api/outside/connections/${booking.connectionId}/places`);
  const wednesday = answer.json().days[1];
  assert.equal(wednesday.free, 15);
  assert.deepEqual(timesOf(wednesday, false), ["09:00"]);
});

test("a held place becomes a visit with the facility's day, time, zone, kind of room and keep-until", async () => {
  const booking = await givenBooking(site);
  const holdId = newId();
  const held = await hold(booking.family, booking, NINE, { id: holdId });
  assert.equal(held.statusCode, 201);
  const kept = { id: holdId, expiresAt: "2026-03-02T15:10:00Z", startsAt: NINE, endsAt: HALF_PAST };
  assert.deepEqual(held.json(), { ...kept, quote: NOTHING_TO_PAY, walletCents: 0 });
  const id = newId();
  const booked = await booking.family("POST", "/api/outside/visits", { id, holdId });
  assert.equal(booked.statusCode, 201);
  const card = booked.json();
  assert.equal(card.withName, `Given ${booking.world.residents[0].familyName}`);
  assert.deepEqual(
    [card.status, card.day, card.localStart, card.timeZone, card.room, card.opensAt, card.canCancel],
    ["booked", "2026-03-04", "09:00", "America/Denver", "recorded", "2026-03-04T15:45:00Z", true],
  );
  const row = await site.db.selectFrom("visits.visit").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  assert.equal(row.keepUntil.toString(), "2026-06-02T16:30:00Z");
  assert.equal(row.localStart, "09:00:00");
});

test("the visit goes to a station in the resident's own unit while one is free there", async () => {
  const booking = await givenBooking(site);
  // The resident lives in the first unit, where the first kiosk stands.
  const id = await book(booking, NINE);
  const row = await site.db.selectFrom("visits.visit").select("stationId").where("id", "=", id).executeTakeFirstOrThrow();
  assert.equal(row.stationId, booking.facility.stations[0]!.id);
  const contact = await givenContact(site);
  const connection = await givenConnection(site, booking.world.residents[1], contact);
  const other: Booking = { ...booking, family: await signedIn(site, "outside", contact), connectionId: connection.id };
  const second = await book(other, NINE);
  const next = await site.db.selectFrom("visits.visit").select("stationId").where("id", "=", second).executeTakeFirstOrThrow();
  assert.equal(next.stationId, booking.facility.stations[1]!.id);
});

test("asking twice with the same ids books once, and another family gets nothing by knowing them", async () => {
  const booking = await givenBooking(site);
  const [id, holdId] = [newId(), newId()];
  const [first, again] = [
    await hold(booking.family, booking, NINE, { id: holdId }),
    await hold(booking.family, booking, NINE, { id: holdId }),
  ];
  assert.deepEqual(again.json(), first.json());
  const own = () => booking.family("POST", "/api/outside/visits", { id, holdId });
  assert.deepEqual(codes(await booking.stranger("POST", "/api/outside/visits", { id, holdId })), ["visit.hold_unknown"]);
  const answers = await Promise.all([own(), own()]);
  assert.deepEqual(
    answers.map((answer) => answer.statusCode),
    [201, 201],
  );
  assert.deepEqual((await own()).json(), answers[0]!.json());
  assert.deepEqual(codes(await booking.stranger("POST", "/api/outside/visits", { id, holdId: newId() })), ["access.denied"]);
  const rows = await site.db.selectFrom("visits.visit").select("id").where("facilityId", "=", booking.facility.id).execute();
  assert.equal(rows.length, 1);
  const lines = await site.db.selectFrom("visits.timeline").select("code").where("visitId", "=", id).execute();
  assert.deepEqual(lines, [{ code: "booked" }]);
});

test("a refusal lists every reason at once", async () => {
  const booking = await givenBooking(site, { stations: 1 });
  await book(booking, NINE);
  await book(booking, HALF_PAST);
  const answer = await hold(booking.family, booking, NINE);
  assert.equal(answer.statusCode, 409);
  assert.deepEqual(codes(answer), ["visit.allowance_used", "visit.resident_busy", "visit.contact_busy", "visit.place_taken"]);
  site.clock.set("2026-03-04T10:00:00Z");
  assert.deepEqual(codes(await hold(booking.family, booking, "2026-03-04T17:00:00Z")), ["visit.notice_too_short", "visit.allowance_used"]);
});

test("too soon, too far, closed and never offered are each said by name", async () => {
  const booking = await givenBooking(site);
  const { id: facilityId } = booking.facility;
  await inTransaction(site.ctx, (tx) =>
    facilities.closeDay(tx, { facilityId, agencyId: booking.world.agencyId, day: "2026-03-06", reason: { en: "Holiday", es: "Feriado" } }),
  );
  assert.deepEqual(codes(await hold(booking.family, booking, "2026-03-02T16:00:00Z")), ["visit.notice_too_short"]);
  assert.deepEqual(codes(await hold(booking.family, booking, "2026-03-17T15:00:00Z")), ["visit.notice_too_long"]);
  assert.deepEqual(codes(await hold(booking.family, booking, "2026-03-06T16:00:00Z")), ["visit.day_closed"]);
  assert.deepEqual(codes(await hold(booking.family, booking, "2026-03-04T16:05:00Z")), ["visit.place_unknown"]);
  assert.deepEqual(codes(await hold(booking.family, booking, NINE, { sessionTemplateId: newId() })), ["visit.place_unknown"]);
});

test("nobody books with another family's connection, or before staff have approved it", async () => {
  const booking = await givenBooking(site);
  assert.deepEqual(codes(await hold(booking.stranger, booking, NINE)), ["connection.unknown"]);
  assert.deepEqual(codes(await booking.stranger("GET", `/api/outside/connections/${booking.connectionId}/places`)), ["connection.unknown"]);
  const waiting = await givenConnection(site, booking.world.residents[1], booking.world.contacts[0], "requested");
  assert.deepEqual(codes(await hold(booking.family, booking, NINE, { connectionId: waiting.id })), ["connection.not_approved"]);
  assert.deepEqual(codes(await booking.family("GET", `/api/outside/connections/${waiting.id}/places`)), ["connection.not_approved"]);
});

test("a hold lasts ten minutes; then it cannot be booked, and its place is anyone's", async () => {
  const booking = await givenBooking(site, { stations: 1 });
  const holdId = newId();
  await hold(booking.family, booking, NINE, { id: holdId });
  const contact = await givenContact(site);
  const connection = await givenConnection(site, booking.world.residents[1], contact);
  const rival = await signedIn(site, "outside", contact);
  assert.deepEqual(codes(await hold(rival, booking, NINE, { connectionId: connection.id })), ["visit.place_taken"]);
  site.clock.advance({ minutes: 10 });
  assert.equal((await hold(rival, booking, NINE, { connectionId: connection.id })).statusCode, 201);
  assert.deepEqual(codes(await booking.family("POST", "/api/outside/visits", { id: newId(), holdId })), ["visit.hold_expired"]);
});

test("whoever gives a hold back, or picks again, frees the place they had held", async () => {
  const booking = await givenBooking(site, { stations: 1 });
  const holdId = newId();
  await hold(booking.family, booking, NINE, { id: holdId });
  assert.equal((await booking.stranger("DELETE", `/api/outside/holds/${holdId}`)).statusCode, 204);
  const held = () =>
    site.db.selectFrom("visits.claim").select("id").where("facilityId", "=", booking.facility.id).where("releasedAt", "is", null).execute();
  assert.equal((await held()).length, 1);
  assert.equal((await booking.family("DELETE", `/api/outside/holds/${holdId}`)).statusCode, 204);
  assert.equal((await held()).length, 0);
  await hold(booking.family, booking, NINE);
  site.clock.advance({ seconds: 20 });
  assert.equal((await hold(booking.family, booking, HALF_PAST)).statusCode, 201);
  assert.equal((await held()).length, 1);
});

test("a connection that staff end while the form is filled in is not booked with", async () => {
  const booking = await givenBooking(site);
  const holdId = newId();
  await hold(booking.family, booking, NINE, { id: holdId });
  await site.owner
    .updateTable("contacts.connection")
    .set({ status: "ended", decidedAt: site.clock.now(), reason: "other" as never })
    .where("id", "=", booking.connectionId)
    .execute();
  assert.deepEqual(codes(await booking.family("POST", "/api/outside/visits", { id: newId(), holdId })), ["connection.not_approved"]);
});

test("the week's allowance is checked again when booking: two holds do not become a visit too many", async () => {
  const booking = await givenBooking(site);
  await book(booking, NINE);
  const contact = await givenContact(site);
  const connection = await givenConnection(site, booking.world.residents[0], contact);
  const other = await signedIn(site, "outside", contact);
  const [mine, theirs] = [newId(), newId()];
  assert.equal((await hold(booking.family, booking, "2026-03-05T16:00:00Z", { id: mine })).statusCode, 201);
  assert.equal((await hold(other, booking, "2026-03-06T16:00:00Z", { id: theirs, connectionId: connection.id })).statusCode, 201);
  const answers = await Promise.all([
    booking.family("POST", "/api/outside/visits", { id: newId(), holdId: mine }),
    other("POST", "/api/outside/visits", { id: newId(), holdId: theirs }),
  ]);
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [201, 409]);
  assert.deepEqual(codes(answers.find((answer) => answer.statusCode === 409)!), ["visit.allowance_used"]);
});

for (const by of ["family", "resident", "staff"] as const)
  test(`when the ${by} cancels, the place is free at once and both sides read the same reason`, async () => {
    const booking = await givenBooking(site, { stations: 1 });
    const id = await book(booking, NINE);
    const inside = await insideOf(site, booking);
    const reason = by === "staff" ? "facility_need" : "unwell";
    const cancel = {
      family: () => booking.family("POST", `/api/outside/visits/${id}/cancel`, { reason }),
      resident: () => inside.ask("POST", `/api/inside/visits/${id}/cancel`, { reason }),
      staff: () =>
        booking.staff("POST", `/api/staff/facilities/${booking.facility.id}/visits/${id}/cancel`, { reason, note: "Burst pipe in B." }),
    }[by];
    assert.equal((await cancel()).statusCode, by === "staff" ? 204 : 200);
    assert.deepEqual(codes(await cancel()), ["visit.cannot_cancel"]);
    const outsidePage = (await booking.family("GET", `/api/outside/visits/${id}`)).json();
    const insidePage = (await inside.ask("GET", `/api/inside/visits/${id}`)).json();
    const staffPage = (await booking.staff("GET", `/api/staff/facilities/${booking.facility.id}/visits/${id}`)).json();
    assert.deepEqual(
      [outsidePage.status, outsidePage.outcome, outsidePage.cause, outsidePage.reason],
      ["cancelled", `cancelled_by_${by}`, by, reason],
    );
    assert.deepEqual(
      outsidePage.timeline.map((line: { code: string }) => line.code),
      ["booked", "cancelled"],
    );
    assert.deepEqual(insidePage.timeline, outsidePage.timeline);
    assert.deepEqual(staffPage.timeline, outsidePage.timeline);
    assert.ok(!JSON.stringify([outsidePage, insidePage]).includes("Burst pipe"));
    assert.equal((await hold(booking.family, booking, NINE)).statusCode, 201);
    const letters = await site.db
      .selectFrom("notifications.delivery")
      .select("template")
      .where("accountId", "=", booking.world.contacts[0].accountId)
      .orderBy("madeAt")
      .execute();
    assert.deepEqual(letters.map((letter) => letter.template).sort(), ["visit.booked", "visit.cancelled"]);
  });

test("a visit that has begun can no longer be cancelled by either side", async () => {
  const booking = await givenBooking(site);
  const id = await book(booking, NINE);
  site.clock.set(NINE);
  const answer = await booking.family("POST", `/api/outside/visits/${id}/cancel`, { reason: "unwell" });
  assert.deepEqual(codes(answer), ["visit.cannot_cancel"]);
});

test("a visit is unknown to everyone whose it is not, whether it exists or not", async () => {
  const booking = await givenBooking(site);
  const other = await givenBooking(site);
  const id = await book(booking, NINE);
  const wrongResident = await insideOf(site, booking, booking.world.residents[1]);
  for (const visitId of [id, newId()]) {
    const answers = [
      await booking.stranger("GET", `/api/outside/visits/${visitId}`),
      await booking.stranger("GET", `/api/outside/visits/${visitId}/calendar.ics`),
      await booking.stranger("POST", `/api/outside/visits/${visitId}/cancel`, { reason: "unwell" }),
      await wrongResident.ask("GET", `/api/inside/visits/${visitId}`),
      await wrongResident.ask("POST", `/api/inside/visits/${visitId}/cancel`, { reason: "unwell" }),
      await other.staff("GET", `/api/staff/facilities/${other.facility.id}/visits/${visitId}`),
      await other.staff("POST", `/api/staff/facilities/${other.facility.id}/visits/${visitId}/cancel`, { reason: "safety" }),
    ];
    for (const answer of answers) assert.deepEqual([answer.statusCode, ...codes(answer)], [404, "visit.unknown"]);
  }
});

test("coming visits come first, the next one on top, then past ones, the newest on top", async () => {
  const booking = await givenBooking(site);
  const ids = [await book(booking, NINE), await book(booking, "2026-03-05T16:00:00Z"), await book(booking, "2026-03-10T15:00:00Z")];
  await booking.family("POST", `/api/outside/visits/${ids[1]}/cancel`, { reason: "unwell" });
  site.clock.set("2026-03-05T00:00:00Z");
  const listed = (await booking.family("GET", "/api/outside/visits")).json().map((card: { id: string }) => card.id);
  assert.deepEqual(listed, [ids[2], ids[1], ids[0]]);
  const inside = await insideOf(site, booking);
  assert.deepEqual(
    (await inside.ask("GET", "/api/inside/visits")).json().map((card: { id: string; withName: string }) => card.id),
    listed,
  );
});

test("a visit's calendar file can be saved, in the zone of the facility", async () => {
  const booking = await givenBooking(site);
  const id = await book(booking, NINE);
  const answer = await booking.family("GET", `/api/outside/visits/${id}/calendar.ics`);
  assert.match(String(answer.headers["content-type"]), /^text\/calendar/);
  assert.match(answer.body, /DTSTART;TZID=America\/Denver:20260304T090000/);
  assert.match(answer.body, new RegExp(`UID:${id}@throughline`));
});

test("thirty-two families press at once, over HTTP: one hold, thirty-one refusals, no error", async () => {
  const booking = await givenBooking(site, { stations: 1 });
  const callers = await Promise.all(
    Array.from({ length: 32 }, async () => {
      const contact = await givenContact(site);
      const connection = await givenConnection(site, booking.world.residents[1], contact);
      return { by: await signedIn(site, "outside", contact), connectionId: connection.id };
    }),
  );
  const answers = await Promise.all(callers.map(({ by, connectionId }) => hold(by, booking, NINE, { connectionId })));
  const statuses = answers.map((answer) => answer.statusCode).sort();
  assert.deepEqual(statuses, [201, ...Array(31).fill(409)]);
});
