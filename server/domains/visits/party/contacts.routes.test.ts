import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { ownDataParts } from "#server/domains/contacts/own-data/gather.ts";
import { type Booking, book, givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, signedIn } from "#server/testing/callers.ts";
import { type GivenContact, givenConnection, givenContact } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/** Other adults in a visit: asked by an address, answered by themselves, seen by everybody from their yes on. */
const MONDAY = "2026-03-02T15:00:00Z";
const NINE = "2026-03-04T16:00:00Z";
const DAY = { from: "2026-03-04", until: "2026-03-04" };
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

interface Adult extends GivenContact {
  call: Caller;
  connectionId: string;
}
interface Invited {
  id: string;
}

/** Another contact of the prison's first resident. */
async function adult({ world }: Booking): Promise<Adult> {
  const contact = await givenContact(site);
  const { id: connectionId } = await givenConnection(site, world.residents[0], contact);
  return { ...contact, connectionId, call: await signedIn(site, "outside", contact) };
}
async function given() {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site);
  const visitId = await book(booking, NINE);
  const ask = async (email: string) => {
    const id = newId();
    return { id, answer: await booking.family("POST", `/api/outside/visits/${visitId}/party`, { id, email }) };
  };
  /** Asks somebody, who says yes. */
  const comes = async (who: Adult) => {
    const { id, answer } = await ask(who.email);
    assert.equal(answer.statusCode, 202, answer.body);
    const said = await who.call("POST", `/api/outside/party/${id}/accept`);
    assert.equal(said.statusCode, 200, said.body);
    return id;
  };
  return { booking, visitId, ask, comes, here: `/api/staff/facilities/${booking.facility.id}` };
}
const invited = async ({ call }: Adult): Promise<Invited[]> => (await call("GET", "/api/outside/party")).json();
const visitOf = async (call: Caller, visitId: string) => (await call("GET", `/api/outside/visits/${visitId}`)).json();
const names = ({ adults }: { adults: { name: string }[] }) => adults.map(({ name }) => name);
const codes = (answer: { json(): { codes: string[] } }) => answer.json().codes;

async function nameOf({ id }: GivenContact): Promise<string> {
  const { givenName, familyName } = await site.db.selectFrom("contacts.contact").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  return `${givenName} ${familyName}`;
}
async function lettersOf({ accountId }: { accountId: string }): Promise<string[]> {
  await site.runJobs();
  const rows = site.db.selectFrom("notifications.delivery").select("template").where("accountId", "=", accountId).orderBy("id");
  return (await rows.execute()).map(({ template }) => template);
}
async function setRules(facilityId: string, rules: { partyPeopleMax?: number; partyAdultsMax?: number }): Promise<void> {
  await site.owner.updateTable("facilities.policy").set(rules).where("facilityId", "=", facilityId).execute();
}

