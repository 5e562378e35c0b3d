import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dollarsToCents } from "./formats.ts";

test("whatever whole cents are written as dollars are read as the same cents", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom(".", ","), (cents, point) => {
      assert.equal(dollarsToCents(`${Math.floor(cents / 100)}${point}${String(cents % 100).padStart(2, "0")}`), cents);
    }),
  );
});

test("dollars are read as people write them, and what is no amount is none", () => {
  assert.deepEqual(["20", "$20", " $ 12.5 ", "7,", "0.05"].map(dollarsToCents), [2000, 2000, 1250, 700, 5]);
  assert.deepEqual(["", "abc", "1.234", "-5", "1e3", "20 dollars", "."].map(dollarsToCents), Array(7).fill(undefined));
});
