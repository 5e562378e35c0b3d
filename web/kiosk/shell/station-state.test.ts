import assert from "node:assert/strict";
import { test } from "node:test";
import { next, type StationEvent, type StationView, starting } from "./station-state.ts";

const health = (version: string, media: "ok" | "unavailable" = "ok"): StationEvent => ({
  type: "health",
  health: { version, media: { status: media } },
});
const station = {
  id: "0193b2a0-0000-7000-8000-000000000001",
  name: "B-03",
  unit: "Unit B",
  facility: { id: "0193b2a0-0000-7000-8000-000000000002", name: "Alder County Jail", timeZone: "America/Denver" },
  status: "active" as const,
  signIn: { open: false, endedFor: null },
  echoDue: false,
  now: "2026-11-21T20:48:00Z",
};
const after = (...events: StationEvent[]): StationView => events.reduce(next, starting);

test("a kiosk without a key asks to be enrolled; one whose key is refused asks to be enrolled again", () => {
  assert.equal(after(health("1"), { type: "no_key" }).phase, "unenrolled");
  assert.equal(after(health("1"), { type: "station", station }, { type: "key_refused" }).phase, "lost");
});
test("a server that is gone takes nothing away: the kiosk still knows which station it is", () => {
  const view = after(health("1"), { type: "station", station }, { type: "unreachable" });
  assert.equal(view.reachable, false);
  assert.equal(view.station?.name, "B-03");
});
test("when the server is back the kiosk goes on by itself", () => {
  const view = after(health("1"), { type: "station", station }, { type: "unreachable" }, health("1"));
  assert.equal(view.reachable, true);
  assert.equal(view.newer, false);
});
test("a page older than the server knows it, and only then", () => {
  assert.equal(after(health("1"), health("2")).newer, true);
  assert.equal(after(health("1"), health("2"), health("1")).newer, false);
});
test("video out of order is known before anybody signs in", () => assert.equal(after(health("1", "unavailable")).media, "unavailable"));
