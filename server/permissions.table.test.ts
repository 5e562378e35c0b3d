import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Permission, permissions, roles } from "#contracts/permissions.ts";
import { routes } from "#contracts/routes.ts";
import { insideOf } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { givenBothPlaces, type Place } from "#server/testing/both-places.ts";
import { type Caller, kiosk, nobody, signedIn } from "#server/testing/callers.ts";
import { givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/**
 * Every route that the running server has, as everybody: nobody, families, a kiosk with and without a resident,
 * staff of each role; at one's own facility and, with real ids, at another. What contracts/permissions.ts does not allow is refused.
 */

// A Monday in America/Denver, 09:00; the visit is booked for Wednesday and everything else hangs on it.
const site = await startSite({ startsAt: "2026-03-02T16:00:00Z" });
after(() => site.close());

const { booking, world, here, visitHere, visitThere, ids } = await givenBothPlaces(site);

/** Who may ask; made anew after each question that could sign them out. */
interface Asker {
  name: string;
  realms: readonly string[];
  role?: (typeof roles)[number];
  call(): Promise<Caller>;
}
const askers: Asker[] = [
  { name: "nobody", realms: ["public"], call: async () => nobody(site) },
  { name: "a family", realms: ["public", "outside"], call: () => signedIn(site, "outside", world.contacts[0]) },
  // A station proves itself with each request; enrolment and sign-in are open to it, and so is what is public.
  { name: "a kiosk without a resident", realms: ["public", "station"], call: async () => kiosk(site, here.stations[0]!).ask },
  { name: "a resident at a kiosk", realms: ["public", "station", "inside"], call: async () => (await insideOf(site, booking)).ask },
];
for (const role of roles) {
  const facilityId = role === "agency_administrator" || role === "overseer" ? null : here.id;
  const agencyId = here.agencyId;
  askers.push({
    name: `staff, ${role}`,
    realms: ["public", "staff"],
    role,
    call: async () => signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role })),
  });
}

const served = Object.values(routes).filter((route) => !route.path.startsWith("/api/demo/"));
const pathOf = (path: string, place: Place) =>
  path.replace(/:(\w+)/g, (_, name: string) => ids[place][name] ?? assert.fail(`no id for ${name}`));
const allowed = (asker: Asker, permission: Permission): boolean => {
  const rule: { realm: string; roles?: readonly string[] } = permissions[permission];
  return asker.realms.includes(rule.realm) && (rule.realm !== "staff" || (rule.roles ?? []).includes(asker.role ?? ""));
};
/** Refused for who one is, not for what was asked. */
const turnedAway = (status: number, body: string) =>
  (status === 401 || status === 403) && /"(access\.(signed_out|denied)|station\.proof_missing|station\.proof_invalid)"/.test(body);

test("the server serves every operation of the contracts, and no other", async () => {
  const paths = site.app.swagger().paths ?? {};
  const known = new Set(Object.values(routes).map(({ id }) => id as string));
  const operations = Object.values(paths).flatMap((methods) =>
    Object.values(methods as Record<string, { operationId?: string }>).map((each) => each.operationId),
  );
  for (const id of operations) assert.ok(id === undefined || known.has(id) || id === "openapi", `${id} is served and in no contract`);
  for (const { id } of served) assert.ok(operations.includes(id), `${id} is promised and not served`);
});

for (const asker of askers) {
  test(`${asker.name}: every route answers as the permissions say`, async () => {
    let caller = await asker.call();
    for (const route of served) {
      const answer = await caller(route.method, pathOf(route.path, "here"), route.method === "GET" ? undefined : {});
      const refused = turnedAway(answer.statusCode, answer.body);
      const may = allowed(asker, route.permission);
      assert.equal(refused, !may, `${route.id} (${route.permission}): ${answer.statusCode} ${answer.body.slice(0, 200)}`);
      assert.notEqual(answer.statusCode, 500, `${route.id}: ${answer.body}`);
      // What was let in may have ended who asked.
      if (!refused && route.method !== "GET") caller = await asker.call();
    }
  });
}

test("staff of one facility see nothing of another: a real id there gets the answer of one that is not there", async () => {
  for (const role of roles.filter((each) => each !== "agency_administrator" && each !== "overseer")) {
    const caller = await signedIn(site, "staff", await givenStaff(site, { agencyId: here.agencyId, facilityId: here.id, role }));
    for (const route of served.filter(({ path }) => path.includes(":facilityId") && path.startsWith("/api/staff"))) {
      const body = route.method === "GET" ? undefined : {};
      const real = await caller(route.method, pathOf(route.path, "there"), body);
      const none = await caller(route.method, pathOf(route.path.replace(":facilityId", newId()), "there"), body);
      assert.equal(real.statusCode, 404, `${role} ${route.id}: ${real.statusCode} ${real.body.slice(0, 200)}`);
      assert.deepEqual(withoutId(real.json()), withoutId(none.json()), `${role} ${route.id}`);
    }
  }
});

