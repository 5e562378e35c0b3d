import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Endpoint } from "#contracts/endpoint.ts";
import { permissions, type Role, roles } from "#contracts/permissions.ts";
import { routes } from "#contracts/routes.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, kiosk, makeProof, nobody, signedIn } from "#server/testing/callers.ts";
import { givenContact, givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { startSignIn } from "./index.ts";

const site = await startSite();
after(() => site.close());

const world = await givenPeople(site);
const other = await givenPeople(site);
const staffRoutes: Endpoint[] = Object.values(routes).filter((route) => route.path.startsWith("/api/staff/facilities/"));
const registered = staffRoutes.filter((route) => site.app.hasRoute({ method: route.method, url: route.path }));
const at = (route: Endpoint, facilityId: string) => route.path.replace(":facilityId", facilityId).replaceAll(/:\w+/g, () => newId());
const askIn = (ask: Caller, route: Endpoint, facilityId: string) => ask(route.method, at(route, facilityId), route.body ? {} : undefined);
const answerOf = (answer: { statusCode: number; body: string }) => [
  answer.statusCode,
  { ...(JSON.parse(answer.body) as object), requestId: "" },
];

test("the routes of staff are here to be asked", () => {
  assert(registered.length >= 20, `${registered.length} of ${staffRoutes.length}`);
});

test("staff of one facility cannot tell another from one that was never there, by any route", async () => {
  const boss = await givenStaff(site, { agencyId: world.agencyId, facilityId: world.prison.id, role: "facility_administrator" });
  const ask = await signedIn(site, "staff", boss);
  for (const route of registered) {
    const missing = answerOf(await askIn(ask, route, newId()));
    assert.deepEqual(missing, [
      404,
      {
        type: "urn:throughline:error:request.not_found",
        title: "request.not_found",
        status: 404,
        codes: ["request.not_found"],
        facts: {},
        requestId: "",
      },
    ]);
    for (const forbidden of [world.jail.id, other.prison.id])
      assert.deepEqual(answerOf(await askIn(ask, route, forbidden)), missing, route.id);
  }
});

test("outside there is one answer, in the log there are two", async () => {
  const officer = await givenStaff(site, { agencyId: world.agencyId, facilityId: world.prison.id, role: "visitation_officer" });
  const ask = await signedIn(site, "staff", officer);
  const events = async (facilityId: string) => {
    const before = site.logged().length;
    await ask("GET", `/api/staff/facilities/${facilityId}/staff`);
    return /facility_\w+/.exec(site.logged().slice(before))?.[0];
  };
  assert.equal(await events(newId()), "facility_missing");
  assert.equal(await events(world.jail.id), "facility_not_covered");
});

test("at its own facility each role passes the door of what it may do, and is refused at every other", async () => {
  for (const role of roles) {
    const person = await givenStaff(site, { agencyId: world.agencyId, facilityId: world.prison.id, role });
    const ask = await signedIn(site, "staff", person);
    for (const route of registered) {
      const rule = permissions[route.permission];
      const carriers: readonly Role[] = "roles" in rule ? rule.roles : [];
      const answer = await askIn(ask, route, world.prison.id);
      assert.equal(answer.statusCode === 403, !carriers.includes(role), `${role} at ${route.id}: ${answer.statusCode}`);
      assert.notEqual(answer.statusCode, 401);
    }
  }
});

test("an agency's administrator reaches every facility of the agency and none of another", async () => {
  const lead = await givenStaff(site, { agencyId: world.agencyId, facilityId: null, role: "agency_administrator" });
  const ask = await signedIn(site, "staff", lead);
  for (const { id } of [world.prison, world.jail]) assert.equal((await ask("GET", `/api/staff/facilities/${id}/staff`)).statusCode, 200);
  assert.equal((await ask("GET", `/api/staff/facilities/${other.jail.id}/staff`)).statusCode, 404);
  const me = (await ask("GET", "/api/staff/me")).json() as { facilities: { id: string }[] };
  assert.deepEqual(me.facilities.map((facility) => facility.id).sort(), [world.prison.id, world.jail.id].sort());
});

test("lists of staff and of the audit hold the rows of the one facility that was asked for", async () => {
  const boss = await givenStaff(site, { agencyId: world.agencyId, facilityId: world.prison.id, role: "facility_administrator" });
  const elsewhere = await givenStaff(site, { agencyId: world.agencyId, facilityId: world.jail.id, role: "facility_administrator" });
  const ask = await signedIn(site, "staff", boss);
  const there = await signedIn(site, "staff", elsewhere);
  const body = { id: newId(), email: "new@facility.example", givenName: "New", familyName: "Person", role: "supervisor", locale: "en" };
  assert.equal((await there("POST", `/api/staff/facilities/${world.jail.id}/staff`, body)).statusCode, 201);
  const rows = (await ask("GET", `/api/staff/facilities/${world.prison.id}/staff`)).json() as { accountId: string; staffId: string }[];
  assert(rows.some((row) => row.accountId === boss.accountId));
  assert.equal(
    rows.some((row) => row.accountId === elsewhere.accountId || row.staffId === body.id),
    false,
  );
  const audited = (facilityId: string, by: Caller) => by("GET", `/api/staff/facilities/${facilityId}/audit`);
  assert.match((await audited(world.jail.id, there)).body, /staff\.invited/);
  assert.doesNotMatch((await audited(world.prison.id, ask)).body, /staff\.invited/);
});

test("nobody, and nobody's cookie of another realm, passes any door", async () => {
  const contact = await givenContact(site);
  const officer = await givenStaff(site, { agencyId: world.agencyId, facilityId: world.prison.id, role: "facility_administrator" });
  const family = await signedIn(site, "outside", contact);
  const staff = await signedIn(site, "staff", officer);
  for (const ask of [nobody(site), family]) {
    for (const route of registered) assert.equal((await askIn(ask, route, world.prison.id)).statusCode, 401, route.id);
  }
  for (const route of Object.values(routes).filter(({ permission }) => permissions[permission].realm === "outside")) {
    if (!site.app.hasRoute({ method: route.method, url: route.path })) continue;
    for (const ask of [nobody(site), staff]) assert.equal((await askIn(ask, route, "")).statusCode, 401, route.id);
  }
});

test("a token of one realm is worth nothing under the cookie name of another", async () => {
  const officer = await givenStaff(site, { agencyId: world.agencyId, facilityId: world.prison.id, role: "facility_administrator" });
  const { token } = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm: "staff", accountId: officer.accountId, label: "" }));
  const answer = await site.app.inject({ url: "/api/outside/me", headers: { cookie: `throughline_outside=${token}` } });
  assert.equal(answer.statusCode, 401);
});

