import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type FlagReason, flagOf, RELEASE_CANCELS_MINUTES, review } from "./flags.rules.ts";

const now = Temporal.Instant.from("2026-03-02T16:00:00Z");
const visit = { startsAt: now.add({ hours: 48 }), madeAt: now.subtract({ hours: 5 }), stationUnitId: "a" };
const stay = { state: "current" as const, releasedAt: null, unitId: "a", movedAt: null };
const instant = fc.integer({ min: -10_000, max: 10_000 }).map((minutes) => now.add({ minutes }));

test("a release cancels after an hour, or when the visit begins if that is sooner: never before both, never later", () => {
  fc.assert(
    fc.property(instant, instant, (releasedAt, startsAt) => {
      const flag = flagOf({ stay: { ...stay, state: "released", releasedAt }, visit: { ...visit, startsAt } });
      const hour = releasedAt.add({ minutes: RELEASE_CANCELS_MINUTES });
      assert.equal(flag?.reason, "released");
      assert.ok(flag.cancelsAt?.equals(hour) || flag.cancelsAt?.equals(startsAt));
      const at = flag.cancelsAt as Temporal.Instant;
      assert.ok(Temporal.Instant.compare(at, hour) <= 0 && Temporal.Instant.compare(at, startsAt) <= 0);
    }),
  );
});

test("a visit fits while its resident is where they were when it was booked", () => {
  assert.equal(flagOf({ stay, visit }), undefined);
  const before = { ...stay, unitId: "b", movedAt: visit.madeAt.subtract({ hours: 1 }) };
  assert.equal(flagOf({ stay: before, visit }), undefined, "it was booked knowing that the station is in another unit");
});

test("a move to another unit flags a visit at a station of the old one, and never cancels it by itself", () => {
  const moved = { ...stay, unitId: "b", movedAt: now };
  assert.deepEqual(flagOf({ stay: moved, visit }), { reason: "unit_moved", since: now, cancelsAt: null });
  assert.equal(flagOf({ stay: moved, visit: { ...visit, stationUnitId: null } }), undefined, "a station for everybody still fits");
  assert.equal(flagOf({ stay: moved, visit: { ...visit, stationUnitId: "b" } }), undefined);
});

test("looking twice raises nothing twice, and what staff decided since stands", () => {
  const reasons = fc.constantFrom<FlagReason>("released", "transferred", "unit_moved", "keep_apart");
  const had = fc.array(fc.record({ id: fc.uuid(), reason: reasons, raisedAt: instant, resolved: fc.boolean() }), { maxLength: 5 });
  fc.assert(
    fc.property(had, reasons, instant, (flags, reason, since) => {
      const flag = { reason, since, cancelsAt: null };
      const first = review(flag, flags);
      const raisedAt = since.add({ minutes: 1 });
      const rested = flags.map((each) => ({ ...each, resolved: each.resolved || first.rest.includes(each.id) }));
      const after = first.raise ? [...rested, { id: "new", reason, raisedAt, resolved: false }] : rested;
      assert.deepEqual(review(flag, after), { raise: undefined, rest: [] });
      assert.ok(
        flags.every((each) => each.reason !== "keep_apart" || !first.rest.includes(each.id)),
        "custody puts no keep-apart to rest",
      );
    }),
  );
});
