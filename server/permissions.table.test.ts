import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import { WebSocket } from "ws";
import { FromParty, FromStaff, intentPermissions, livePaths } from "#contracts/live.ts";
import { type Permission, permissions, roles } from "#contracts/permissions.ts";
import { routes } from "#contracts/routes.ts";
import { startSignIn } from "#server/domains/identity/index.ts";
import { book, givenBooking, givenSessions, insideOf } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, kiosk, makeProof, nobody, signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenResident, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/**
 * Every route and every socket message that the running server has, as everybody: nobody, families, a kiosk with and without a resident,
 * staff of each role; at one's own facility and, with real ids, at another. What contracts/permissions.ts does not allow is refused.
 */

// A Monday in America/Denver, 09:00; the visit is booked for Wednesday and everything else hangs on it.
const site = await startSite({ startsAt: "2026-03-02T16:00:00Z" });
const sockets: WebSocket[] = [];
after(() => {
  for (const socket of sockets) socket.terminate();
  return site.close();
});

const booking = await givenBooking(site);
const { world } = booking;
const [here, there] = [world.prison, world.jail];
const templateThere = await givenSessions(site, there);
const visitHere = await book(booking, "2026-03-04T17:00:00Z");
const familyThere = await signedIn(site, "outside", world.contacts[1]);
const visitThere = await bookThere();
const waitingHere = await givenConnection(site, await givenResident(site, here), world.contacts[1], "requested");
// Somebody whom staff may give a new code without signing out the resident at the kiosk.
const anotherHere = await givenResident(site, here);
const waitingThere = await givenConnection(site, await givenResident(site, there), world.contacts[0], "requested");
const staffThere = await givenStaff(site, { agencyId: there.agencyId, facilityId: there.id, role: "visitation_officer" });
const colleague = await givenStaff(site, { agencyId: here.agencyId, facilityId: here.id, role: "visitation_officer" });
const grantOf = async (accountId: string) =>
  (await site.db.selectFrom("identity.staff_grant").select("id").where("accountId", "=", accountId).executeTakeFirstOrThrow()).id;

type Place = "here" | "there";
/** What no test here has made: nobody has these. */
const unused = Object.fromEntries(
  ["groupId", "blockId", "repairId", "echoId", "restrictionId", "invitationId", "guestId"].map((name) => [name, newId()]),
);
unused.kind = "front";
/** Real ids of things at each facility, by the name of the path's parameter. */
const ids: Record<Place, Record<string, string>> = {
  here: {
    facilityId: here.id,
    visitId: visitHere,
    connectionId: waitingHere.id,
    residentId: anotherHere.id,
    deliveryId: await letterAbout(visitHere),
    stationId: here.stations[1]!.id,
    staffId: colleague.staffId,
    grantId: await grantOf(colleague.accountId),
    resetId: newId(),
    passkeyId: newId(),
    disclosureId: newId(),
    chain: newId(),
    exportId: newId(),
    holdId: newId(),
    flagId: newId(),
    mergeId: newId(),
    keepApartId: newId(),
    feedId: newId(),
    id: newId(),
    sessionTemplateId: booking.templateId,
    ...unused,
  },
  there: {
    facilityId: there.id,
    visitId: visitThere,
    connectionId: waitingThere.id,
    residentId: world.residents[2].id,
    deliveryId: await letterAbout(visitThere),
    stationId: there.stations[1]!.id,
    staffId: staffThere.staffId,
    grantId: await grantOf(staffThere.accountId),
    resetId: newId(),
    passkeyId: newId(),
    disclosureId: newId(),
    chain: newId(),
    exportId: newId(),
    holdId: newId(),
    flagId: newId(),
    mergeId: newId(),
    keepApartId: newId(),
    feedId: newId(),
    id: newId(),
    sessionTemplateId: templateThere,
    ...unused,
  },
};

/** The letter that told a family of their visit. */
async function letterAbout(visitId: string): Promise<string> {
  const letters = site.owner.selectFrom("notifications.delivery").select("id").where("subjectId", "=", visitId);
  return (await letters.executeTakeFirstOrThrow()).id;
}

async function bookThere(): Promise<string> {
  const connectionId = world.connections[1].id;
  const places = await familyThere("GET", `/api/outside/connections/${connectionId}/places`);
  const place = places
    .json()
    .days.flatMap((day: { places: { free: boolean }[] }) => day.places)
    .find((each: { free: boolean }) => each.free);
  const [holdId, id] = [newId(), newId()];
  const held = await familyThere("POST", "/api/outside/holds", {
    id: holdId,
    connectionId,
    sessionTemplateId: place.sessionTemplateId,
    startsAt: place.startsAt,
  });
  assert.equal(held.statusCode, 201, held.body);
  assert.equal((await familyThere("POST", "/api/outside/visits", { id, holdId })).statusCode, 201);
  return id;
}

