import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ownDataParts } from "#server/domains/contacts/own-data/gather.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, signedIn } from "#server/testing/callers.ts";
import { type GivenContact, givenContact, givenPeople, PASSWORD, type World } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { endUnanswered, lookAtDeadlines } from "./deadlines.service.ts";
import { LAPSE_DAYS } from "./machine.rules.ts";

/** Whoever asks for a stranger must not learn from anything that follows whether they are there: each request has a twin that fits nobody. */
const site = await startSite();
after(() => site.close());

const DECISION_DAYS = 2;
const NOBODY = { bookingNumber: "NOBODY-9" };
const days = (count: number) => ({ hours: 24 * count });
const own = async (family: Caller): Promise<Record<string, unknown>[]> => (await family("GET", "/api/outside/connections")).json();
const enter = (contact: GivenContact) => signedIn(site, "outside", contact);
const codesOf = (answer: { json(): { codes: string[] } }) => answer.json().codes;

async function given() {
  const world = await givenPeople(site);
  const { prison } = world;
  await inTransaction(site.ctx, async (tx) => {
    const { id: _, ...rules } = await facilities.policyOn(tx, prison.id, "2025-12-31");
    const change = { connectionDecisionDays: DECISION_DAYS, connectionAgainDays: 14, validFrom: "2026-01-01" };
    await facilities.setPolicy(tx, { ...rules, facilityId: prison.id, agencyId: prison.agencyId, ...change });
  });
  const contact = await givenContact(site);
  return { ...world, contact };
}

async function ask(family: Caller, resident: World["residents"][number], change: object = {}) {
  const { facilityId, bookingNumber, familyName } = resident;
  const body = { id: newId(), facilityId, bookingNumber, familyName, relationship: "parent", ...change };
  const answer = await family("POST", "/api/outside/connections", body);
  assert.equal(answer.statusCode, 202, answer.body);
  return body.id;
}

/** The two requests as their owner reads them, but for their ids and the moment of asking. */
async function twins(family: Caller) {
  const rows = await own(family);
  assert.equal(rows.length, 2);
  const [one, other] = rows.map(({ id: _id, requestedAt: _at, ...row }) => row);
  assert.deepEqual(one, other);
  return one!;
}

/** What each of the two answers to the same act. */
async function alike(family: Caller, ids: readonly string[], method: "GET" | "POST", act: string) {
  const [one, other] = await Promise.all(
    ids.map(async (id) => {
      const answer = await family(method, `/api/outside/connections/${id}/${act}`);
      return [answer.statusCode, answer.statusCode === 204 ? [] : codesOf(answer)];
    }),
  );
  assert.deepEqual(one, other, act);
  return one!;
}

/** The lines that the record of the facility has about each, and what their owner's own data says of it. */
async function recordOf(facilityId: string, id: string) {
  const rows = await site.db
    .selectFrom("audit.entry")
    .select(["what", "facilityId"])
    .where("subjectId", "=", id)
    .where("what", "<>", "connection.requested")
    .orderBy("id")
    .execute();
  return rows.map((row) => [row.what, row.facilityId === facilityId]);
}

async function lettersOf(accountId: string) {
  await site.runJobs();
  const rows = await site.db.selectFrom("notifications.delivery").select("template").where("accountId", "=", accountId).execute();
  return rows.map(({ template }) => template);
}

const look = async () => {
  await lookAtDeadlines(site.ctx);
  await endUnanswered(site.ctx);
};

test("while it waits, a request that fits nobody is in every way like one that fits: in the list, asked again, when booking, when taken back", async () => {
  const { contact, residents, prison } = await given();
  const family = await enter(contact);
  const ids = [await ask(family, residents[0]), await ask(family, residents[0], NOBODY)];
  for (const change of [{}, NOBODY, {}, NOBODY]) await ask(family, residents[0], change);
  assert.equal((await twins(family)).status, "requested");
  await alike(family, ids, "GET", "places");
  await alike(family, ids, "POST", "end");
  assert.deepEqual(await alike(family, ids, "POST", "withdraw"), [204, []]);
  assert.equal((await twins(family)).status, "withdrawn");
  assert.deepEqual(await alike(family, ids, "POST", "withdraw"), [409, ["connection.decided"]]);
  assert.deepEqual(await recordOf(prison.id, ids[0]!), await recordOf(prison.id, ids[1]!));
});

