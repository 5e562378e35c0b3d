import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Role } from "#contracts/permissions.ts";
import type { StaffActor } from "#server/platform/context.ts";
import { isOver, liveSteps, mayStep, noticeDue, outcomeOf, type RoomFacts, secondsLeft, statusOf } from "./live.rules.ts";
import { roleAt } from "./staff.socket.ts";

const facts: fc.Arbitrary<RoomFacts> = fc.record({
  bothIn: fc.boolean(),
  everConnected: fc.boolean(),
  connected: fc.boolean(),
  recordingDoubted: fc.boolean(),
  watchUnseen: fc.boolean(),
  pausedByStaff: fc.boolean(),
  watchNeeded: fc.boolean(),
});

test("a room is live only with both sides in it, both connected, nothing doubted and every notice seen", () => {
  fc.assert(
    fc.property(facts, (room) => {
      if (statusOf(room).status !== "live") return;
      assert.ok(room.connected && !room.recordingDoubted && !room.watchUnseen && !room.pausedByStaff && !room.watchNeeded && room.bothIn);
    }),
  );
});

test("every step that facts can call for is a listed one", () => {
  fc.assert(
    fc.property(facts, facts, (before, after) => {
      // Only a room that was live has been connected, and that is never undone.
      const from = statusOf(before).status;
      const to = statusOf({ ...after, everConnected: before.everConnected || from === "live" }).status;
      if (from === to) return;
      assert.ok(liveSteps[from].includes(to), `${from} → ${to}`);
    }),
  );
});

test("a leg cannot come back without having joined, and cannot join twice", () => {
  assert.ok(!mayStep("not_joined", "rejoined"));
  assert.ok(!mayStep("joined", "joined"));
  assert.ok(mayStep("dropped", "rejoined"));
  assert.ok(mayStep("left", "rejoined"));
});

test("the clock shows the smaller of what is left of the visit and of the place, and a late start takes nothing from the next family", () => {
  const place = { startsAt: 0, endsAt: 20 * 60_000, visitMinutes: 20 };
  assert.equal(secondsLeft(place, 0, -1), null);
  assert.equal(secondsLeft(place, 0, 0), 1200);
  assert.equal(secondsLeft(place, 0, 5 * 60_000), 900, "five minutes were lost, and stay lost");
  assert.equal(secondsLeft({ ...place, visitMinutes: 10 }, 540, 10 * 60_000), 60, "a shorter visit ends before its place");
  assert.equal(secondsLeft(place, 0, 30 * 60_000), 0);
});

test("notices come once, at five and at one minute, also when the clock jumps over them", () => {
  assert.equal(noticeDue(301, 300), "five_minutes");
  assert.equal(noticeDue(300, 299), null);
  assert.equal(noticeDue(61, 60), "one_minute");
  assert.equal(noticeDue(400, 30), "one_minute");
  assert.equal(noticeDue(null, 1200), null);
});

test("nobody is blamed for a visit in which both came and the system failed", () => {
  const room = {
    ending: "on_time" as const,
    endedBy: "system" as const,
    intervals: 0,
    connectedSeconds: 0,
    unwatched: false,
    pausedByStaff: false,
  };
  const both = { ...room, everJoined: { family: true, resident: true } };
  assert.deepEqual(outcomeOf(both), { status: "completed", outcome: "system_failure", cause: "system" });
  assert.deepEqual(outcomeOf({ ...both, unwatched: true }), { status: "completed", outcome: "nobody_watched", cause: "facility" });
  assert.deepEqual(outcomeOf({ ...both, pausedByStaff: true }), { status: "completed", outcome: "ended_by_staff", cause: "staff" });
  assert.equal(outcomeOf({ ...room, everJoined: { family: true, resident: false } }).outcome, "resident_absent");
  assert.equal(outcomeOf({ ...room, everJoined: { family: false, resident: false } }).outcome, "nobody_came");
});

test("the three ends are final", () => {
  for (const end of ["ended", "terminated", "failed"] as const) assert.ok(isOver(end));
  for (const open of ["waiting", "live", "interrupted", "paused"] as const) assert.ok(!isOver(open));
});

test("whoever has two roles at a facility is named by the one that lets them watch, not by the other", () => {
  const [facilityId, agencyId] = ["here", "ours"];
  const grant = (role: Role, at: string | null = facilityId) => ({ role, agencyId, facilityId: at });
  const actor = (...grants: StaffActor["grants"]) => ({ realm: "staff", grants }) as StaffActor;
  const named = (...grants: StaffActor["grants"]) => roleAt(actor(...grants), "visit.watch", { facilityId, agencyId });
  assert.equal(named(grant("overseer"), grant("supervisor")), "supervisor");
  assert.equal(named(grant("overseer"), grant("supervisor", null)), "supervisor");
  assert.equal(named(grant("supervisor", null), grant("visitation_officer")), "visitation_officer");
  assert.throws(() => named(grant("overseer"), grant("supervisor", "elsewhere")), { codes: ["access.denied"] });
});