test("whoever is asked reads who asks, whom and when; nobody reads their name before their yes, and everybody who must does after it", async () => {
  const { booking, visitId, ask, here } = await given();
  const eva = await adult(booking);
  const [evaName, booker] = [await nameOf(eva), await nameOf(booking.world.contacts[0])];
  const { id, answer } = await ask(eva.email.toUpperCase());
  assert.deepEqual([answer.statusCode, answer.json()], [202, { done: true }]);
  const [invitation] = (await eva.call("GET", "/api/outside/party")).json();
  assert.deepEqual([invitation.id, invitation.askedByName, invitation.startsAt, invitation.room], [id, booker, NINE, "recorded"]);
  const inside = await insideOf(site, booking);
  const pages = async () =>
    Promise.all([
      booking.family("GET", `/api/outside/visits/${visitId}`),
      inside.ask("GET", `/api/inside/visits/${visitId}`),
      booking.staff("GET", `${here}/visits/${visitId}`),
      booking.staff("GET", `${here}/board?day=2026-03-04`),
      booking.family("GET", `/api/outside/visits/${visitId}/party`),
    ]);
  for (const page of await pages()) assert.ok(!page.body.includes(evaName), page.body);
  assert.equal((await visitOf(eva.call, visitId)).status, 404, "nor is it theirs before");
  for (let again = 0; again < 2; again += 1)
    assert.deepEqual((await eva.call("POST", `/api/outside/party/${id}/accept`)).json(), { visitId });
  for (const page of await pages()) assert.ok(page.body.includes(evaName), page.body);
  const own = await visitOf(eva.call, visitId);
  assert.deepEqual([own.bookedBy, own.adults, own.canCancel, own.canLeave, own.canAsk], [booker, [], false, true, false]);
  assert.deepEqual((await eva.call("GET", "/api/outside/visits")).json()[0].id, visitId);
  assert.match((await eva.call("GET", `/api/outside/visits/${visitId}/calendar.ics`)).body, /BEGIN:VEVENT/);
  assert.deepEqual(await invited(eva), []);
  assert.deepEqual(await lettersOf(eva), ["visit.party_joined"], "the asking says nothing any more once it is answered");
  assert.deepEqual((await lettersOf(booking.world.contacts[0])).slice(-1), ["visit.party_accepted"]);
  // The record is the same for everybody, and names nobody.
  const [family, , staff] = await pages();
  assert.deepEqual(own.timeline, family!.json().timeline);
  assert.deepEqual(own.timeline, staff!.json().timeline);
  assert.equal(own.timeline.at(-1).code, "party_joined");
});

test("whoever comes may step out until it begins, and can be taken out by whoever booked and by staff; each is told, and their time is free", async () => {
  const { booking, visitId, ask, comes, here } = await given();
  const [eva, noa, ida] = [await adult(booking), await adult(booking), await adult(booking)];
  const [, noas, idas] = [await comes(eva), await comes(noa), await comes(ida)];
  assert.deepEqual(codes((await ask("one.more@example.org")).answer), ["visit.screens_full", "visit.party_full"]);
  assert.equal((await eva.call("POST", `/api/outside/visits/${visitId}/leave`)).statusCode, 204);
  assert.equal((await booking.family("DELETE", `/api/outside/visits/${visitId}/party/${noas}`)).statusCode, 204);
  assert.equal((await booking.staff("POST", `${here}/visits/${visitId}/party/${idas}/remove`)).statusCode, 204);
  assert.deepEqual(names(await visitOf(booking.family, visitId)), []);
  for (const who of [eva, noa, ida]) assert.equal((await who.call("GET", `/api/outside/visits/${visitId}`)).statusCode, 404);
  assert.ok(!(await lettersOf(eva)).includes("visit.party_removed"), "whoever steps out knows it");
  for (const who of [noa, ida]) assert.equal((await lettersOf(who)).at(-1), "visit.party_removed");
  const told = (await lettersOf(booking.world.contacts[0])).filter((one) => one === "visit.party_left");
  assert.equal(told.length, 2, "and whoever took somebody out knows it");
  const left = (await visitOf(booking.family, visitId)).timeline.filter(({ code }: { code: string }) => code === "party_left");
  assert.deepEqual(
    left.map(({ facts }: { facts: { why: string } }) => facts.why),
    ["contact", "family", "facility"],
  );
  // Their time is free: asked again, each may come again.
  await comes(eva);
  site.clock.set(NINE);
  assert.deepEqual(codes(await eva.call("POST", `/api/outside/visits/${visitId}/leave`)), ["visit.party_closed"]);
  assert.deepEqual(codes((await ask("late@example.org")).answer), ["visit.party_closed"]);
});