test("past its deadline it still waits, as one that fits does, and can still be taken back", async () => {
  const { contact, residents, prison } = await given();
  const first = await enter(contact);
  const ids = [await ask(first, residents[0]), await ask(first, residents[0], NOBODY)];
  site.clock.advance(days(DECISION_DAYS + 2));
  await look();
  assert.deepEqual(await lettersOf(contact.accountId), []);
  const waits = await twins(first);
  assert.deepEqual([waits.status, waits.decidedAt, typeof waits.dueAt], ["requested", null, "string"]);
  for (const change of [{}, NOBODY]) await ask(first, residents[0], change);
  await twins(first);
  await alike(first, ids, "GET", "places");
  assert.deepEqual(await alike(first, ids, "POST", "withdraw"), [204, []]);
  await twins(first);
  assert.deepEqual(
    (await recordOf(prison.id, ids[1]!)).map(([what]) => what),
    ["connection.overdue", "connection.withdrawn"],
  );
  assert.deepEqual(await recordOf(prison.id, ids[0]!), await recordOf(prison.id, ids[1]!));
});

test("what nobody answers ends for both in one night, with one letter each and the same words, and may be asked anew at once", async () => {
  const { contact, residents, prison } = await given();
  const before = await enter(contact);
  const ids = [await ask(before, residents[0]), await ask(before, residents[0], NOBODY)];
  const closing = async (family: Caller) => (await family("GET", "/api/outside/closing")).json();
  assert.equal((await closing(before)).connections, 2);
  site.clock.advance(days(DECISION_DAYS + LAPSE_DAYS));
  await look();
  const family = await enter(contact);
  assert.equal((await twins(family)).status, "requested", "a day before, both wait");
  site.clock.advance(days(2));
  await look();
  await look();
  const over = await twins(family);
  assert.deepEqual([over.status, over.reason, over.againFrom, over.facility], ["rejected", "not_answered", null, null]);
  assert.equal(over.decidedAt, site.clock.now().toString());
  assert.deepEqual(await lettersOf(contact.accountId), ["contacts.connection_decided", "contacts.connection_decided"]);
  assert.deepEqual(await recordOf(prison.id, ids[0]!), await recordOf(prison.id, ids[1]!));
  assert.deepEqual(await alike(family, ids, "POST", "withdraw"), [409, ["connection.decided"]]);
  await alike(family, ids, "GET", "places");
  assert.equal((await closing(family)).connections, 0);
  for (const change of [{}, NOBODY]) await ask(family, residents[0], change);
  assert.equal((await own(family)).length, 4);
});

test("a request that fits nobody is kept as long as one that was refused, and pushed off the list by later ones no sooner", async () => {
  const { contact, residents } = await given();
  const family = await enter(contact);
  await ask(family, residents[0]);
  await ask(family, residents[0], NOBODY);
  site.clock.advance(days(DECISION_DAYS + LAPSE_DAYS + 2));
  await look();
  const kept = await site.db
    .selectFrom("contacts.unmatchedRequest")
    .selectAll()
    .where("contactId", "=", contact.id)
    .executeTakeFirstOrThrow();
  const { since } = await site.owner
    .selectFrom("contacts.connection as c")
    .select("c.decidedAt as since")
    .where("c.contactId", "=", contact.id)
    .executeTakeFirstOrThrow();
  assert.ok(since);
  assert.equal(kept.keepUntil.toString(), since.add(days(1095)).toString());
  const rows = Array.from({ length: 220 }, (_, at) => ({
    ...kept,
    id: newId(),
    requestedAt: kept.requestedAt.add({ seconds: at + 1 }),
  }));
  await site.owner.insertInto("contacts.unmatchedRequest").values(rows).execute();
  const shown = await own(await enter(contact));
  assert.equal(shown.length, 200);
  assert.ok(
    shown.every(({ id }) => rows.some((row) => row.id === id)),
    "the one that fits is as old as its twin, and gone with it",
  );
});

test("an account that is closed leaves as many lines in the facility's record, whichever of the two waited", async () => {
  const { residents, prison } = await given();
  const lines = async () => {
    const rows = site.db.selectFrom("audit.entry").select("id").where("facilityId", "=", prison.id);
    return (await rows.execute()).length;
  };
  const left = [];
  for (const change of [{}, NOBODY]) {
    const family = await enter(await givenContact(site));
    const before = await lines();
    await ask(family, residents[0], change);
    const closed = await family("POST", "/api/outside/closing", { password: PASSWORD });
    assert.equal(closed.statusCode, 204, closed.body);
    left.push((await lines()) - before);
  }
  assert.deepEqual(left, [2, 2]);
});

test("somebody's own data says of both that they were asked for, and not which fits", async () => {
  const { contact, residents } = await given();
  const family = await enter(contact);
  await ask(family, residents[0], NOBODY);
  const only = await ownRecordOf(contact);
  await ask(family, residents[0]);
  const both = await ownRecordOf(contact);
  assert.ok(only.includes("connection.requested"));
  assert.deepEqual([...new Set(both)], [...new Set(only)]);
});

async function ownRecordOf({ accountId, id: contactId }: GivenContact): Promise<string[]> {
  const gather = ownDataParts().get("record");
  assert.ok(gather);
  const rows = (await gather(site.ctx, { accountId, contactId })) as { what: string }[];
  return rows.map(({ what }) => what);
}
