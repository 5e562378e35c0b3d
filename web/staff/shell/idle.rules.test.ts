import assert from "node:assert/strict";
import { test } from "node:test";
import { mustTell, presenceOf, secondsLeft } from "./idle.rules.ts";

const MINUTE = 60_000;
const at = { activeAt: 0, toldAt: 0 };

test("after 28 minutes without keys or pointer the page asks, and after 30 it signs out", () => {
  assert.equal(presenceOf(at, 28 * MINUTE - 1), "there");
  assert.equal(presenceOf(at, 28 * MINUTE), "asked");
  assert.equal(presenceOf(at, 30 * MINUTE - 1), "asked");
  assert.equal(presenceOf(at, 30 * MINUTE), "gone");
  assert.equal(secondsLeft(at, 28 * MINUTE), 120);
  assert.equal(secondsLeft(at, 31 * MINUTE), 0);
});

test("the server is told of activity at most once a minute, and never when nobody did anything", () => {
  assert.equal(mustTell({ activeAt: 10, toldAt: 0 }, MINUTE - 1), false);
  assert.equal(mustTell({ activeAt: 10, toldAt: 0 }, MINUTE), true);
  assert.equal(mustTell({ activeAt: 10, toldAt: 20 }, 50 * MINUTE), false);
});
