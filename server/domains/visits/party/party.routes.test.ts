import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { type Booking, givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const MONDAY = "2026-03-02T15:00:00Z";
const NINE = "2026-03-04T16:00:00Z";
const TEN = "2026-03-05T17:00:00Z";
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

async function given() {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site);
  const { family } = booking;
  const leo = { id: newId(), kind: "child", givenName: "Leo", familyName: "Ruiz", birthDate: "2019-03-05" };
  const ana = { id: newId(), kind: "interpreter", givenName: "Ana", familyName: "Paz", language: "Spanish" };
  for (const guest of [leo, ana]) assert.equal((await family("POST", "/api/outside/guests", guest)).statusCode, 201);
  return { booking, family, leo, ana, here: `/api/staff/facilities/${booking.facility.id}` };
}
async function held({ family, connectionId, templateId: sessionTemplateId }: Booking, startsAt = NINE) {
  // A second thought: whoever picks again gives their earlier hold back.
  site.clock.advance({ seconds: 5 });
  const holdId = newId();
  const answer = await family("POST", "/api/outside/holds", { id: holdId, connectionId, sessionTemplateId, startsAt });
  assert.equal(answer.statusCode, 201, answer.body);
  return holdId;
}
async function bookWith(booking: Booking, guestIds: string[], startsAt = NINE) {
  const id = newId();
  const answer = await booking.family("POST", "/api/outside/visits", { id, holdId: await held(booking, startsAt), guestIds });
  return { id, answer };
}

test("who comes along is read by family, staff and resident, each as much as they need; asked again, nobody comes twice", async () => {
  const { booking, family, leo, ana, here } = await given();
  const [holdId, id] = [await held(booking), newId()];
  const asked = { id, holdId, guestIds: [leo.id, ana.id, leo.id] };
  for (const answer of [await family("POST", "/api/outside/visits", asked), await family("POST", "/api/outside/visits", asked)]) {
    assert.equal(answer.statusCode, 201, answer.body);
    assert.deepEqual(
      answer.json().party.map(({ name, kind }: { name: string; kind: string }) => [name, kind]),
      [
        ["Ana Paz", "interpreter"],
        ["Leo Ruiz", "child"],
      ],
    );
  }
  const seen = (await booking.staff("GET", `${here}/visits/${id}`)).json();
  const staffReads = [
    { id: ana.id, kind: "interpreter", name: "Ana Paz", age: null, language: "Spanish" },
    { id: leo.id, kind: "child", name: "Leo Ruiz", age: 6, language: null },
  ];
  assert.deepEqual(seen.party, staffReads);
  const board = await booking.staff("GET", `${here}/board?day=2026-03-04`);
  assert.deepEqual(board.json().visits[0].party, staffReads);
  const inside = await insideOf(site, booking);
  const cards = await inside.ask("GET", "/api/inside/visits");
  assert.deepEqual(
    cards.json()[0].party.map(({ name }: { name: string }) => name),
    ["Ana", "Leo"],
  );
  for (const answer of [board, cards]) assert.ok(!answer.body.includes("2019-03-05"), "nobody reads a birth date");
  await site.runJobs();
  const letters = await site.db.selectFrom("audit.entry").select("what").where("subjectId", "=", id).execute();
  assert.ok(letters.some(({ what }) => what === "visit.booked"));
});

test("every reason why a party may not come is said at once, with the facility's own number, and nothing is booked", async () => {
  const { booking, leo, ana } = await given();
  await site.owner
    .updateTable("facilities.policy")
    .set({ partyPeopleMax: 1, partyChildrenPerAdultMax: 0 })
    .where("facilityId", "=", booking.facility.id)
    .execute();
  const { answer } = await bookWith(booking, [leo.id, ana.id, newId()]);
  assert.equal(answer.statusCode, 422);
  assert.deepEqual(answer.json().codes, ["visit.guest_unknown", "visit.party_too_many", "visit.party_too_many_children"]);
  assert.equal(answer.json().facts.partyPeopleMax, 1);
  // The place is still kept: the same hold books without them.
  const left = await site.db.selectFrom("visits.visit").select("id").where("facilityId", "=", booking.facility.id).execute();
  assert.deepEqual(left, []);
});

test("another contact's guest is as unknown as one who does not exist", async () => {
  const { booking } = await given();
  const other = { id: newId(), kind: "child", givenName: "Mia", familyName: "Sol", birthDate: "2018-01-01" };
  await booking.stranger("POST", "/api/outside/guests", other);
  const codes = async (guestId: string) => (await bookWith(booking, [guestId])).answer.json().codes;
  assert.deepEqual(await codes(other.id), ["visit.guest_unknown"]);
  assert.deepEqual(await codes(newId()), ["visit.guest_unknown"]);
});

