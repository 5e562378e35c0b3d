import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { sealWaiting, verify } from "#server/domains/audit/index.ts";
import { newId } from "#server/platform/id.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { kiosk, nobody, signedIn } from "#server/testing/callers.ts";
import { familyLine, isRoom, reports, residentLine, staffLine } from "./testing/lines.ts";
import { type DueVisit, givenDueVisit, startLiveSite } from "./testing/live-site.ts";

/**
 * Promise 5: each visit has one record to which lines are only ever added. The family, the resident and staff read the same one,
 * and nobody can rewrite it unseen: the server's own database account cannot at all, and what the machine's owner does to it is
 * named by whoever works the seals out anew, or keeps a published head.
 */

const site = await startLiveSite();
after(() => site.close());

/** A visit with much to tell: both joined, staff watched and warned, somebody dropped and came back, staff ended it. */
async function givenVisitThatWas(): Promise<DueVisit> {
  const due = await givenDueVisit(site);
  const family = await familyLine(site, due.visitId, due.contact);
  const resident = await residentLine(site, due.visitId, due.resident, due.station);
  const staff = await staffLine(site, due.facility.id, due.officer);
  for (const line of [family, resident]) line.say({ type: "join", consent: true });
  await family.hears(({ room }) => room?.legs.every((leg) => leg.status === "joined") === true, "both joined");
  const watchId = newId();
  staff.say({ type: "watch", watchId, visitId: due.visitId });
  await Promise.all([family, resident].map((line) => line.hears(({ room }) => room?.watches.length === 1)));
  for (const line of [family, resident]) line.say({ type: "seen_watch", watchId });
  await staff.hears(({ state }) => state === "live");
  site.clock.advance({ seconds: 1 });
  await reports(family, 0);
  staff.say({ type: "warn", id: newId(), visitId: due.visitId, words: "Please stay seated" });
  await family.hears(({ room }) => room?.notice?.code === "warning");
  await family.close();
  const again = await familyLine(site, due.visitId, due.contact);
  await again.hears(({ type }) => type === "room");
  again.say({ type: "join", consent: true });
  await again.hears(({ room }) => room?.legs.find(({ seat }) => seat === "family")?.status === "rejoined");
  staff.say({ type: "end", id: newId(), visitId: due.visitId, reason: "technical", note: "Camera of kiosk 1" });
  await again.hears(isRoom("terminated"));
  await site.runJobs();
  return due;
}

/** The bytes of the record as this reader's browser gets them. */
function recordIn(body: string): string {
  const { timeline } = JSON.parse(body) as { timeline: unknown[] };
  const bytes = JSON.stringify(timeline);
  assert.ok(body.includes(`"timeline":${bytes}`), "the very bytes of the answer");
  return bytes;
}

async function readByAll(due: DueVisit): Promise<{ family: string; resident: string; staff: string }> {
  const browser = kiosk(site, due.station);
  await browser.signIn(due.resident);
  const family = await (await signedIn(site, "outside", due.contact))("GET", `/api/outside/visits/${due.visitId}`);
  const resident = await browser.ask("GET", `/api/inside/visits/${due.visitId}`);
  const officer = await signedIn(site, "staff", due.officer);
  const staff = await officer("GET", `/api/staff/facilities/${due.facility.id}/visits/${due.visitId}`);
  return { family: recordIn(family.body), resident: recordIn(resident.body), staff: recordIn(staff.body) };
}

const linesOf = (record: string) => JSON.parse(record) as { at: string; code: string; facts: Record<string, unknown> }[];

test("family, resident and staff read the same bytes, with everything that happened in its order", async () => {
  const due = await givenVisitThatWas();
  const { family, resident, staff } = await readByAll(due);
  assert.equal(resident, family);
  assert.equal(staff, family);
  const codes = linesOf(family).map(({ code }) => code);
  for (const code of ["booked", "consented", "joined", "watch_started", "warned", "link_lost", "rejoined", "watch_ended", "ended_by_staff"])
    assert.ok(codes.includes(code), `${code} is not in ${codes}`);
  const times = linesOf(family).map(({ at }) => Temporal.Instant.from(at).epochMilliseconds);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
});

test("the record names staff by their role, and holds no name, no words and no id of a person", async () => {
  const due = await givenVisitThatWas();
  const { family } = await readByAll(due);
  const { staffId, accountId } = due.officer;
  for (const secret of [
    staffId,
    accountId,
    due.contact.id,
    due.resident.id,
    "Camera of kiosk",
    "stay seated",
    "Outside",
    "Member",
    "Family",
  ])
    assert.ok(!family.includes(secret), `${secret} is in the record`);
  assert.equal(linesOf(family).find(({ code }) => code === "warned")?.facts.role, "visitation_officer");
});

test("what is read later is what was read before, and more: no line is ever taken back or changed", async () => {
  const due = await givenDueVisit(site);
  const before = linesOf((await readByAll(due)).family);
  const family = await familyLine(site, due.visitId, due.contact);
  await family.hears(isRoom("waiting"));
  const after = linesOf((await readByAll(due)).family);
  assert.ok(after.length > before.length);
  assert.deepEqual(after.slice(0, before.length), before);
});

