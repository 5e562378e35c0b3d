import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { auditVocabulary, record } from "./index.ts";

const site = await startSite();
after(() => site.close());

async function givenOverseer() {
  const { agencyId, prison } = await givenPeople(site);
  const overseer = await givenStaff(site, { agencyId, facilityId: prison.id, role: "overseer" });
  const ask = await signedIn(site, "staff", overseer);
  const list = async (query = "") => {
    const answer = await ask("GET", `/api/staff/facilities/${prison.id}/audit${query}`);
    return {
      status: answer.statusCode,
      ...(answer.json() as {
        rows: { id: string; what: string; actorName: string | null; words: string | null; facts: object }[];
        next: string | null;
      }),
    };
  };
  return { agencyId, facilityId: prison.id, overseer, list };
}

test("an entry tells who did what to whom, with the actor's name of today", async () => {
  const { agencyId, facilityId, overseer, list } = await givenOverseer();
  const actor = { realm: "staff" as const, signInId: newId(), accountId: overseer.accountId, staffId: overseer.staffId, grants: [] };
  const subjectId = newId();
  await inTransaction({ ...site.ctx, actor }, (tx) =>
    record(tx, { what: "visit.intervened", subjectId, agencyId, facilityId, facts: { kind: "warn" }, words: "Shouting in the room" }),
  );
  const named = async () => (await list()).rows[0];
  const row = await named();
  assert.deepEqual([row?.what, row?.words, row?.facts], ["visit.intervened", "Shouting in the room", { kind: "warn" }]);
  assert.match(row?.actorName ?? "", /^Staff Member\d+$/);
  await site.owner
    .updateTable("identity.staff_member")
    .set({ givenName: "Renamed", familyName: "Person" })
    .where("id", "=", overseer.staffId)
    .execute();
  assert.equal((await named())?.actorName, "Renamed Person");
});

test("an entry stands if and only if the deed does", async () => {
  const { agencyId, facilityId, list } = await givenOverseer();
  await assert.rejects(
    inTransaction(site.ctx, async (tx) => {
      await record(tx, { what: "visit.cancelled", agencyId, facilityId });
      throw new Error("the deed failed");
    }),
  );
  assert.equal(
    (await list()).rows.some((row) => row.what === "visit.cancelled"),
    false,
  );
});

test("the server itself can add entries, and can neither change nor delete one", async () => {
  const id = await inTransaction(site.ctx, (tx) => record(tx, { what: "visit.missed" }));
  for (const statement of [
    sql`update audit.entry set what = 'visit.booked' where id = ${id}`,
    sql`delete from audit.entry where id = ${id}`,
    sql`truncate audit.entry`,
  ])
    await assert.rejects(statement.execute(site.db), /permission denied/);
});

test("pages follow one another without a gap or a row twice", async () => {
  const { agencyId, facilityId, list } = await givenOverseer();
  for (let count = 0; count < 7; count++)
    await inTransaction(site.ctx, (tx) => record(tx, { what: "visit.booked", agencyId, facilityId, facts: { count } }));
  const whole = (await list("?limit=200")).rows.map((row) => row.id);
  const paged: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 10; page++) {
    const answer: Awaited<ReturnType<typeof list>> = await list(`?limit=3${after ? `&after=${after}` : ""}`);
    paged.push(...answer.rows.map((row) => row.id));
    after = answer.next;
    if (after === null) break;
  }
  assert.deepEqual(paged, whole);
  assert.equal((await list("?after=nonsense")).status, 400);
});

test("every code of the audit is a noun and a past verb, once", () => {
  for (const what of auditVocabulary) assert.match(what, /^[a-z_]+\.[a-z_]+$/);
  assert.equal(new Set(auditVocabulary).size, auditVocabulary.length);
});
