import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sealWaiting } from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { type Caller, kiosk, nobody, signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact, givenPeople, givenStaff, type World } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { lookAtDeadlines } from "./deadlines.service.ts";

const site = await startSite();
after(() => site.close());

const staffAt = async ({ agencyId }: Pick<World, "agencyId">, facilityId: string) =>
  signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "visitation_officer" }));
async function given() {
  const world = await givenPeople(site);
  const contact = await givenContact(site);
  const family = await signedIn(site, "outside", contact);
  const staff = await staffAt(world, world.prison.id);
  return { ...world, contact, family, staff, at: `/api/staff/facilities/${world.prison.id}/connections` };
}
const own = async (family: Caller) => (await family("GET", "/api/outside/connections")).json();
const codesOf = (answer: { json(): { codes: string[] } }) => answer.json().codes;
const lettersOf = async (accountId: string) => {
  await site.runJobs();
  const rows = await site.db.selectFrom("notifications.delivery").select("template").where("accountId", "=", accountId).execute();
  return rows.map(({ template }) => template);
};
const policy = (facility: { id: string; agencyId: string }, change: object) =>
  inTransaction(site.ctx, async (tx) => {
    const { id: _, ...rules } = await facilities.policyOn(tx, facility.id, "2025-12-31");
    await facilities.setPolicy(tx, { ...rules, facilityId: facility.id, agencyId: facility.agencyId, validFrom: "2026-01-01", ...change });
  });

test("a connection is suspended, resumed and ended with reasons; the contact reads each and gets a letter", async () => {
  const { contact, family, staff, at, residents } = await given();
  const { id } = await givenConnection(site, residents[0], contact);
  assert.deepEqual(codesOf(await staff("POST", `${at}/${id}/suspend`, { reason: "matches_id" })), ["connection.reason_needed"]);
  assert.equal((await staff("POST", `${at}/${id}/suspend`, { reason: "rules_broken", words: "Please call us." })).statusCode, 204);
  const [paused] = await own(family);
  assert.deepEqual([paused.status, paused.reason, paused.reasonWords], ["suspended", "rules_broken", "Please call us."]);
  assert.deepEqual(await lettersOf(contact.accountId), ["contacts.connection_decided"]);
  assert.equal((await staff("POST", `${at}/${id}/resume`, { reason: "cleared" })).statusCode, 204);
  assert.equal((await own(family))[0].status, "approved");
  assert.equal((await staff("POST", `${at}/${id}/end`, { reason: "no_longer_needed" })).statusCode, 204);
  assert.deepEqual(codesOf(await staff("POST", `${at}/${id}/resume`, { reason: "cleared" })), ["connection.act_impossible"]);
  const { steps } = (await staff("GET", `${at}/${id}`)).json();
  assert.deepEqual(
    steps.map((step: { act: string; byName: string | null }) => [step.act, step.byName?.startsWith("Staff ")]),
    [
      ["suspended", true],
      ["resumed", true],
      ["ended", true],
    ],
  );
});

test("a claim says who looks, a colleague may take it over, and to the contact nothing changes", async () => {
  const world = await given();
  const { family, staff, at, residents, contact, prison } = world;
  const { id } = await givenConnection(site, residents[0], contact, "requested");
  assert.equal((await staff("POST", `${at}/${id}/claim`)).statusCode, 204);
  const colleague = await staffAt(world, prison.id);
  const [seen] = (await colleague("GET", at)).json().rows;
  assert.deepEqual([seen.status, seen.reviewer.mine], ["under_review", false]);
  assert.equal((await colleague("POST", `${at}/${id}/claim`)).statusCode, 204);
  assert.equal((await colleague("GET", at)).json().rows[0].reviewer.mine, true);
  assert.equal((await own(family))[0].status, "requested", "that staff look at it would tell that the person is there");
  assert.equal((await colleague("POST", `${at}/${id}/release`)).statusCode, 204);
  assert.deepEqual((await staff("GET", at)).json().rows[0].reviewer, null);
});

