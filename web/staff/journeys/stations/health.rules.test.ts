import assert from "node:assert/strict";
import test from "node:test";
import { healthOf, SILENT_AFTER_MS } from "./health.rules.ts";

const now = Date.parse("2026-11-21T14:00:00Z");
const station = { status: "active", enrolled: true, lastSeenAt: new Date(now).toISOString(), camera: "works", microphone: "works" };

test("a station that says it is there works, until it falls silent", () => {
  assert.equal(healthOf(station, now), "works");
  assert.equal(healthOf(station, now + SILENT_AFTER_MS + 1), "silent");
});

test("a missing camera is trouble, and a station nobody set up is not called silent", () => {
  assert.equal(healthOf({ ...station, camera: "missing" }, now), "trouble");
  assert.equal(healthOf({ ...station, enrolled: false, lastSeenAt: null }, now), "not_set_up");
  assert.equal(healthOf({ ...station, status: "inactive" }, now), "out_of_use");
  assert.equal(healthOf({ ...station, status: "blocked" }, now), "blocked");
});