test("a kiosk's cookie is good with a proof by the very kiosk it was made at, and with no other", async () => {
  const [first, second] = world.prison.stations;
  const mine = kiosk(site, first!);
  const signIn = await mine.signIn(world.residents[0]);
  assert.equal(signIn.statusCode, 200, signIn.body);
  assert.equal((await mine.ask("GET", "/api/inside/me")).statusCode, 200);
  const copied = await site.app.inject({ url: "/api/inside/me", headers: { cookie: mine.cookie() } });
  assert.equal(copied.statusCode, 401, "without any proof");
  const thief = await kioskWith(second!, mine.cookie());
  assert.equal(thief.statusCode, 401, "with another kiosk's proof");
});

test("a kiosk forgets whoever walked away, although its screen goes on asking; touching it starts the clock anew", async () => {
  const mine = kiosk(site, world.jail.stations[0]!);
  await mine.signIn(world.residents[2]);
  for (let passed = 0; passed < 70; passed += 10) {
    site.clock.advance({ seconds: 10 });
    assert.equal((await mine.ask("GET", "/api/inside/me")).statusCode, 200);
  }
  assert.equal((await mine.ask("POST", "/api/inside/still-here")).statusCode, 204);
  site.clock.advance({ seconds: 65 });
  assert.equal((await mine.ask("GET", "/api/inside/me")).statusCode, 200);
  site.clock.advance({ seconds: 10 });
  assert.equal((await mine.ask("GET", "/api/inside/me")).statusCode, 401);
  assert.equal((await mine.ask("POST", "/api/inside/still-here")).statusCode, 401, "and does not come back to life");
});

async function kioskWith(station: (typeof world.prison.stations)[number], cookie: string) {
  const proof = await makeProof(station, { method: "GET", path: "/api/inside/me", now: site.clock.now() });
  return site.app.inject({ url: "/api/inside/me", headers: { cookie, dpop: proof } });
}
