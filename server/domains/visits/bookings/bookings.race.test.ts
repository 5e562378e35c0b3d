import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import type { ErrorCode } from "#contracts/errors.ts";
import { type Ground, startGround } from "#server/domains/visits/testing/ground.ts";
import {
  as,
  givenConnection,
  givenContact,
  givenFacility,
  givenPair,
  givenResident,
  type TestFacility,
} from "#server/domains/visits/testing/world.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { holdPlace } from "./holds.service.ts";
import type { Guards } from "./rivals.ts";

const RIVALS = 32;
/** The goal is three seconds; a busy test machine gets more. */
const MS_MAX = 10_000;
const nine = "2026-03-04T16:00:00Z";

let site: Ground;
before(async () => {
  site = await startGround(() => {});
});
after(() => site.close());

type Pair = Awaited<ReturnType<typeof givenPair>>;
type Answer = { held: string } | { refused: readonly ErrorCode[] } | { broke: unknown };

async function ask(pair: Pair, templateId: string, startsAt: string, use: Guards = {}): Promise<Answer> {
  const asked = { id: newId(), connectionId: pair.connectionId, sessionTemplateId: templateId, startsAt };
  return holdPlace(as(site.ctx, pair.actor), pair.actor, asked, use).then(
    ({ id }) => ({ held: id }),
    (error) => (error instanceof AppError ? { refused: error.codes } : { broke: error }),
  );
}

const won = (answers: Answer[]) => answers.filter((answer) => "held" in answer);
const broke = (answers: Answer[]) => answers.filter((answer) => "broke" in answer);
const linesAbout = (what: string) =>
  site
    .logged()
    .split("\n")
    .filter((line) => line.includes(what)).length;
const collisions = () => linesAbout("rivals met at a constraint") + linesAbout("transaction tried again");

async function timed<T>(work: Promise<T>, what: string): Promise<T> {
  const from = performance.now();
  const result = await work;
  const ms = Math.round(performance.now() - from);
  process.stderr.write(`rivals: ${RIVALS} for ${what} took ${ms} ms\n`);
  assert.ok(ms < MS_MAX, `${RIVALS} rivals at once took ${ms} ms`);
  return result;
}

/** Many pairs of few residents and few contacts, so that everyone is somebody's rival. */
async function mixedPairs(facility: TestFacility): Promise<Pair[]> {
  const residents = await Promise.all(Array.from({ length: 8 }, () => givenResident(site.db, facility)));
  const contacts = await Promise.all(Array.from({ length: 8 }, () => givenContact(site.db)));
  const pairs: Pair[] = [];
  for (let index = 0; index < RIVALS; index++) {
    const resident = residents[index % 8]!;
    const contact = contacts[(index + Math.floor(index / 8) * 3) % 8]!;
    pairs.push({ resident, contact, actor: contact.actor, connectionId: await givenConnection(site.db, facility, resident, contact) });
  }
  return pairs;
}

test("32 families ask for one place with a single station: one has it, the others hear that it is taken", async () => {
  const facility = await givenFacility(site.db);
  const pairs = await Promise.all(Array.from({ length: RIVALS }, () => givenPair(site.db, facility)));
  const answers = await timed(Promise.all(pairs.map((pair) => ask(pair, facility.templateId, nine))), "one place");
  assert.deepEqual(broke(answers), []);
  assert.equal(won(answers).length, 1);
  for (const answer of answers) if ("refused" in answer) assert.deepEqual(answer.refused, ["visit.place_taken"]);
});

test("32 rivals over a mix of stations, residents and contacts: nobody and nothing is given twice", async () => {
  const facility = await givenFacility(site.db, { stations: 5, policy: { visitsPerWeek: null } });
  const pairs = await mixedPairs(facility);
  const answers = await timed(Promise.all(pairs.map((pair) => ask(pair, facility.templateId, nine))), "a mix of places");
  assert.deepEqual(broke(answers), []);
  const rows = await site.db.selectFrom("visits.claim").selectAll().where("facilityId", "=", facility.id).execute();
  assert.equal(rows.length, won(answers).length);
  for (const key of ["stationId", "residentId", "contactId"] as const)
    assert.equal(new Set(rows.map((row) => row[key])).size, rows.length, `${key} was given twice`);
  // Five stations, and always somebody who is free: none stays empty.
  assert.equal(rows.length, 5);
});