test("the contact takes back what waits and ends what stands; the resident ends too; neither ends what is somebody else's", async () => {
  const { family, residents, contact, prison, connections } = await given();
  const waits = await givenConnection(site, residents[0], contact, "requested");
  const stands = await givenConnection(site, residents[1], contact);
  assert.equal((await family("POST", `/api/outside/connections/${waits.id}/withdraw`)).statusCode, 204);
  assert.deepEqual(codesOf(await family("POST", `/api/outside/connections/${waits.id}/withdraw`)), ["connection.decided"]);
  assert.equal((await family("POST", `/api/outside/connections/${stands.id}/end`)).statusCode, 204);
  assert.deepEqual(codesOf(await family("POST", `/api/outside/connections/${connections[0].id}/end`)), ["connection.unknown"]);
  const again = await givenConnection(site, residents[0], contact);
  const browser = kiosk(site, prison.stations[0]!);
  await browser.signIn(residents[0]);
  assert.deepEqual(codesOf(await browser.ask("POST", `/api/inside/connections/${stands.id}/end`)), ["connection.unknown"]);
  assert.equal((await browser.ask("POST", `/api/inside/connections/${again.id}/end`)).statusCode, 204);
  const mine = await own(family);
  assert.deepEqual(mine.find((row: { id: string }) => row.id === again.id).reason, "asked_by_resident");
  const inside = (await browser.ask("GET", "/api/inside/connections")).body;
  assert.ok(!inside.includes("asked_by_contact"), "that the contact left is not told inside");
});

test("somebody banned until a day may not book until it is over, reads why, and staff may lift it", async () => {
  const { family, staff, at, residents, contact, prison } = await given();
  const { id } = await givenConnection(site, residents[0], contact);
  const restriction = newId();
  const today = site.clock.now().toZonedDateTimeISO(prison.timeZone).toPlainDate();
  const body = {
    id: restriction,
    kind: "banned",
    fromDay: today.toString(),
    untilDay: today.add({ days: 3 }).toString(),
    reason: "rules_broken",
  };
  const wrong = { ...body, untilDay: today.subtract({ days: 1 }).toString(), reason: "cleared" };
  assert.deepEqual(codesOf(await staff("POST", `${at}/${id}/restrictions`, wrong)), ["connection.reason_needed", "connection.days_wrong"]);
  for (const _twice of [1, 2]) assert.equal((await staff("POST", `${at}/${id}/restrictions`, body)).statusCode, 201);
  const [mine] = await own(family);
  assert.deepEqual(
    mine.restrictions.map((row: { kind: string; inForce: boolean }) => [row.kind, row.inForce]),
    [["banned", true]],
  );
  assert.deepEqual(codesOf(await family("GET", `/api/outside/connections/${id}/places`)), ["connection.not_approved"]);
  assert.deepEqual(await lettersOf(contact.accountId), ["contacts.restriction"]);
  const told = (await staff("GET", `${at.replace(/\/connections$/, "")}/letters?about=${id}`)).json();
  assert.deepEqual(
    told.map((row: { kind: string }) => row.kind),
    ["contacts.restriction"],
    "staff see on the connection whether its family was told",
  );
  assert.equal(
    (await staff("POST", `/api/staff/facilities/${prison.id}/restrictions/${restriction}/lift`, { reason: "cleared" })).statusCode,
    204,
  );
  assert.equal((await family("GET", `/api/outside/connections/${id}/places`)).statusCode, 200);
});

const ask = (family: Caller, resident: World["residents"][number], change: object = {}) => {
  const { facilityId, bookingNumber, familyName } = resident;
  return family("POST", "/api/outside/connections", {
    id: newId(),
    facilityId,
    bookingNumber,
    familyName,
    relationship: "parent",
    ...change,
  });
};

test("a person is found by whole name and birth date too, and never one whose birth date is not known", async () => {
  const { family, residents, prison, contact } = await given();
  const { familyName } = residents[0];
  const by = { id: newId(), facilityId: prison.id, familyName, givenName: "Given", birthDate: "1985-06-07", relationship: "friend" };
  assert.equal((await family("POST", "/api/outside/connections", by)).statusCode, 202);
  await site.owner.updateTable("residents.resident").set({ birthDate: null }).where("id", "=", residents[1].id).execute();
  assert.equal((await ask(family, residents[1])).statusCode, 202);
  const rows = await site.db.selectFrom("contacts.connection").select("residentId").where("contactId", "=", contact.id).execute();
  assert.deepEqual(rows, [{ residentId: residents[0].id }]);
  const { birthDate: _, ...half } = by;
  assert.equal((await family("POST", "/api/outside/connections", { ...half, id: newId() })).statusCode, 400);
});

test("a request that waits past its deadline is told to staff once and stands first", async () => {
  const { residents, contact, family, prison, agencyId, at } = await given();
  await policy(prison, { connectionDecisionDays: 1 });
  await ask(family, residents[0]);
  site.clock.advance({ hours: 49 });
  const decider = await givenStaff(site, { agencyId, facilityId: prison.id, role: "supervisor" });
  await lookAtDeadlines(site.ctx);
  await lookAtDeadlines(site.ctx);
  assert.deepEqual(await lettersOf(decider.accountId), ["contacts.overdue"]);
  const staff = await signedIn(site, "staff", decider);
  const [row] = (await staff("GET", at)).json().rows;
  assert.deepEqual([row.overdue, row.contact.id], [true, contact.id]);
});