test("where a limit says that no child may come, an interpreter still may", async () => {
  const { booking, leo, ana, here } = await given();
  const supervisor = booking.staff;
  const limit = { id: newId(), kind: "child", fromDay: "2026-03-04", untilDay: "2026-03-04", reason: "court_order" };
  const set = await supervisor("POST", `${here}/connections/${booking.connectionId}/restrictions`, limit);
  assert.equal(set.statusCode, 201, set.body);
  assert.deepEqual((await bookWith(booking, [leo.id])).answer.json().codes, ["visit.children_not_allowed"]);
  assert.equal((await bookWith(booking, [leo.id], TEN)).answer.statusCode, 201, "the day after, children may come");
  assert.equal((await bookWith(booking, [ana.id])).answer.statusCode, 201);
});

test("whoever goes off the list leaves the visits to come with a line and a letter, and stays in those that were", async () => {
  const { booking, family, leo, ana } = await given();
  const soon = await bookWith(booking, [leo.id]);
  site.clock.set("2026-03-04T19:00:00Z");
  const later = await bookWith(booking, [leo.id, ana.id], "2026-03-06T17:00:00Z");
  assert.equal(later.answer.statusCode, 201, later.answer.body);
  assert.equal((await family("DELETE", `/api/outside/guests/${leo.id}`)).statusCode, 204);
  await site.runJobs();
  const read = async (id: string) => {
    const visit = (await family("GET", `/api/outside/visits/${id}`)).json();
    return [visit.party.map(({ name }: { name: string }) => name), visit.timeline.map(({ code }: { code: string }) => code)];
  };
  assert.deepEqual(await read(soon.id), [["Leo Ruiz"], ["booked"]]);
  assert.deepEqual(await read(later.id), [["Ana Paz"], ["booked", "party_changed"]]);
  const letters = await site.db
    .selectFrom("notifications.delivery")
    .select("template")
    .where(sql<boolean>`facts ->> 'visitId' = ${later.id}`)
    .where("template", "=", "visit.party_changed")
    .execute();
  assert.equal(letters.length, 1);
});

test("an administrator says how many may come from a day on; the public reads it", async () => {
  const { booking, here } = await given();
  const { agencyId, id: facilityId } = booking.facility;
  const admin = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "facility_administrator" }));
  const rules = {
    validFrom: "2026-03-02",
    partyPeopleMax: 3,
    partyAdultsMax: 2,
    partyChildrenPerAdultMax: null,
    partyChildrenCountFromYears: 14,
    partyInterpretersCount: false,
  };
  assert.equal((await booking.staff("POST", `${here}/policy/party`, rules)).statusCode, 403);
  const set = await admin("POST", `${here}/policy/party`, rules);
  assert.equal(set.statusCode, 204, set.body);
  const shown = (await booking.family("GET", `/api/public/facilities/${facilityId}`)).json();
  assert.deepEqual(shown.rules.party, {
    peopleMax: 3,
    adultsMax: 2,
    childrenPerAdultMax: null,
    childrenCountFromYears: 14,
    interpretersCount: false,
  });
});

test("ninety days after the visit nothing says who a guest was; that a child came, and how many, stays with the record", async () => {
  const { booking, leo, ana, here } = await given();
  const { id } = await bookWith(booking, [leo.id, ana.id]);
  const erasedBy = async (at: string) => {
    await sql`select * from keeping.erase(125, ${at}::timestamptz, ${"00000000-0000-0000-0000-000000000000"}::uuid, 100)`.execute(site.db);
    const { party } = (await booking.staff("GET", `${here}/visits/${id}`)).json();
    return party.map(({ name, age, language }: { name: string; age: number | null; language: string | null }) => [name, age, language]);
  };
  assert.deepEqual(await erasedBy("2026-06-02T16:00:00Z"), [
    ["Ana Paz", null, "Spanish"],
    ["Leo Ruiz", 6, null],
  ]);
  assert.deepEqual(await erasedBy("2026-06-02T17:00:00Z"), [
    ["–", null, null],
    ["–", null, null],
  ]);
  const kinds = await site.db.selectFrom("visits.visit_guest").select("kind").where("visitId", "=", id).orderBy("kind").execute();
  assert.deepEqual(kinds, [{ kind: "child" }, { kind: "interpreter" }]);
});
