import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { sql } from "kysely";
import { decisionReasons, InsideReason } from "#contracts/connections.ts";
import { errors } from "#contracts/errors.ts";
import { outcomeCodes, timelineCodes } from "#contracts/visits.ts";
import { closeOverdue, tellMissed } from "#server/domains/visits/index.ts";
import { givenAlong } from "#server/domains/visits/testing/along.ts";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { type Kiosk, kiosk, signedIn } from "#server/testing/callers.ts";
import { bearDemo, lettersTo } from "#server/testing/letters.ts";
import { givenConnection, givenResident, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { errors as errorsEn } from "#web/words/en/errors.ts";
import { family as familyEn } from "#web/words/en/family.ts";
import { kiosk as kioskEn } from "#web/words/en/kiosk.ts";
import { live as liveEn } from "#web/words/en/live.ts";
import { staff as staffEn } from "#web/words/en/staff.ts";
import { errors as errorsEs } from "#web/words/es/errors.ts";
import { family as familyEs } from "#web/words/es/family.ts";
import { kiosk as kioskEs } from "#web/words/es/kiosk.ts";
import { live as liveEs } from "#web/words/es/live.ts";
import { staff as staffEs } from "#web/words/es/staff.ts";

/**
 * Promise 6: every request, booking and visit ends in a named state with a reason and a next step, and both sides are told. A refusal
 * lists every reason at once.
 */

const MONDAY = "2026-03-02T15:00:00Z";
const NINE = "2026-03-04T16:00:00Z";

// A demonstration, whose letters can be read.
const site = await startSite({ startsAt: MONDAY, deps: { world: "demo" } });
await bearDemo(site);
after(() => site.close());
beforeEach(() => site.clock.set(MONDAY));

type Words = Readonly<Record<string, string>>;
const languages: Record<"en" | "es", { errors: Words; family: Words; kiosk: Words; live: Words; staff: Words }> = {
  en: { errors: errorsEn, family: familyEn, kiosk: kioskEn, live: liveEn, staff: staffEn },
  es: { errors: errorsEs, family: familyEs, kiosk: kioskEs, live: liveEs, staff: staffEs },
};
/** Something that a person reads: words that end like a sentence, not a code. */
const isSentence = (words: string | undefined) => words !== undefined && /^\p{Lu}[^_]+[.!?]$/u.test(words);
const isSaid = (words: string | undefined) => words !== undefined && /\p{L}{3}/u.test(words) && !words.includes("_");

for (const [language, words] of Object.entries(languages)) {
  test(`every refusal says in ${language} what happened, and in a second sentence what to do next`, () => {
    for (const code of Object.keys(errors)) {
      assert.ok(isSentence(words.errors[code]), `${code}: ${words.errors[code]}`);
      assert.ok(isSentence(words.errors[`${code}.more`]), `${code}.more: ${words.errors[`${code}.more`]}`);
    }
  });

  test(`every way in which a visit ends, and every line of its record, has its words in ${language}, for each reader`, () => {
    for (const code of outcomeCodes) {
      assert.ok(isSaid(words.family[`family.outcome.${code}`]), code);
      assert.ok(isSaid(words.kiosk[`kiosk.outcome.${code}`]), code);
      assert.ok(isSaid(words.staff[`staff.outcome.${code}`]), code);
    }
    for (const code of timelineCodes) assert.ok(isSaid(words.live[`live.record.${code}`]), code);
    for (const reason of decisionReasons) assert.ok(isSaid(words.family[`family.decision.${reason}`]), reason);
    // A resident is not told of a refusal that keeps somebody safe.
    for (const reason of InsideReason.options) assert.ok(isSaid(words.kiosk[`kiosk.decision.${reason}`]), reason);
  });
}

interface Told {
  status: string;
  outcome: string | null;
  cause: string | null;
  reason: string | null;
  timeline: { code: string; facts: Record<string, unknown> }[];
}
const asFamily = async (booking: Booking, visitId: string): Promise<Told> => {
  const family = await signedIn(site, "outside", booking.world.contacts[0]);
  return (await family("GET", `/api/outside/visits/${visitId}`)).json();
};
const asResident = async (booking: Booking, visitId: string): Promise<Told> => {
  const browser = await kioskOf(booking);
  return (await browser.ask("GET", `/api/inside/visits/${visitId}`)).json();
};
async function kioskOf(booking: Booking): Promise<Kiosk> {
  const browser = kiosk(site, booking.facility.stations[0]!);
  assert.ok((await browser.signIn(booking.world.residents[0])).statusCode < 300);
  return browser;
}
/** How it ended, as both sides read it: they must read the same. */
async function toldToBoth(booking: Booking, visitId: string): Promise<Told> {
  const [family, resident] = [await asFamily(booking, visitId), await asResident(booking, visitId)];
  for (const key of ["status", "outcome", "cause", "reason", "timeline"] as const) assert.deepEqual(resident[key], family[key], key);
  return family;
}
const subjects = async (booking: Booking) => (await lettersTo(site, booking.world.contacts[0].email)).map(({ subject }) => subject);

test("a booking is told to both sides: a letter with the time and the next step, and a record", async () => {
  const booking = await givenBooking(site);
  const visitId = await book(booking, NINE);
  const [letter] = await lettersTo(site, booking.world.contacts[0].email);
  assert.match(letter?.text ?? "", /is booked/);
  assert.match(letter?.text ?? "", new RegExp(`https?://\\S+${visitId}`), "the page to join or cancel it");
  const told = await toldToBoth(booking, visitId);
  assert.deepEqual([told.status, told.timeline.map(({ code }) => code)], ["booked", ["booked"]]);
  const coming = (await (await kioskOf(booking)).ask("GET", "/api/inside/visits")).json() as { id: string }[];
  assert.ok(coming.some(({ id }) => id === visitId));
});

test("a cancellation is told to both sides, whoever cancelled: who it was, why, and what to do now", async () => {
  for (const [by, outcome, cause, reason] of [
    ["family", "cancelled_by_family", "family", "unwell"],
    ["resident", "cancelled_by_resident", "resident", "no_reason"],
    ["staff", "cancelled_by_staff", "facility", "safety"],
  ] as const) {
    const booking = await givenBooking(site);
    const visitId = await book(booking, NINE);
    const along = await givenAlong(site, visitId);
    const cancel = {
      family: async () => booking.family("POST", `/api/outside/visits/${visitId}/cancel`, { reason }),
      resident: async () => (await kioskOf(booking)).ask("POST", `/api/inside/visits/${visitId}/cancel`, { reason }),
      staff: async () => booking.staff("POST", `/api/staff/facilities/${booking.facility.id}/visits/${visitId}/cancel`, { reason }),
    }[by];
    const answer = await cancel();
    assert.ok(answer.statusCode < 300, answer.body);
    const told = await toldToBoth(booking, visitId);
    assert.deepEqual([told.status, told.outcome, told.reason], ["cancelled", outcome, reason]);
    assert.ok(told.cause === cause || told.cause === by, String(told.cause));
    assert.deepEqual(told.timeline.at(-1)?.facts, { by, reason });
    const [letter] = await lettersTo(site, booking.world.contacts[0].email);
    assert.match(letter?.subject ?? "", /^Cancelled/);
    assert.match(letter?.text ?? "", /book another time:\nhttps?:\/\//, "the next step");
    const [theirs] = await lettersTo(site, along.contact.email);
    assert.match(theirs?.subject ?? "", /^Cancelled/, "and whoever was to come along is told too");
    assert.match(theirs?.text ?? "", /do not have to do anything/);
  }
});

test("a decision on a connection is told with its reason: a letter and the list outside, the queue for staff", async () => {
  const booking = await givenBooking(site);
  const { contacts } = booking.world;
  for (const [decision, reason, status] of [
    ["approve", "matches_id", "approved"],
    ["reject", "not_enough_details", "rejected"],
  ] as const) {
    const { id } = await givenConnection(site, await givenResident(site, booking.facility), contacts[0], "requested");
    const path = `/api/staff/facilities/${booking.facility.id}/connections`;
    const answer = await booking.staff("POST", `${path}/${id}/${decision}`, { reason });
    assert.ok(answer.statusCode < 300, answer.body);
    const own = (await booking.family("GET", "/api/outside/connections")).json() as { id: string; status: string; reason: string }[];
    const mine = own.find((each) => each.id === id);
    assert.deepEqual([mine?.status, mine?.reason], [status, reason]);
    const decided = (await booking.staff("GET", `${path}?status=decided`)).json() as { rows: { id: string; reason: string }[] };
    assert.equal(decided.rows.find((row) => row.id === id)?.reason, reason);
    const [letter] = await lettersTo(site, contacts[0].email);
    assert.match(letter?.text ?? "", /The reason: /);
    assert.match(letter?.text ?? "", /https?:\/\//, "the next step");
  }
  // The resident reads the same answer at the kiosk.
  const { id: theirs } = await givenConnection(site, booking.world.residents[0], contacts[1], "requested");
  await booking.staff("POST", `/api/staff/facilities/${booking.facility.id}/connections/${theirs}/reject`, { reason: "name_differs" });
  const inside = (await (await kioskOf(booking)).ask("GET", "/api/inside/connections")).json() as { id: string; reason: string }[];
  assert.equal(inside.find((each) => each.id === theirs)?.reason, "name_differs");
  const { id } = await givenConnection(site, await givenResident(site, booking.facility), contacts[0], "requested");
  const silent = await booking.staff("POST", `/api/staff/facilities/${booking.facility.id}/connections/${id}/reject`, {});
  assert.equal(silent.statusCode, 400, "a decision without a reason is none");
});

test("a visit that nobody ended is ended: missed, with who was missing, for both sides to read", async () => {
  const booking = await givenBooking(site);
  const visitId = await book(booking, NINE);
  site.clock.set("2026-03-04T16:32:01Z");
  await closeOverdue(site.ctx);
  const told = await toldToBoth(booking, visitId);
  assert.deepEqual([told.status, told.outcome, told.cause], ["missed", "nobody_came", "nobody"]);
  assert.deepEqual(told.timeline.at(-1)?.code, "missed");
  await tellMissed(site.ctx);
  const [letter] = await lettersTo(site, booking.world.contacts[0].email);
  assert.match(letter?.subject ?? "", /^Missed/);
  assert.match(letter?.text ?? "", /book another time[^\n]*\nhttps?:\/\//, "the next step");
});

test("no visit can end without how and through whom: the database refuses it, and refuses one that has not ended to say so", async () => {
  const booking = await givenBooking(site);
  const visitId = await book(booking, NINE);
  const refused = { code: "23514" };
  for (const status of ["cancelled", "completed", "missed"]) {
    await assert.rejects(sql`update visits.visit set status = ${status} where id = ${visitId}`.execute(site.owner), refused, status);
    const half = sql`update visits.visit set status = ${status}, outcome = 'talked' where id = ${visitId}`;
    await assert.rejects(half.execute(site.owner), refused, `${status} without a cause`);
  }
  const early = sql`update visits.visit set outcome = 'talked', cause = 'nobody' where id = ${visitId}`;
  await assert.rejects(early.execute(site.owner), refused);
});

test("a refusal lists every reason at once", async () => {
  const booking = await givenBooking(site, { stations: 1 });
  const { family, connectionId, templateId: sessionTemplateId } = booking;
  const wish = (startsAt: string) => family("POST", "/api/outside/holds", { id: newId(), connectionId, sessionTemplateId, startsAt });
  await book(booking, NINE);
  const taken = await wish(NINE);
  assert.equal(taken.statusCode, 409);
  assert.deepEqual(taken.json().codes, ["visit.resident_busy", "visit.contact_busy", "visit.place_taken"]);
  await book(booking, "2026-03-05T16:00:00Z");
  site.clock.set("2026-03-04T14:00:00Z");
  const again = await signedIn(site, "outside", booking.world.contacts[0]);
  const late = await again("POST", "/api/outside/holds", { id: newId(), connectionId, sessionTemplateId, startsAt: NINE });
  assert.deepEqual(late.json().codes, [
    "visit.notice_too_short",
    "visit.allowance_used",
    "visit.resident_busy",
    "visit.contact_busy",
    "visit.place_taken",
  ]);
});

test("a hold that ran out, a media engine that is missing and a server that is at a loss all say so, with a code and a request's id", async () => {
  const booking = await givenBooking(site);
  const { family, connectionId, templateId: sessionTemplateId } = booking;
  const holdId = newId();
  assert.equal(
    (await family("POST", "/api/outside/holds", { id: holdId, connectionId, sessionTemplateId, startsAt: NINE })).statusCode,
    201,
  );
  site.clock.advance({ minutes: 11 });
  const expired = await family("POST", "/api/outside/visits", { id: newId(), holdId });
  assert.deepEqual([expired.statusCode, expired.json().codes], [409, ["visit.hold_expired"]]);
  const health = (await family("GET", "/api/health")).json() as { media: { status: string; reason?: string } };
  assert.notEqual(health.media.status, "ok");
  assert.ok(health.media.reason, "what is missing is said");

  const overseer = await signedIn(
    site,
    "staff",
    await givenStaff(site, { agencyId: booking.world.agencyId, facilityId: null, role: "overseer" }),
  );
  await sql`revoke select on audit.entry from throughline_app`.execute(site.owner);
  try {
    const broken = await overseer("GET", `/api/staff/facilities/${booking.facility.id}/audit`);
    assert.deepEqual([broken.statusCode, broken.json().codes], [500, ["server.broken"]]);
    assert.ok(broken.json().requestId);
  } finally {
    await sql`grant select on audit.entry to throughline_app`.execute(site.owner);
  }
  assert.ok((await subjects(booking)).length === 0, "nothing was booked, so no letter says so");
});