test("whoever a resident named with name and birth date is approved at once where the facility says so, and not otherwise", async () => {
  const { family, residents, contact, prison, staff, at } = await given();
  const [person] = await site.db.selectFrom("contacts.contact").selectAll().where("id", "=", contact.id).execute();
  const browser = kiosk(site, prison.stations[0]!);
  await browser.signIn(residents[0]);
  const named = {
    id: newId(),
    givenName: "contact",
    familyName: person!.familyName,
    birthDate: "1980-05-05",
    relationship: "sibling",
    email: contact.email,
  };
  assert.deepEqual((await browser.ask("POST", "/api/inside/invitations", named)).json(), { done: true });
  await ask(family, residents[0]);
  await site.runJobs();
  const [waits] = await own(family);
  assert.equal(waits.status, "requested", "the facility has not said so");
  const detail = (await staff("GET", `${at}/${waits.id}`)).json();
  assert.deepEqual([detail.listed.nameMatches, detail.listed.birthDateMatches], [true, true]);
  await family("POST", `/api/outside/connections/${waits.id}/withdraw`);
  await policy(prison, { connectionsAutoApproved: true });
  // From a day that has not come, even: what a rule would decide today, somebody would have to take back then.
  const apart = { id: newId(), agencyId: prison.agencyId, residentId: residents[0].id, contactId: contact.id, facilityId: prison.id };
  const from = {
    source: "court_order",
    fromDay: "2099-01-01",
    untilDay: null,
    words: null,
    madeAt: site.clock.now(),
    madeBy: null,
  } as const;
  await site.owner
    .insertInto("contacts.keep_apart")
    .values({ ...apart, ...from, endedAt: null, endedBy: null })
    .execute();
  await ask(family, residents[0]);
  await site.runJobs();
  const [kept] = await own(family);
  assert.deepEqual({ ...kept, id: 0, requestedAt: 0 }, { ...waits, id: 0, requestedAt: 0 }, "it waits for staff, and reads as before");
  await family("POST", `/api/outside/connections/${kept.id}/withdraw`);
  await site.owner.updateTable("contacts.keep_apart").set({ endedAt: site.clock.now() }).where("id", "=", apart.id).execute();
  await ask(family, residents[0]);
  await site.runJobs();
  const [approved] = await own(family);
  assert.deepEqual([approved.status, approved.reason], ["auto_approved", "listed_by_resident"]);
});

test("naming somebody gives one answer whoever they are, and nothing of it is told but what was typed", async () => {
  const { residents, prison, contact } = await given();
  const browser = kiosk(site, prison.stations[0]!);
  await browser.signIn(residents[0]);
  const invite = (email: string) =>
    browser.ask("POST", "/api/inside/invitations", { id: newId(), givenName: "A", familyName: "B", relationship: "friend", email });
  const answers = [await invite(contact.email), await invite("nobody.at.all@example.org")];
  for (const answer of answers) assert.deepEqual([answer.statusCode, answer.json()], [202, { done: true }]);
  const listed = await browser.ask("GET", "/api/inside/invitations");
  assert.equal(listed.json().length, 2);
  assert.ok(!listed.body.includes("@"));
  const [first] = listed.json();
  assert.equal((await browser.ask("POST", `/api/inside/invitations/${first.id}/take-back`)).statusCode, 204);
  assert.equal((await browser.ask("GET", "/api/inside/invitations")).json().length, 1);
  for (let tried = 0; tried < 8; tried++) await invite(`more${tried}@example.org`);
  assert.deepEqual(codesOf(await invite("one.too.many@example.org")), ["request.too_many"]);
});

test("the public heads of the record tell nobody whether the person they asked for is there", async () => {
  const { family, residents, prison } = await given();
  const heads = async () => {
    await sealWaiting(site.ctx, sealedSources);
    return (await nobody(site)("GET", "/api/public/audit")).body;
  };
  const total = async () => {
    const seals = site.db.selectFrom("audit.seal").select("total").where("chain", "=", prison.id).orderBy("number", "desc");
    return (await seals.executeTakeFirst())?.total ?? 0;
  };
  await heads();
  site.clock.advance({ hours: 24 });
  const before = await heads();
  const start = await total();
  await ask(family, residents[0]);
  assert.equal(await heads(), before);
  const matched = (await total()) - start;
  await ask(family, { ...residents[0], familyName: "Nobody" });
  assert.equal(await heads(), before);
  assert.equal((await total()) - start, 2 * matched, "nor will the day's end tell");
});

