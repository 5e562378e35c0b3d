import assert from "node:assert/strict";
import { test } from "node:test";
import { IDLE_SECONDS, IDLE_WARNING_SECONDS } from "#contracts/stations.ts";
import { idleAt, tellsServer, WARNING_SECONDS } from "./idle-state.ts";

const at = (seconds: number, held = false) => idleAt({ touchedAt: 1000, now: 1000 + seconds * 1000, idleSeconds: IDLE_SECONDS, held });

test("nothing is said for forty seconds after a touch", () => assert.deepEqual(at(39.9), { phase: "here" }));
test("twenty seconds before, the kiosk warns and counts down", () => {
  assert.deepEqual(at(40), { phase: "warning", secondsLeft: 20 });
  assert.deepEqual(at(58.5), { phase: "warning", secondsLeft: 2 });
});
test("after sixty seconds without a touch the person is signed out", () => assert.deepEqual(at(60), { phase: "over" }));
test("in a waiting room or a live visit nobody is ever signed out", () => assert.deepEqual(at(3600, true), { phase: "off" }));
test("the warning is as long as the contract says", () => assert.equal(WARNING_SECONDS, IDLE_WARNING_SECONDS));
test("touching all the time tells the server at most every ten seconds", () => {
  assert.equal(tellsServer({ toldAt: 0, now: 9_999 }), false);
  assert.equal(tellsServer({ toldAt: 0, now: 10_000 }), true);
});
