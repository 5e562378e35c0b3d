import assert from "node:assert/strict";
import { test } from "node:test";
import { visitStatuses } from "#contracts/visits.ts";
import { before, canCancel, lostSeconds, mayBecome, visitSteps } from "./visits.rules.ts";

const at = (text: string) => Temporal.Instant.from(`2026-03-04T${text}Z`);
const visit = { status: "booked", startsAt: at("16:00"), endsAt: at("16:30") } as const;

test("every status of a visit has its steps, and each step leads to a status", () => {
  assert.deepEqual(Object.keys(visitSteps).sort(), [...visitStatuses].sort());
  for (const next of Object.values(visitSteps).flat()) assert.ok(visitStatuses.includes(next));
});

test("what has ended stays ended: no visit that is over becomes anything else", () => {
  for (const over of ["completed", "missed", "cancelled", "rejected", "withdrawn"] as const)
    for (const status of visitStatuses) assert.equal(mayBecome(over, status), false, `${over} became ${status}`);
  assert.deepEqual(before("completed"), ["in_progress"]);
  assert.deepEqual(before("missed"), ["booked", "in_progress"]);
});

test("both sides may cancel until the start, staff until the end, nobody once it is in progress", () => {
  assert.equal(canCancel(visit, "side", at("15:59")), true);
  assert.equal(canCancel(visit, "side", at("16:00")), false);
  assert.equal(canCancel(visit, "staff", at("16:29")), true);
  assert.equal(canCancel(visit, "staff", at("16:30")), false);
  assert.equal(canCancel({ ...visit, status: "in_progress" }, "staff", at("16:10")), false);
});

test("time is only lost once a visit is over, and never less than none", () => {
  const lost = (status: "booked" | "completed" | "missed" | "cancelled", connectedSeconds: number) =>
    lostSeconds({ status, visitMinutes: 30, connectedSeconds });
  assert.equal(lost("booked", 0), 0);
  assert.equal(lost("cancelled", 0), 0);
  assert.equal(lost("missed", 0), 1800);
  assert.equal(lost("completed", 1700), 100);
  assert.equal(lost("completed", 1801), 0);
});