test("the server's own database account can add to a record and nothing else: not change, not delete, not empty, not unlock it", async () => {
  const due = await givenVisitThatWas();
  const { family } = await readByAll(due);
  const denied = { code: "42501" };
  for (const [table, column, key] of [
    ["visits.timeline", "code = 'joined'", "visit_id"],
    ["audit.entry", "what = 'nothing.happened'", "subject_id"],
    ["visits.quality", "seat = 'staff'", "visit_id"],
    ["visits.intervention", "reason = 'other'", "visit_id"],
    ["visits.together_page", "put_up_by = 'staff'", "visit_id"],
    ["visits.together_step", "seat = 'staff'", "visit_id"],
    ["recordings.disclosure", "purpose = 'court_order'", "visit_id"],
    ["recordings.mark", "word = 'threat'", "visit_id"],
  ] as const) {
    const [name, mine] = [sql.raw(table), sql`${sql.raw(key)} = ${due.visitId}`];
    // It cannot give itself the right first: PostgreSQL answers that with a warning or a refusal, and changes nothing.
    await sql`grant update, delete on ${name} to throughline_app`.execute(site.db).catch(() => undefined);
    await assert.rejects(sql`update ${name} set ${sql.raw(column)} where ${mine}`.execute(site.db), denied, `update ${table}`);
    await assert.rejects(sql`delete from ${name} where ${mine}`.execute(site.db), denied, `delete ${table}`);
    await assert.rejects(sql`truncate ${name}`.execute(site.db), denied, `truncate ${table}`);
    await assert.rejects(sql`alter table ${name} disable trigger all`.execute(site.db), denied, `alter ${table}`);
  }
  assert.equal((await readByAll(due)).family, family);
});

test("the times in which a visit was connected stand too: they may grow while it runs, and no one takes them away", async () => {
  const { rows } = await sql<{ right: string }>`
    select privilege_type as right from information_schema.role_table_grants
    where grantee = 'throughline_app' and table_schema = 'visits' and table_name in ('connected_interval', 'live_session', 'leg', 'visit', 'watch')
      and privilege_type not in ('SELECT', 'INSERT', 'UPDATE')`.execute(site.owner);
  assert.deepEqual(rows, []);
});

test("whatever staff do in a visit stands in the audit as well, where an overseer reads who it was", async () => {
  const due = await givenVisitThatWas();
  const rows = await site.db.selectFrom("audit.entry").select(["what", "actorRealm"]).where("subjectId", "=", due.visitId).execute();
  for (const what of ["visit.watch_asked", "visit.warned", "visit.ended_by_staff"])
    assert.equal(rows.find((row) => row.what === what)?.actorRealm, "staff", what);
});

test("whoever owns the machine and changes, deletes or adds a line of a visit is found out, and the line is named", async () => {
  const due = await givenVisitThatWas();
  const facilityId = due.facility.id;
  await sealWaiting(site.ctx, sealedSources);
  const check = async () => (await verify(site.db, sealedSources, { facilityId })).breaks.map(({ wrong, rowId }) => ({ wrong, rowId }));
  assert.deepEqual(await check(), []);
  const line = await site.db
    .selectFrom("visits.timeline")
    .selectAll()
    .where("visitId", "=", due.visitId)
    .where("code", "=", "warned")
    .executeTakeFirstOrThrow();
  await sql`update visits.timeline set code = 'notice_five' where id = ${line.id}`.execute(site.owner);
  assert.deepEqual(await check(), [{ wrong: "changed", rowId: line.id }]);
  await sql`delete from visits.timeline where id = ${line.id}`.execute(site.owner);
  assert.deepEqual(await check(), [{ wrong: "missing", rowId: line.id }]);
});

test("the end of the record cut off with its seals is found by the head that everybody could read before", async () => {
  const due = await givenVisitThatWas();
  const chain = due.facility.id;
  await sealWaiting(site.ctx, sealedSources);
  site.clock.advance({ hours: 24 });
  const { now } = (await nobody(site)("GET", `/api/public/audit/${chain}`)).json() as { now: { hash: string } };
  assert.deepEqual((await verify(site.db, sealedSources, { facilityId: chain, head: now.hash })).breaks, []);
  for (const table of ["audit.sealed", "audit.seal"]) await sql`delete from ${sql.table(table)} where chain = ${chain}`.execute(site.owner);
  await sql`delete from visits.timeline where facility_id = ${chain}`.execute(site.owner);
  await sql`delete from audit.words where entry_id in (select id from audit.entry where facility_id = ${chain})`.execute(site.owner);
  await sql`delete from audit.entry where facility_id = ${chain}`.execute(site.owner);
  const { breaks } = await verify(site.db, sealedSources, { facilityId: chain, head: now.hash });
  assert.deepEqual(
    breaks.map((each) => each.wrong),
    ["head_lost"],
  );
});