test("every reason why somebody can't come now is said at once, and nothing changes by it", async () => {
  const { booking, visitId, ask, comes } = await given();
  const [eva, noa] = [await adult(booking), await adult(booking)];
  const { id } = await ask(noa.email);
  await comes(eva);
  await setRules(booking.facility.id, { partyAdultsMax: 2 });
  // At the same time she comes along to another family's visit.
  const other = await givenBooking(site);
  const elsewhere = await book(other, NINE);
  const connection = await givenConnection(site, other.world.residents[0], noa);
  const asked = newId();
  await other.family("POST", `/api/outside/visits/${elsewhere}/party`, { id: asked, email: noa.email });
  assert.equal((await noa.call("POST", `/api/outside/party/${asked}/accept`)).statusCode, 200, connection.id);
  assert.deepEqual(codes(await noa.call("POST", `/api/outside/party/${id}/accept`)), ["visit.contact_busy", "visit.party_full"]);
  assert.equal(names(await visitOf(booking.family, visitId)).length, 1);
  // Nor can she book anything for herself in that time.
  const hold = { id: newId(), connectionId: noa.connectionId, sessionTemplateId: booking.templateId, startsAt: NINE };
  assert.ok(codes(await noa.call("POST", "/api/outside/holds", hold)).includes("visit.contact_busy"));
  const places = (await noa.call("GET", `/api/outside/connections/${noa.connectionId}/places`)).json();
  const nine = places.days.flatMap(({ places: all }: { places: { startsAt: string; free: boolean }[] }) => all);
  assert.equal(nine.find(({ startsAt }: { startsAt: string }) => startsAt === NINE).free, false);
  // Her own address, and one asked already.
  assert.deepEqual(codes((await ask(booking.world.contacts[0].email)).answer), ["visit.party_yourself", "visit.party_full"]);
});

test("a limit, a suspension or the end of a connection takes whoever it is about out of the visit; the visit stands, and the record does not say why", async () => {
  const { booking, visitId, comes, here } = await given();
  const [eva, noa, ida] = [await adult(booking), await adult(booking), await adult(booking)];
  for (const who of [eva, noa, ida]) await comes(who);
  const limit = { id: newId(), kind: "supervised", fromDay: DAY.from, untilDay: DAY.until, reason: "court_order" };
  assert.equal((await booking.staff("POST", `${here}/connections/${eva.connectionId}/restrictions`, limit)).statusCode, 201);
  const suspended = await booking.staff("POST", `${here}/connections/${noa.connectionId}/suspend`, { reason: "under_investigation" });
  assert.equal(suspended.statusCode, 204, suspended.body);
  assert.equal((await ida.call("POST", `/api/outside/connections/${ida.connectionId}/end`)).statusCode, 204);
  await site.runJobs();
  const visit = await visitOf(booking.family, visitId);
  assert.deepEqual([visit.status, names(visit)], ["booked", []]);
  const left = visit.timeline.filter(({ code }: { code: string }) => code === "party_left");
  assert.deepEqual(
    left.map(({ facts }: { facts: unknown }) => facts),
    [1, 2, 3].map(() => ({ why: "facility" })),
  );
  for (const who of [eva, noa, ida]) assert.ok((await lettersOf(who)).includes("visit.party_removed"));
});

test("a cancelled visit tells everybody who was to come, frees their time, and keeps from them what is between the booker and the agency", async () => {
  const { booking, visitId, comes, here } = await given();
  const eva = await adult(booking);
  await comes(eva);
  const ended = await booking.staff("POST", `${here}/connections/${booking.connectionId}/end`, { reason: "rules_broken" });
  assert.equal(ended.statusCode, 204, ended.body);
  await site.runJobs();
  const [hers, theirs] = [await visitOf(eva.call, visitId), await visitOf(booking.family, visitId)];
  assert.deepEqual([theirs.status, theirs.reason], ["cancelled", "connection_ended"]);
  assert.deepEqual([hers.status, hers.reason], ["cancelled", "no_reason"]);
  assert.ok(!JSON.stringify(hers).includes("connection_ended"));
  assert.equal((await lettersOf(eva)).at(-1), "visit.cancelled");
  const hold = { id: newId(), connectionId: eva.connectionId, sessionTemplateId: booking.templateId, startsAt: NINE };
  assert.equal((await eva.call("POST", "/api/outside/holds", hold)).statusCode, 201);
});