test("nobody is written to at the wish of somebody they are kept from, and whoever names them gets the answer they always get", async () => {
  const { residents, prison, agencyId } = await given();
  const browser = kiosk(site, prison.stations[0]!);
  await browser.signIn(residents[0]);
  const { facilityId } = residents[0];
  const name = async (email: string) => {
    const asked = { id: newId(), givenName: "A", familyName: "B", relationship: "spouse", email };
    const answer = await browser.ask("POST", "/api/inside/invitations", asked);
    assert.deepEqual([answer.statusCode, answer.json()], [202, { done: true }]);
    const entry = await site.owner
      .selectFrom("audit.entry")
      .select("facts")
      .where("what", "=", "contact.named")
      .where("subjectId", "=", residents[0].id)
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    return (entry.facts as { letter: boolean }).letter;
  };
  const day = { fromDay: "2020-01-01", untilDay: null };
  const [apart, banned, left, free] = [
    await givenContact(site),
    await givenContact(site),
    await givenContact(site),
    await givenContact(site),
  ];
  const at = site.clock.now();
  const pair = {
    id: newId(),
    agencyId,
    residentId: residents[0].id,
    contactId: apart.id,
    facilityId,
    source: "court_order" as const,
    ...day,
  };
  await site.owner
    .insertInto("contacts.keep_apart")
    .values({ ...pair, words: null, madeAt: at, madeBy: null, endedAt: null, endedBy: null })
    .execute();
  const connection = await givenConnection(site, residents[0], banned);
  const supervisor = await staffAt({ agencyId }, facilityId);
  const restricted = { id: newId(), kind: "no_contact", ...day, reason: "court_order" };
  assert.equal(
    (await supervisor("POST", `/api/staff/facilities/${facilityId}/connections/${connection.id}/restrictions`, restricted)).statusCode,
    201,
  );
  const over = await givenConnection(site, residents[0], left);
  const family = await signedIn(site, "outside", left);
  assert.equal((await family("POST", `/api/outside/connections/${over.id}/end`)).statusCode, 204);
  assert.deepEqual(
    [
      await name(apart.email),
      await name(banned.email),
      await name(left.email),
      await name(free.email),
      await name("no.account@example.org"),
    ],
    [false, false, false, true, true],
  );
});

test("what one agency decides is invisible to another: its staff read the same bytes before and after", async () => {
  const here = await given();
  const abroad = await givenPeople(site);
  const theirs = await staffAt(abroad, abroad.prison.id);
  const { contact } = here;
  const asked = await givenConnection(site, abroad.residents[0], contact, "requested");
  const at = `/api/staff/facilities/${abroad.prison.id}`;
  const read = async () => {
    const answers = [];
    for (const path of [`connections`, `connections?status=decided`, `connections/${asked.id}`])
      answers.push((await theirs("GET", `${at}/${path}`)).body);
    return answers;
  };
  await read();
  const before = await read();
  const first = await givenConnection(site, here.residents[0], contact, "requested");
  const second = await givenConnection(site, here.residents[1], contact);
  assert.equal((await here.staff("POST", `${here.at}/${first.id}/reject`, { reason: "victim_safety", words: "Never." })).statusCode, 204);
  assert.equal((await here.staff("POST", `${here.at}/${second.id}/suspend`, { reason: "court_order" })).statusCode, 204);
  await site.runJobs();
  assert.deepEqual(await read(), before);
  const third = await givenConnection(site, here.residents[2], contact, "rejected");
  const detail = (await here.staff("GET", `${here.at}/${first.id}`)).json();
  const elsewhere = detail.earlier.find((row: { connectionId: string }) => row.connectionId === third.id);
  assert.deepEqual([elsewhere.status, elsewhere.residentName], ["rejected", null], "of somebody at its other facility, not who it is");
  assert.deepEqual(detail.earlier.map((row: { status: string }) => row.status).sort(), ["rejected", "suspended"], "its own agency sees it");
});

test("two contacts with one name and birth date are shown as alike in the agency that knows both, and nowhere else", async () => {
  const { staff, at, residents, contact } = await given();
  const twin = await givenContact(site);
  const [person] = await site.db.selectFrom("contacts.contact").selectAll().where("id", "=", contact.id).execute();
  await site.owner
    .updateTable("contacts.contact")
    .set({ familyName: person!.familyName.toUpperCase() })
    .where("id", "=", twin.id)
    .execute();
  const asked = await givenConnection(site, residents[0], contact, "requested");
  assert.deepEqual((await staff("GET", `${at}/${asked.id}`)).json().alike, []);
  await givenConnection(site, residents[2], twin, "requested");
  const { alike } = (await staff("GET", `${at}/${asked.id}`)).json();
  assert.deepEqual(
    alike.map((one: { contactId: string }) => one.contactId),
    [twin.id],
  );
});
