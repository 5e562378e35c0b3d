import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Standing, verdictOn } from "./stopped.rules.ts";

const now = Temporal.Instant.from("2026-03-02T16:00:00Z");
const instant = fc.integer({ min: -10_000, max: 10_000 }).map((minutes) => now.add({ minutes }));
const limit = fc
  .record({ forbids: fc.boolean(), startsAt: instant, hours: fc.option(fc.integer({ min: 1, max: 200 })), madeAt: instant })
  .map(({ hours, ...row }) => ({ ...row, endsAt: hours === null ? null : row.startsAt.add({ hours }) }));
const statuses = ["approved", "auto_approved", "suspended", "ended", "rejected", "withdrawn"];
const standing = fc.record({ status: fc.constantFrom(...statuses), since: instant, limits: fc.array(limit, { maxLength: 4 }) });
const covers = (one: Standing["limits"][number], at: Temporal.Instant) =>
  Temporal.Instant.compare(one.startsAt, at) <= 0 && (one.endsAt === null || Temporal.Instant.compare(at, one.endsAt) < 0);

test("a ban cancels the visits of its days and no other: what comes after its last day stays booked", () => {
  fc.assert(
    fc.property(fc.array(limit, { maxLength: 4 }), instant, (limits, startsAt) => {
      const verdict = verdictOn({ status: "approved", since: now, limits }, startsAt);
      const banned = limits.some((one) => one.forbids && covers(one, startsAt));
      assert.equal(verdict !== undefined && "cancel" in verdict, banned);
      if (!limits.some((one) => covers(one, startsAt))) assert.equal(verdict, undefined);
    }),
  );
});

test("a suspension never drops a visit by itself before it begins, and an ended connection keeps none", () => {
  fc.assert(
    fc.property(standing, instant, (how, startsAt) => {
      const verdict = verdictOn(how, startsAt);
      if (["ended", "rejected", "withdrawn"].includes(how.status)) assert.deepEqual(verdict, { cancel: "connection_ended" });
      const banned = how.limits.some((one) => one.forbids && covers(one, startsAt));
      if (how.status !== "suspended" || banned) return;
      assert.ok(verdict && "flag" in verdict && verdict.flag.cancelsAt?.equals(startsAt));
    }),
  );
});

test("a limit on how two people meet flags the visit for staff, and never cancels it by itself", () => {
  const limits = [{ forbids: false, startsAt: now, endsAt: null, madeAt: now }];
  assert.deepEqual(verdictOn({ status: "auto_approved", since: now, limits }, now.add({ hours: 1 })), {
    flag: { reason: "connection_limited", since: now, cancelsAt: null },
  });
});