test("kept apart after a yes, the two are a flag for staff, who may take that one person out; the flag rests then", async () => {
  const { booking, visitId, comes, here } = await given();
  const eva = await adult(booking);
  const partyId = await comes(eva);
  const apart = { id: newId(), connectionId: eva.connectionId, source: "court_order", words: "", fromDay: DAY.from, untilDay: null };
  const made = await booking.staff("POST", `${here}/residents/${booking.world.residents[0].id}/contacts-keep-apart`, apart);
  assert.equal(made.statusCode, 201, made.body);
  await site.runJobs();
  const flags = async () => (await booking.staff("GET", `${here}/flags`)).json().map(({ reason }: { reason: string }) => reason);
  assert.deepEqual(await flags(), ["keep_apart"]);
  assert.deepEqual((await visitOf(eva.call, visitId)).status, "booked", "nobody else learns of it");
  assert.equal((await booking.staff("POST", `${here}/visits/${visitId}/party/${partyId}/remove`)).statusCode, 204);
  await site.runJobs();
  assert.deepEqual(await flags(), []);
});

test("the day before and the hour before, whoever comes is reminded as whoever booked is, and nobody who has stepped out", async () => {
  const { booking, visitId, comes } = await given();
  const [eva, noa] = [await adult(booking), await adult(booking)];
  for (const who of [eva, noa]) await comes(who);
  await noa.call("POST", `/api/outside/visits/${visitId}/leave`);
  site.clock.set("2026-03-03T16:00:30Z");
  await site.runJobs();
  site.clock.set("2026-03-04T15:00:30Z");
  const reminders = async (who: Adult) => (await lettersOf(who)).filter((one) => one.startsWith("visit.reminder"));
  assert.deepEqual(await reminders(eva), ["visit.reminder_day", "visit.reminder_hour"]);
  assert.deepEqual(await reminders(noa), []);
});

test("own data says whom one asked as one typed it, and what one was asked to; ninety days later addresses are gone, and who was only asked", async () => {
  const { booking, visitId, ask, comes } = await given();
  const [eva, noa] = [await adult(booking), await adult(booking)];
  await comes(eva);
  await ask(noa.email);
  const read = async ({ accountId, id: contactId }: GivenContact) =>
    (await ownDataParts().get("visits")?.(site.ctx, { accountId, contactId })) as {
      own: { asked: { address: string; status: string }[] }[];
      askedTo: { status: string }[];
    };
  const mine = await read(booking.world.contacts[0]);
  assert.deepEqual(
    mine.own[0]?.asked.map(({ address, status }) => [address, status]),
    [
      [eva.email, "accepted"],
      [noa.email, "asked"],
    ],
  );
  assert.ok(!JSON.stringify(mine).includes(await nameOf(eva)));
  assert.deepEqual([(await read(eva)).askedTo[0]?.status, (await read(noa)).askedTo[0]?.status], ["accepted", "asked"]);
  // On the ninetieth day, as the nightly job does it.
  const none = "00000000-0000-0000-0000-000000000000";
  await sql`select * from keeping.erase(126, ${"2026-06-03T00:00:00Z"}::timestamptz, ${none}::uuid, 100)`.execute(site.db);
  const rows = site.db.selectFrom("visits.party_contact").select(["address", "contactId"]).where("visitId", "=", visitId);
  assert.deepEqual(await rows.orderBy("askedAt").execute(), [
    { address: "–", contactId: eva.id },
    { address: "–", contactId: null },
  ]);
  assert.equal((await visitOf(eva.call, visitId)).bookedBy, await nameOf(booking.world.contacts[0]), "the record keeps who came");
});
