import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import type { ZodType } from "zod";
import { permissions, type Role, roles } from "#contracts/permissions.ts";
import { routes } from "#contracts/routes.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, kiosk, signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenResident, givenStaff } from "#server/testing/people.ts";
import { bodies, type Named, nothing, queries } from "./testing/bodies.ts";
import { familyLine, refused, residentLine, staffLine } from "./testing/lines.ts";
import { type DueVisit, givenDueVisit, startLiveSite } from "./testing/live-site.ts";
import { givenThings } from "./testing/things.ts";

/**
 * Promise 11: staff of one facility see nothing of another: not its visits, not its people, not that they are there at all. What is somebody
 * else's and what does not exist get the same answer.
 */

const site = await startLiveSite();
after(() => site.close());

const [mine, theirs] = [await givenDueVisit(site), await givenDueVisit(site)];
const facilityRoles = roles.filter((role) => role !== "agency_administrator" && role !== "overseer");

/** Ids of things that are there, in the other facility, by the name of the path's parameter. */
const real: Record<string, string> = {
  facilityId: theirs.facility.id,
  visitId: theirs.visitId,
  connectionId: theirs.connectionId,
  residentId: theirs.resident.id,
  stationId: theirs.station.id,
  staffId: theirs.officer.staffId,
  grantId: await grantOf(theirs),
  ...(await hiddenOf(theirs)),
  ...(await givenThings(site, theirs)),
};
/** Of these nothing is there in the other facility; a name that is new must get a real id above, or a place here. */
const nothingThere = ["echoId", "invitationId", "guestId", "passkeyId", "disclosureId", "payoutId", "chain", "kind", "id"];
/** What bodies name, of the other facility. */
const named: Named = {
  stationId: theirs.station.id,
  residentId: theirs.resident.id,
  connectionId: theirs.connectionId,
  unitId: theirs.facility.unitIds[0]!,
  stayId: theirs.resident.stayId,
  visitId: theirs.visitId,
  bookingNumber: theirs.resident.bookingNumber,
};

/** What only some staff over there may know of: a flag, two who must not meet, a merge. */
async function hiddenOf({ facility, resident, visitId }: DueVisit): Promise<Record<string, string>> {
  const { agencyId, id: facilityId } = facility;
  const [other, twin] = [await givenResident(site, facility), await givenResident(site, facility)];
  const [flagId, keepApartId, mergeId] = [newId(), newId(), newId()];
  const at = site.clock.now();
  const pair = { agencyId, facilityId, madeAt: at, madeBy: null };
  await site.owner
    .insertInto("visits.flag")
    .values({
      id: flagId,
      agencyId,
      facilityId,
      visitId,
      reason: "unit_moved",
      raisedAt: at,
      cancelsAt: null,
      resolvedAt: null,
      resolution: null,
      resolvedBy: null,
    })
    .execute();
  await site.owner
    .insertInto("residents.keep_apart")
    .values({
      ...pair,
      id: keepApartId,
      residentId: resident.id,
      otherResidentId: other.id,
      source: "court_order",
      words: null,
      fromDay: "2026-01-01",
      untilDay: null,
    })
    .execute();
  await site.owner
    .insertInto("residents.merge")
    .values({ ...pair, id: mergeId, fromResidentId: twin.id, intoResidentId: resident.id, undoneAt: null, undoneBy: null })
    .execute();
  return { flagId, keepApartId, mergeId };
}

async function grantOf({ officer }: DueVisit): Promise<string> {
  const row = await site.db
    .selectFrom("identity.staff_grant")
    .select("id")
    .where("accountId", "=", officer.accountId)
    .executeTakeFirstOrThrow();
  return row.id;
}

const inRealm = (realm: string) => Object.values(routes).filter(({ path }) => path.startsWith(`/api/${realm}/`));
type Route = (typeof routes)[keyof typeof routes];
const rolesFor = ({ permission }: Route): readonly Role[] => {
  const rule = permissions[permission];
  return "roles" in rule ? rule.roles : [];
};
const fill = (path: string, ids: Record<string, string>) =>
  path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? (name === "kind" ? "front" : newId()));

/** Asks twice, naming what is there and what is nowhere, in path and body; both answers must be the same, not for their form, and neither may hold anything. */
async function sameAsMissing(caller: Caller, route: Route, ids: Record<string, string>, missing: Record<string, string>): Promise<void> {
  const ask = (of: Record<string, string>, its: Named) => {
    const body = route.method === "GET" ? undefined : (bodies[route.id]?.(its) ?? {});
    return caller(route.method, fill(route.path, of) + (queries[route.id]?.(its) ?? ""), body);
  };
  const [there, none] = [await ask(ids, named), await ask(missing, nothing())];
  assert.equal(there.statusCode, none.statusCode, `${route.id}: ${there.body} / ${none.body}`);
  assert.ok(there.statusCode >= 401, `${route.id}: ${there.body}`);
  assert.deepEqual(withoutId(there.json()), withoutId(none.json()), route.id);
}
function withoutId({ requestId: _, ...rest }: { requestId?: string }) {
  return rest;
}