/** Who may ask, made anew for each question where asking could sign them out. */
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
    for (const route of served) {
      const caller = await asker.call();
      const answer = await caller(route.method, pathOf(route.path, "here"), route.method === "GET" ? undefined : {});
      const refused = turnedAway(answer.statusCode, answer.body);
      const may = allowed(asker, route.permission);
      assert.equal(refused, !may, `${route.id} (${route.permission}): ${answer.statusCode} ${answer.body.slice(0, 200)}`);
      assert.notEqual(answer.statusCode, 500, `${route.id}: ${answer.body}`);
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
    openDisclosure: { id: newId(), purpose: "quality_check", basis: "test" },
    requestFactorReset: { id: newId() },
    moveResident: { unitId: null, reason: "other" },
    transferResident: { id: newId(), toFacilityId: here.id, bookingNumber: "TABLE1", reason: "other" },
    releaseResident: { stayId: world.residents[2].stayId, reason: "other" },
    takeBackRelease: { stayId: world.residents[2].stayId, reason: "other" },
    completeResident: { givenName: "A", familyName: "B", birthDate: null },
    resolveFlag: { act: "keep" },
    mergeResidents: { id: newId(), fromResidentId: here.id },
    endStaff: { leavesAt: null },
    sendLetterAgain: { id: newId() },
    renameStationGroup: { name: "Ours" },
    moveStation: { groupId: null },
    setTemplateGroups: { groups: [] },
    turnStation: { on: true },
    blockStation: { id: newId(), startsAt: "2026-03-03T16:00:00Z", endsAt: "2026-03-03T17:00:00Z", reason: "other" },
    signOutStation: { reason: "other" },
    reportFault: { id: newId(), fault: "other" },
    changeRepair: { state: "fixed" },
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
  const bodies: Record<string, unknown> = { cancelOwnVisit: { reason: "no_reason" }, sendOwnLetterAgain: { id: newId() } };
  for (const route of served.filter(({ path }) => path.startsWith("/api/outside/") && /:(visitId|connectionId|deliveryId)/.test(path))) {
    const path = route.path
      .replace(":visitId", visitHere)
      .replace(":connectionId", booking.connectionId)
      .replace(":deliveryId", ids.here.deliveryId!);
    const answer = await stranger(route.method, path, route.method === "GET" ? undefined : bodies[route.id]);
    assert.equal(answer.statusCode, 404, `${route.id}: ${answer.body.slice(0, 200)}`);
  }
});

test("a resident sees nothing of another resident's visits", async () => {
  const { ask } = await insideOf(site, booking);
  for (const [method, path, body] of [
    ["GET", `/api/inside/visits/${visitThere}`, undefined],
    ["POST", `/api/inside/visits/${visitThere}/cancel`, { reason: "no_reason" }],
  ] as const) {
    const answer = await ask(method, path, body);
    assert.equal(answer.statusCode, 404, answer.body);
  }
});

function withoutId(problem: { requestId?: string }) {
  const { requestId: _, ...rest } = problem;
  return rest;
}

// ---- Sockets

const address = await site.listen();
const socketUrl = (path: string) => address.replace("http", "ws") + path;

/** Opens a socket; answers with what it heard until it closed or, once let in, with its first messages. */
async function open(
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; socket?: WebSocket; heard: { type: string; codes?: string[] }[] }> {
  const socket = new WebSocket(socketUrl(path), { headers: { origin: site.origin, ...headers } });
  sockets.push(socket);
  const heard: { type: string; codes?: string[] }[] = [];
  socket.on("message", (bytes) => heard.push(JSON.parse(String(bytes))));
  socket.on("error", () => {});
  const status = await Promise.race([
    once(socket, "open").then(() => 101),
    new Promise<number>((resolve) =>
      socket.on("unexpected-response", (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      }),
    ),
  ]);
  return { status, socket, heard };
}
const cookieOf = async (realm: "outside" | "staff", { accountId }: { accountId: string }) => {
  const signIn = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm, accountId, label: "test" }));
  return `throughline_${realm}=${signIn.token}`;
};

