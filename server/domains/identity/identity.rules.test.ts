import assert from "node:assert/strict";
import test from "node:test";
import type { Permission, Role } from "#contracts/permissions.ts";
import { permissions } from "#contracts/permissions.ts";
import { routes } from "#contracts/routes.ts";
import type { Actor, StaffActor } from "#server/platform/context.ts";
import { can, reaches } from "./can.ts";
import { isIdle } from "./idle.rules.ts";
import { isAdult, isWeak } from "./password.rules.ts";
import { addressKey, nextTryAt } from "./throttle.rules.ts";

const staff = (role: Role, facilityId: string | null = "f1", agencyId = "a1"): StaffActor => ({
  realm: "staff",
  signInId: "s",
  accountId: "me",
  staffId: "m",
  grants: [{ role, agencyId, facilityId }],
});
const here = { facilityId: "f1", agencyId: "a1" };

test("a password is refused when it is short, common, monotonous or the address itself", () => {
  const weak = [
    "short1234",
    "passwordpassword",
    "Password1234!",
    "qwertyuiop12",
    "aaaaaaaaaaaaaaa",
    "121212121212",
    "Rosa.Delgado2026!",
    "rosadelgado@example.org",
  ];
  for (const password of weak) assert.equal(isWeak(password, "rosadelgado@example.org"), true, password);
});

test("a long sentence, in any language and with spaces, is a good password", () => {
  const good = ["correct horse battery staple", "la luna sale tarde hoy", "ñandúes y lechuzas 7", "Tr0ub4dor&3 more"];
  for (const password of good) assert.equal(isWeak(password, "rosa@example.org"), false, password);
});

test("one is 18 on the birthday and not the day before; born on 29 February, on 1 March", () => {
  const on = (day: string) => Temporal.PlainDate.from(day);
  assert.equal(isAdult("2008-03-02", on("2026-03-01")), false);
  assert.equal(isAdult("2008-03-02", on("2026-03-02")), true);
  assert.equal(isAdult("2008-02-29", on("2026-02-28")), false);
  assert.equal(isAdult("2008-02-29", on("2026-03-01")), true);
});

test("what nothing allows is refused: no realm gets what another may do", () => {
  const actors: Actor[] = [
    { realm: "nobody" },
    { realm: "system" },
    { realm: "outside", signInId: "s", accountId: "a", contactId: "c" },
    { realm: "station", stationId: "k", facilityId: "f1", agencyId: "a1" },
    { realm: "inside", signInId: "s", residentId: "r", stayId: "t", stationId: "k", facilityId: "f1", agencyId: "a1" },
    staff("agency_administrator", null),
  ];
  for (const [name, rule] of Object.entries(permissions)) {
    for (const actor of actors) {
      const expected =
        rule.realm === "public" ||
        (rule.realm === actor.realm && (!("roles" in rule) || (rule.roles as readonly string[]).includes("agency_administrator")));
      assert.equal(can(actor, name as Permission, {}), expected, `${name} for ${actor.realm}`);
    }
  }
  assert.equal(can(staff("supervisor"), "made.up" as Permission, here), false);
});

test("a role does at its own facility what its permissions say, and nothing at another", () => {
  assert.equal(can(staff("visitation_officer"), "visit.watch", here), true);
  assert.equal(can(staff("visitation_officer"), "staff.manage", here), false);
  assert.equal(can(staff("overseer"), "audit.read", here), true);
  assert.equal(can(staff("overseer"), "visit.cancel", here), false);
  assert.equal(can(staff("facility_administrator"), "staff.manage", { facilityId: "f2", agencyId: "a1" }), false);
  assert.equal(reaches(staff("facility_administrator"), { facilityId: "f2", agencyId: "a1" }), false);
});

test("a grant for a whole agency covers each of its facilities and none of another agency", () => {
  const lead = staff("agency_administrator", null);
  assert.equal(can(lead, "staff.manage", { facilityId: "f9", agencyId: "a1" }), true);
  assert.equal(can(lead, "staff.manage", { facilityId: "f9", agencyId: "a2" }), false);
  assert.equal(can(lead, "staff.manage", { facilityId: "f9" }), false, "a facility whose agency is unknown is not covered");
});

test("people outside and inside touch only what is theirs", () => {
  const outside: Actor = { realm: "outside", signInId: "s", accountId: "a", contactId: "c1" };
  assert.equal(can(outside, "visit.cancel_own", { contactId: "c1" }), true);
  assert.equal(can(outside, "visit.cancel_own", { contactId: "c2" }), false);
  const inside: Actor = { realm: "inside", signInId: "s", residentId: "r1", stayId: "t", stationId: "k", facilityId: "f1", agencyId: "a1" };
  assert.equal(can(inside, "visit.cancel_inside", { residentId: "r1", facilityId: "f1" }), true);
  assert.equal(can(inside, "visit.cancel_inside", { residentId: "r2", facilityId: "f1" }), false);
  assert.equal(can(inside, "visit.cancel_inside", { residentId: "r1", facilityId: "f2" }), false);
});

test("every path lies under the realm of its permission, since that is where the realm's cookie is sent", () => {
  const prefixes: Record<string, string> = {
    outside: "/api/outside/",
    inside: "/api/inside/",
    station: "/api/inside/",
    staff: "/api/staff/",
  };
  for (const route of Object.values(routes)) {
    const { realm } = permissions[route.permission];
    if (realm !== "public") assert.equal(route.path.startsWith(prefixes[realm]!), true, route.path);
  }
});

test("every path of staff that names a thing of a facility names the facility, so the guard can ask about it", () => {
  for (const route of Object.values(routes)) {
    if (permissions[route.permission].realm !== "staff" || route.permission === "staff.me") continue;
    assert.match(route.path, /^\/api\/staff\/facilities\/:facilityId(\/|$)/);
  }
});

test("a kiosk forgets whoever walked away after a minute and a little", () => {
  const left = Temporal.Instant.from("2026-03-02T15:00:00Z");
  assert.equal(isIdle(left, left.add({ seconds: 70 }), "inside"), false);
  assert.equal(isIdle(left, left.add({ seconds: 71 }), "inside"), true);
});

test("the next try is allowed when the oldest that counts leaves the window", () => {
  const at = (second: number) => Temporal.Instant.fromEpochMilliseconds(second * 1_000);
  const limit = { triesMax: 3, windowMs: 60_000 };
  assert.equal(nextTryAt([at(9), at(5)], limit), undefined);
  assert.equal(nextTryAt([at(9), at(5), at(1)], limit)?.toString(), at(61).toString());
});

test("a phone's own IPv6 network counts as one address, however it is written", () => {
  assert.equal(addressKey("192.0.2.7"), "192.0.2.7");
  assert.equal(addressKey("::ffff:192.0.2.7"), "192.0.2.7");
  assert.equal(addressKey("2001:db8:1:2::5"), addressKey("2001:0DB8:0001:0002:a:b:c:d"));
  assert.notEqual(addressKey("2001:db8:1:2::5"), addressKey("2001:db8:1:3::5"));
  assert.equal(addressKey("::1"), "0:0:0:0");
});