test("one resident and one contact are asked for at every station at once: each has one place", async () => {
  const facility = await givenFacility(site.db, { stations: 12 });
  const resident = await givenResident(site.db, facility);
  const contacts = await Promise.all(Array.from({ length: 16 }, () => givenContact(site.db)));
  const ofResident = await Promise.all(
    contacts.map(async (contact) => ({
      resident,
      contact,
      actor: contact.actor,
      connectionId: await givenConnection(site.db, facility, resident, contact),
    })),
  );
  const contact = await givenContact(site.db);
  const residents = await Promise.all(Array.from({ length: 16 }, () => givenResident(site.db, facility)));
  const ofContact = await Promise.all(
    residents.map(async (other) => ({
      resident: other,
      contact,
      actor: contact.actor,
      connectionId: await givenConnection(site.db, facility, other, contact),
    })),
  );
  const answers = await timed(
    Promise.all([...ofResident, ...ofContact].map((pair) => ask(pair, facility.templateId, nine))),
    "one resident and one contact",
  );
  assert.deepEqual(broke(answers), []);
  assert.equal(won(answers.slice(0, 16)).length, 1);
  assert.equal(won(answers.slice(16)).length, 1);
  for (const answer of answers.slice(0, 16)) if ("refused" in answer) assert.ok(answer.refused.includes("visit.resident_busy"));
  for (const answer of answers.slice(16)) if ("refused" in answer) assert.ok(answer.refused.includes("visit.contact_busy"));
});

test("with the ordered locks no rival ever meets another at a constraint, and none deadlocks", async () => {
  const before = collisions();
  for (let round = 0; round < 5; round++) {
    const facility = await givenFacility(site.db, { stations: 4, policy: { visitsPerWeek: null } });
    const pairs = await mixedPairs(facility);
    const answers = await timed(Promise.all(pairs.map((pair) => ask(pair, facility.templateId, nine))), "the ordered locks");
    assert.equal(won(answers).length, 4);
  }
  assert.equal(collisions() - before, 0);
});

test("without the ordered locks the same rivals do meet at the constraints, and still nothing is given twice", async () => {
  const before = collisions();
  for (let round = 0; round < 5; round++) {
    const facility = await givenFacility(site.db, { stations: 4, policy: { visitsPerWeek: null } });
    const pairs = await mixedPairs(facility);
    const answers = await Promise.all(pairs.map((pair) => ask(pair, facility.templateId, nine, { orderedLocks: false })));
    const rows = await site.db.selectFrom("visits.claim").selectAll().where("facilityId", "=", facility.id).execute();
    assert.equal(rows.length, won(answers).length);
    for (const key of ["stationId", "residentId", "contactId"] as const)
      assert.equal(new Set(rows.map((row) => row[key])).size, rows.length);
  }
  assert.ok(collisions() - before > 0);
});

/** Two claims of one facility that share only what is named, written straight into the table. */
async function claimTwice(shared: "station" | "resident" | "contact", second: { startsAt: string; released?: boolean }) {
  const facility = await givenFacility(site.db, { stations: 2 });
  const one = await givenPair(site.db, facility);
  const other = await givenPair(site.db, facility);
  const claim = async (pair: Pair, stationId: string, startsAt: string, released = false) => {
    const from = Temporal.Instant.from(startsAt);
    await site.db
      .insertInto("visits.claim")
      .values({
        id: newId(),
        agencyId: facility.agencyId,
        facilityId: facility.id,
        sessionTemplateId: facility.templateId,
        connectionId: pair.connectionId,
        stayId: pair.resident.stayId,
        residentId: pair.resident.residentId,
        contactId: pair.contact.contactId,
        stationId,
        during: sql<string>`tstzrange(${from}, ${from.add({ minutes: 30 })})`,
        madeBy: pair.contact.accountId,
        madeAt: site.clock.now(),
        expiresAt: null,
        releasedAt: released ? site.clock.now() : null,
      })
      .execute();
  };
  await claim(one, facility.stationIds[0]!, nine, second.released);
  const mixed = {
    ...other,
    resident: shared === "resident" ? one.resident : other.resident,
    contact: shared === "contact" ? one.contact : other.contact,
  };
  await claim(mixed, facility.stationIds[shared === "station" ? 0 : 1]!, second.startsAt);
}

for (const shared of ["station", "resident", "contact"] as const) {
  const constraint = `claim_${shared}_once`;
  test(`the database itself refuses to give one ${shared} twice at overlapping times (${constraint})`, async () => {
    const refused = { code: "23P01", constraint };
    await assert.rejects(claimTwice(shared, { startsAt: nine }), refused);
    await assert.rejects(claimTwice(shared, { startsAt: "2026-03-04T16:29:00Z" }), refused);
    await claimTwice(shared, { startsAt: "2026-03-04T16:30:00Z" });
    await claimTwice(shared, { startsAt: nine, released: true });
  });
}
