import assert from "node:assert/strict";
import test from "node:test";
import { ageOf } from "./age.rules.ts";

test("an age is told in minutes, then hours, then days, and is never less than nothing", () => {
  const opened = "2026-11-21T14:00:00Z";
  const after = (minutes: number) => ageOf(opened, Date.parse(opened) + minutes * 60_000);
  assert.deepEqual(after(-5), { unit: "minutes", count: 0 });
  assert.deepEqual(after(59), { unit: "minutes", count: 59 });
  assert.deepEqual(after(61), { unit: "hours", count: 1 });
  assert.deepEqual(after(47 * 60), { unit: "hours", count: 47 });
  assert.deepEqual(after(50 * 60), { unit: "days", count: 2 });
});