test("every question that is asked here is well formed, so that what refuses it is no schema", () => {
  for (const route of inRealm("staff").filter(({ path }) => path.includes(":facilityId"))) {
    const { body, query } = route as { body?: ZodType; query?: ZodType };
    const asked = body?.safeParse(bodies[route.id]?.(named) ?? {});
    assert.ok(asked?.success !== false, `${route.id} needs a body in testing/bodies.ts: ${asked?.error?.message}`);
    const words = new URLSearchParams(queries[route.id]?.(named) ?? "");
    const behind = query?.safeParse(Object.fromEntries(words));
    assert.ok(behind?.success !== false, `${route.id} needs a query in testing/bodies.ts: ${behind?.error?.message}`);
  }
});

test("every kind of thing a staff route names by its id is walked with a real one, or is named here as not there", () => {
  const names = inRealm("staff").flatMap(({ path }) => [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name));
  const known = new Set([...Object.keys(real), ...nothingThere]);
  assert.deepEqual(
    [...new Set(names)].filter((name) => !known.has(name)),
    [],
  );
});

test("what one agency decides about a contact no other can tell: every answer about the same person there stays the same, to the byte", async () => {
  const asked = await givenConnection(site, theirs.resident, mine.contact, "requested");
  const desk = async ({ facility }: DueVisit) =>
    signedIn(
      site,
      "staff",
      await givenStaff(site, { agencyId: facility.agencyId, facilityId: facility.id, role: "facility_administrator" }),
    );
  const [here, there] = [await desk(mine), await desk(theirs)];
  const about = inRealm("staff").filter(({ method, path }) => method === "GET" && /:facilityId\/(connections|residents)/.test(path));
  assert.ok(about.length >= 3);
  const ids = { ...real, connectionId: asked.id };
  const seen = async () =>
    Promise.all(
      about.map(async (route) => {
        const answer = await there("GET", fill(route.path, ids));
        return [route.id, answer.statusCode, answer.body.replace(/"requestId":"[^"]*"/, "")];
      }),
    );
  const before = await seen();
  assert.ok(before.some(([, status, body]) => status === 200 && String(body).includes(asked.id)));
  const at = `/api/staff/facilities/${mine.facility.id}/connections/${mine.connectionId}`;
  const suspended = await here("POST", `${at}/suspend`, { reason: "rules_broken" });
  assert.ok(suspended.statusCode < 300, suspended.body);
  assert.deepEqual(await seen(), before);
  const resumed = await here("POST", `${at}/resume`, { reason: "cleared" });
  assert.ok(resumed.statusCode < 300, resumed.body);
  assert.deepEqual(await seen(), before);
});

test("whatever staff ask about another facility gets the answer of a facility that is not there, in every role and on every route", async () => {
  const { agencyId } = mine.world;
  for (const role of facilityRoles) {
    const caller = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: mine.facility.id, role }));
    for (const route of inRealm("staff").filter(({ path }) => path.includes(":facilityId"))) await sameAsMissing(caller, route, real, {});
  }
});

test("an agency's administrators and overseers see nothing of another agency", async () => {
  for (const role of ["agency_administrator", "overseer"] as const) {
    const member = await givenStaff(site, { agencyId: mine.world.agencyId, facilityId: null, role });
    const caller = await signedIn(site, "staff", member);
    for (const route of inRealm("staff").filter(({ path }) => path.includes(":facilityId"))) await sameAsMissing(caller, route, real, {});
  }
});

test("another facility's visit, person or station, asked for by its real id under one's own facility, is as if it were not there", async () => {
  const { agencyId } = mine.world;
  const here = { facilityId: mine.facility.id };
  const member = await givenStaff(site, { agencyId, facilityId: mine.facility.id, role: "facility_administrator" });
  const caller = await signedIn(site, "staff", member);
  const within = inRealm("staff").filter(({ path }) => /:facilityId\/.*:/.test(path));
  assert.ok(within.length > 5);
  for (const route of within) await sameAsMissing(caller, route, { ...real, ...here }, here);
});

test("what a body names of another facility, asked under one's own, is as if it were not there", async () => {
  const { agencyId } = mine.world;
  const member = await givenStaff(site, { agencyId, facilityId: mine.facility.id, role: "facility_administrator" });
  const caller = await signedIn(site, "staff", member);
  const own = { ...real, facilityId: mine.facility.id, residentId: mine.resident.id, visitId: mine.visitId, stationId: mine.station.id };
  const naming = [
    "admitResident",
    "moveResident",
    "releaseResident",
    "takeBackRelease",
    "mergeResidents",
    "makeKeepApart",
    "makeContactKeepApart",
  ];
  naming.push("moveVisit", "addStation", "signOutStations", "placeLegalHold", "askRecordExport");
  for (const id of naming) {
    const route = Object.values(routes).find((one) => one.id === id);
    assert.ok(route, id);
    const ask = (its: Named) => caller(route.method, fill(route.path, own), bodies[id]?.(its));
    const [there, none] = [await ask(named), await ask(nothing())];
    // A unit that is nowhere has nobody to sign out.
    assert.ok(there.statusCode >= 400 || id === "signOutStations", `${id}: ${there.body}`);
    assert.deepEqual([there.statusCode, withoutId(there.json())], [none.statusCode, withoutId(none.json())], id);
  }
});

