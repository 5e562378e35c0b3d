import assert from "node:assert/strict";
import { test } from "node:test";
import { FLOOR_KBPS, type LinkCap, limited, lowered, raised } from "./link-cap.rules.ts";

test("a cap never falls below the floor and never rises above its limit", () => {
  let cap: LinkCap = { kbps: 600, maxKbps: 600 };
  for (let step = 0; step < 20; step += 1) cap = lowered(cap);
  assert.equal(cap.kbps, FLOOR_KBPS);
  for (let step = 0; step < 40; step += 1) cap = raised(cap);
  assert.deepEqual(cap, { kbps: 600, maxKbps: 600 });
});

test("from the floor every raise is felt, so that picture always comes back", () => {
  assert.ok(raised({ kbps: FLOOR_KBPS, maxKbps: 600 }).kbps > FLOOR_KBPS);
});

test("a new limit moves a cap that was whole, and leaves one that was lowered where it is", () => {
  assert.deepEqual(limited({ kbps: 600, maxKbps: 600 }, 300), { kbps: 300, maxKbps: 300 });
  assert.deepEqual(limited({ kbps: 200, maxKbps: 600 }, 800), { kbps: 200, maxKbps: 800 });
  assert.deepEqual(limited({ kbps: 500, maxKbps: 600 }, 300), { kbps: 300, maxKbps: 300 });
});