test("a real id of another facility under one's own facility's path is not found", async () => {
  const caller = await signedIn(
    site,
    "staff",
    await givenStaff(site, { agencyId: here.agencyId, facilityId: here.id, role: "facility_administrator" }),
  );
  const bodies: Record<string, unknown> = {
    cancelVisit: { reason: "safety" },
    approveConnection: { reason: "matches_id" },
    rejectConnection: { reason: "name_differs" },
    suspendConnection: { reason: "rules_broken" },
    resumeConnection: { reason: "cleared" },
    endConnection: { reason: "rules_broken" },
    restrictConnection: { id: newId(), kind: "banned", fromDay: "2026-03-02", untilDay: null, reason: "rules_broken" },
    liftRestriction: { reason: "cleared" },
    markRecording: { id: newId(), atMs: 0, word: "look_again", note: null },
    openDisclosure: { id: newId(), purpose: "quality_check", basis: "test" },
    requestFactorReset: { id: newId() },
    moveResident: { unitId: null, reason: "other" },
    transferResident: { id: newId(), toFacilityId: here.id, bookingNumber: "TABLE1", reason: "other" },
    releaseResident: { stayId: world.residents[2].stayId, reason: "other" },
    takeBackRelease: { stayId: world.residents[2].stayId, reason: "other" },
    completeResident: { givenName: "A", familyName: "B", birthDate: null },
    moveVisit: { stationId: newId(), fromStationId: newId() },
    resolveFlag: { act: "keep" },
    decideComplaint: { decision: "declined", reason: "nothing_found" },
    decideSheet: { decision: "allowed" },
    mergeResidents: { id: newId(), fromResidentId: here.id },
    endStaff: { leavesAt: null },
    decideGrant: { decision: "confirmed" },
    sendLetterAgain: { id: newId() },
    renameStationGroup: { name: "Ours" },
    moveStation: { groupId: null },
    setTemplateGroups: { groups: [] },
    turnStation: { on: true },
    blockStation: { id: newId(), startsAt: "2026-03-03T16:00:00Z", endsAt: "2026-03-03T17:00:00Z", reason: "other" },
    signOutStation: { reason: "other" },
    reportFault: { id: newId(), fault: "other" },
    changeRepair: { state: "fixed" },
    decideCash: { decision: "refused" },
    decideTax: { decision: "refused" },
    endTax: { through: "2026-12-31" },
    preparePayout: { how: "check", number: "1" },
    decidePayout: { decision: "again" },
    makeKeepApart: { id: newId(), otherBookingNumber: "TABLE1", source: "court_order", fromDay: "2026-03-02", untilDay: null },
    makeContactKeepApart: { id: newId(), connectionId: newId(), source: "court_order", fromDay: "2026-03-02", untilDay: null },
  };
  for (const route of served.filter(({ path }) => path.startsWith("/api/staff/facilities/:facilityId/") && /:(?!facilityId)/.test(path))) {
    const path = pathOf(route.path.replace(":facilityId", here.id), "there");
    const answer = await caller(route.method, path, route.method === "GET" ? undefined : (bodies[route.id] ?? undefined));
    assert.equal(answer.statusCode, 404, `${route.id}: ${answer.statusCode} ${answer.body.slice(0, 200)}`);
  }
});

test("a family sees nothing of another family's visits, connections and holds", async () => {
  const stranger = await signedIn(site, "outside", world.contacts[1]);
  const bodies: Record<string, unknown> = {
    cancelOwnVisit: { reason: "no_reason" },
    sendOwnLetterAgain: { id: newId() },
    askAdult: { id: newId(), email: "somebody@example.org" },
    sendSheet: { id: newId(), alt: "A drawing" },
    complainOutside: { id: newId(), what: "other" },
  };
  for (const route of served.filter(({ path }) => path.startsWith("/api/outside/") && /:(visitId|connectionId|deliveryId)/.test(path))) {
    const path = route.path
      .replace(":visitId", visitHere)
      .replace(":connectionId", booking.connectionId)
      .replace(":deliveryId", ids.here.deliveryId!)
      .replace(/:(partyId|sheetId|pictureId)/g, newId());
    const answer = await stranger(route.method, path, route.method === "GET" ? undefined : bodies[route.id]);
    assert.equal(answer.statusCode, 404, `${route.id}: ${answer.body.slice(0, 200)}`);
  }
});

test("a resident sees nothing of another resident's visits", async () => {
  const { ask } = await insideOf(site, booking);
  for (const [method, path, body] of [
    ["GET", `/api/inside/visits/${visitThere}`, undefined],
    ["POST", `/api/inside/visits/${visitThere}/cancel`, { reason: "no_reason" }],
    ["GET", `/api/inside/visits/${visitThere}/bill`, undefined],
    ["POST", `/api/inside/visits/${visitThere}/complaint`, { id: newId(), what: "other" }],
    ["GET", `/api/inside/visits/${visitThere}/together`, undefined],
    ["GET", `/api/inside/visits/${visitThere}/together/pictures/${newId()}`, undefined],
  ] as const) {
    const answer = await ask(method, path, body);
    assert.equal(answer.statusCode, 404, answer.body);
  }
});

function withoutId(problem: { requestId?: string }) {
  const { requestId: _, ...rest } = problem;
  return rest;
}