test("what staff list of their own facility holds no id and no name of another", async () => {
  const { agencyId } = mine.world;
  const inCharge = (role: Role, facilityId: string | null) =>
    givenStaff(site, { agencyId, facilityId, role }).then((member) => signedIn(site, "staff", member));
  const ofFacility = await inCharge("facility_administrator", mine.facility.id);
  const ofAgency = await inCharge("agency_administrator", null);
  const foreign = [
    ...Object.values(real),
    theirs.resident.familyName,
    theirs.resident.bookingNumber,
    theirs.facility.name,
    theirs.contact.id,
  ];
  const lists = inRealm("staff").filter(({ method, path }) => method === "GET" && /:facilityId(\/[\w-]+)?$/.test(path));
  assert.ok(lists.length >= 5);
  for (const route of lists) {
    const caller = rolesFor(route).includes("facility_administrator") ? ofFacility : ofAgency;
    const answer = await caller("GET", fill(route.path, { facilityId: mine.facility.id }) + (queries[route.id]?.(named) ?? ""));
    assert.equal(answer.statusCode, 200, `${route.id}: ${answer.body}`);
    for (const secret of foreign) assert.ok(!answer.body.includes(secret), `${route.id} holds ${secret}`);
  }
});

test("a family's and a resident's screens treat other people's things the same way", async () => {
  const family = await signedIn(site, "outside", mine.contact);
  for (const route of inRealm("outside").filter(({ path }) => /:(visitId|connectionId)/.test(path)))
    await sameAsMissing(family, route, real, {});
  const browser = kiosk(site, mine.station);
  await browser.signIn(mine.resident);
  for (const route of inRealm("inside").filter(({ path }) => path.includes(":visitId"))) await sameAsMissing(browser.ask, route, real, {});
});

test("a live visit of another facility can neither be watched nor warned nor ended, and the answer does not say that it is there", async () => {
  const family = await familyLine(site, theirs.visitId, theirs.contact);
  await family.hears(({ room }) => room?.status === "waiting");
  const staff = await staffLine(site, mine.facility.id, mine.officer);
  for (const visitId of [theirs.visitId, newId()])
    for (const message of [
      { type: "watch", watchId: newId(), visitId },
      { type: "warn", id: newId(), visitId, words: "Please" },
      { type: "end", id: newId(), visitId, reason: "other" },
    ] as const) {
      const answer = staff.hearsNext(({ type }) => type === "refused");
      staff.say(message);
      assert.deepEqual({ ...(await answer) }, { type: "refused", codes: ["visit.not_live"], facts: {} });
    }
  assert.ok(!staff.heard.some(({ type }) => type === "room"));
  assert.ok(!family.heard.some(({ room }) => room?.ending || room?.notice || (room?.watches.length ?? 0) > 0));
});

test("another family's or resident's visit and one that does not exist get one answer on the visit's socket", async () => {
  for (const visitId of [theirs.visitId, newId()]) {
    const family = await familyLine(site, visitId, mine.contact);
    await family.hears(refused("visit.unknown"));
    assert.ok(!family.heard.some(({ type }) => type === "room" || type === "chat"));
    const resident = await residentLine(site, visitId, mine.resident, mine.station);
    await resident.hears(refused("visit.unknown"));
  }
});

test("the database itself lets no row point across facilities: whatever belongs to one is tied to its key", async () => {
  const { rows } = await sql<{ table: string }>`
    select c.table_schema || '.' || c.table_name as table from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.column_name = 'facility_id' and t.table_type = 'BASE TABLE' and c.table_schema in ('visits', 'recordings', 'stations', 'residents')
      and not exists (select from pg_constraint k
        where k.conrelid = (quote_ident(c.table_schema) || '.' || quote_ident(c.table_name))::regclass and k.contype = 'f'
          and array_length(k.conkey, 1) >= 2
          and exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname = 'facility_id'))
    order by 1`.execute(site.owner);
  assert.deepEqual(rows, []);
  await assert.rejects(sql`update visits.visit set station_id = ${theirs.station.id} where id = ${mine.visitId}`.execute(site.owner), {
    code: "23503",
  });
  await assert.rejects(sql`update visits.visit set facility_id = ${theirs.facility.id} where id = ${mine.visitId}`.execute(site.owner), {
    code: "23503",
  });
});