test("sockets let in nobody of another realm, and none without a sign-in", async () => {
  const family = await cookieOf("outside", world.contacts[0]);
  const officer = await cookieOf("staff", colleague);
  const kioskCookie = (await insideOf(site, booking)).cookie();
  const paths = {
    outside: `${livePaths.outside}?visit=${visitHere}`,
    staff: livePaths.staff.replace(":facilityId", here.id),
  };
  for (const [path, cookies] of [
    [paths.outside, ["", officer, kioskCookie]],
    [paths.staff, ["", family, kioskCookie]],
  ] as const)
    for (const cookie of cookies) {
      const { status, socket } = await open(path, cookie ? { cookie } : {});
      assert.equal(status, 401, `${path} with ${cookie.split("=")[0]}`);
      socket?.terminate();
    }
  const elsewhere = await open(livePaths.staff.replace(":facilityId", there.id), { cookie: officer });
  assert.equal(elsewhere.status, 404);
  elsewhere.socket?.terminate();
  const foreign = await open(paths.outside, { cookie: family, origin: "https://evil.example" });
  assert.equal(foreign.status, 403, "a page of another origin");
  foreign.socket?.terminate();
});

test("a kiosk's socket that cannot answer the challenge is nobody's, whatever its cookie", async () => {
  const browser = await insideOf(site, booking);
  const path = `${livePaths.inside}?visit=${visitHere}`;
  const station = here.stations[0]!;
  const other = here.stations[1]!;
  const proofs: [string, (nonce: string) => Promise<unknown>][] = [
    ["no proof", async () => ({ type: "join", consent: true })],
    [
      "another challenge's proof",
      async () => ({ type: "proof", proof: await makeProof(station, { method: "GET", path, nonce: "stale", now: site.clock.now() }) }),
    ],
    [
      "another station's proof",
      async (nonce) => ({ type: "proof", proof: await makeProof(other, { method: "GET", path, nonce, now: site.clock.now() }) }),
    ],
  ];
  for (const [what, answer] of proofs) {
    const { socket, heard } = await open(path, { cookie: browser.cookie() });
    assert.ok(socket);
    if (heard.length === 0) await once(socket, "message");
    const { nonce } = heard[0] as unknown as { nonce: string };
    socket.send(JSON.stringify(await answer(nonce)));
    await once(socket, "close");
    assert.ok(
      heard.some((each) => each.type === "refused"),
      what,
    );
    assert.ok(!heard.some((each) => each.type === "room"), what);
  }
});

test("a stranger's visit is unknown on every socket", async () => {
  const { socket, heard } = await open(`${livePaths.outside}?visit=${visitHere}`, { cookie: await cookieOf("outside", world.contacts[1]) });
  assert.ok(socket);
  await once(socket, "close");
  assert.deepEqual(heard.find((each) => each.type === "refused")?.codes, ["visit.unknown"]);
});

/** One well-formed example of each message; a new message without one fails here. */
const staffMessages: Record<string, object> = {
  watch: { watchId: newId(), visitId: visitHere },
  unwatch: { watchId: newId() },
  signal: { watchId: newId(), message: { type: "keyframe" } },
  warn: { id: newId(), visitId: visitHere, words: "Please" },
  end: { id: newId(), visitId: visitHere, reason: "other" },
};

test("every message of the staff socket needs its own permission, whoever sends it", async () => {
  const types = FromStaff.options.map((option) => option.shape.type.value);
  assert.deepEqual(types.toSorted(), Object.keys(intentPermissions.staff).toSorted());
  for (const role of roles) {
    const facilityId = role === "agency_administrator" || role === "overseer" ? null : here.id;
    const member = await givenStaff(site, { agencyId: here.agencyId, facilityId, role });
    for (const type of types) {
      const { socket, heard } = await open(livePaths.staff.replace(":facilityId", here.id), { cookie: await cookieOf("staff", member) });
      assert.ok(socket);
      assert.ok(FromStaff.safeParse({ type, ...staffMessages[type] }).success, `no example of ${type}`);
      socket.send(JSON.stringify({ type, ...staffMessages[type] }));
      // A second, malformed one: its refusal says that the first has been dealt with.
      socket.send("{}");
      while (!heard.some((each) => each.codes?.includes("request.invalid"))) await once(socket, "message");
      await new Promise((resolve) => setImmediate(resolve));
      const denied = heard.some((each) => each.codes?.includes("access.denied"));
      const rule: { roles?: readonly string[] } = permissions[intentPermissions.staff[type]];
      if (rule.roles?.includes(role)) assert.ok(!denied, `${role} ${type}`);
      else {
        while (!heard.some((each) => each.codes?.includes("access.denied"))) await once(socket, "message");
      }
      socket.terminate();
    }
  }
});

test("the messages of both sides are all known here", () => {
  const types = FromParty.options.map((option) => option.shape.type.value);
  assert.deepEqual(types.toSorted(), ["chat", "equipment", "evidence", "join", "leave", "proof", "seen_watch", "sending", "signal"]);
});
