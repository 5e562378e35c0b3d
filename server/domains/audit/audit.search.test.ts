import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { type GivenFacility, givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { type AuditWhat, record } from "./index.ts";

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z" });
after(() => site.close());

async function givenSearch() {
  const { agencyId, prison, jail } = await givenPeople(site);
  const overseer = await givenStaff(site, { agencyId, facilityId: null, role: "overseer" });
  const find = async (query: Record<string, string>, at: GivenFacility = prison) => {
    // Anew each time: nobody stays signed in while a test's day goes by.
    const ask = await signedIn(site, "staff", overseer);
    const answer = await ask("GET", `/api/staff/facilities/${at.id}/audit?${new URLSearchParams(query)}`);
    const body = answer.json() as { rows: { id: string; what: string; actorId: string | null; facts: object }[]; next: string | null };
    assert.ok(answer.statusCode < 500, answer.body);
    return { status: answer.statusCode, ...body };
  };
  const note = (what: AuditWhat, subjectId: string, at: GivenFacility = prison, staff = overseer) =>
    inTransaction(
      { ...site.ctx, actor: { realm: "staff", signInId: newId(), accountId: staff.accountId, staffId: staff.staffId, grants: [] } },
      (tx) => record(tx, { what, subjectId, agencyId, facilityId: at.id }),
    );
  return { agencyId, prison, jail, overseer, find, note };
}
const idsOf = ({ rows }: { rows: { id: string }[] }) => rows.map((row) => row.id);

test("the record is found by who, what, whom and when, and all that is asked must fit", async () => {
  const { agencyId, prison, find, note, overseer } = await givenSearch();
  const officer = await givenStaff(site, { agencyId, facilityId: prison.id, role: "visitation_officer" });
  const [visit, other] = [newId(), newId()];
  const warned = await note("visit.warned", visit, prison, officer);
  site.clock.advance({ hours: 24 });
  const cancelled = await note("visit.cancelled", visit);
  const elsewhere = await note("visit.cancelled", other);
  const name = (
    await site.owner.selectFrom("identity.staff_name").select("name").where("accountId", "=", officer.accountId).executeTakeFirstOrThrow()
  ).name;
  assert.deepEqual(idsOf(await find({ who: name.toUpperCase() })), [warned]);
  assert.deepEqual(idsOf(await find({ actorId: officer.accountId })), [warned]);
  assert.deepEqual(idsOf(await find({ subjectId: visit })), [cancelled, warned]);
  assert.deepEqual(idsOf(await find({ what: "visit.cancelled,visit.warned" })), [elsewhere, cancelled, warned]);
  assert.deepEqual(idsOf(await find({ subjectId: visit, what: "visit.cancelled,visit.warned", from: "2026-03-03T00:00:00Z" })), [
    cancelled,
  ]);
  assert.deepEqual(idsOf(await find({ what: "visit.warned", until: "2026-03-03T00:00:00Z" })), [warned]);
  assert.deepEqual(idsOf(await find({ actorId: overseer.accountId, what: "visit.warned" })), []);
  // A search's own sign is no wildcard.
  assert.deepEqual(idsOf(await find({ who: "%%" })), []);
});

test("a search for a person is itself written down, once and without the name; reading the newest rows is not", async () => {
  const { find, overseer } = await givenSearch();
  const searched = async () => (await find({ what: "audit.searched" })).rows;
  await find({});
  assert.deepEqual(await searched(), []);
  const person = newId();
  await find({ subjectId: person, limit: "1" });
  await find({ who: "Whoever" });
  const rows = await searched();
  assert.deepEqual(
    rows.map((row) => [row.actorId, row.facts]),
    [
      [overseer.accountId, { by: ["who"] }],
      [overseer.accountId, { by: ["subjectId"] }],
    ],
  );
  const { rows: stored } = { rows: await site.owner.selectFrom("audit.entry").selectAll().where("what", "=", "audit.searched").execute() };
  assert.ok(!JSON.stringify(stored).includes("Whoever"));
  assert.ok(stored.some((row) => row.subjectId === person && row.agencyId !== null));
});

test("no search at one facility finds anything of another", async () => {
  const { jail, prison, find, note, overseer } = await givenSearch();
  const subject = newId();
  await note("visit.cancelled", subject, jail);
  assert.deepEqual(idsOf(await find({ subjectId: subject }, prison)), []);
  assert.deepEqual(idsOf(await find({ actorId: overseer.accountId, what: "visit.cancelled" }, prison)), []);
  assert.equal((await find({ subjectId: subject }, jail)).rows.length, 1);
});

test("a search that says nothing sensible is refused", async () => {
  const { find } = await givenSearch();
  for (const query of [{ what: "drop table" }, { subjectId: "7" }, { from: "yesterday" }, { who: "x" }, { after: "y" }])
    assert.equal((await find(query as unknown as Record<string, string>)).status, 400, JSON.stringify(query));
});

test("what was done to the agency and to no one facility is found by who works for the whole agency, and by nobody else", async () => {
  const { agencyId, prison, overseer, find } = await givenSearch();
  const other = await givenPeople(site);
  const deed = (of: string) =>
    inTransaction(
      { ...site.ctx, actor: { realm: "staff", signInId: newId(), accountId: overseer.accountId, staffId: overseer.staffId, grants: [] } },
      (tx) => record(tx, { what: "agency.sign_on_set", subjectId: of, agencyId: of }),
    );
  const own = await deed(agencyId);
  await deed(other.agencyId);
  assert.deepEqual(idsOf(await find({ what: "agency.sign_on_set" })), [own]);
  const here = await givenStaff(site, { agencyId, facilityId: prison.id, role: "overseer" });
  const ask = await signedIn(site, "staff", here);
  const answer = await ask("GET", `/api/staff/facilities/${prison.id}/audit?what=agency.sign_on_set`);
  assert.deepEqual(answer.json<{ rows: unknown[] }>().rows, []);
});
