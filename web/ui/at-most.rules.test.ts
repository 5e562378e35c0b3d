import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { atMostCents } from "./at-most.rules.ts";

// The same figures as in the server's own test of what minutes cost.
const known: [what: string, micros: number, tax: number, minutes: number, cents: number][] = [
  ["20 minutes at 11 cents", 110_000, 0, 20, 220],
  ["a tax of 6.25 % on $2.20 is rounded down", 110_000, 62_500, 20, 233],
  ["20 minutes for less than a cent cost nothing", 499, 0, 20, 0],
];
for (const [what, micros, tax, minutes, cents] of known) test(what, () => assert.equal(atMostCents(micros, tax, minutes), cents));

test("what a page says that minutes can cost is never above price and tax for them", () => {
  const price = fc.record({ micros: fc.integer({ min: 0, max: 2_000_000 }), tax: fc.integer({ min: 0, max: 500_000 }) });
  fc.assert(
    fc.property(price, fc.integer({ min: 1, max: 240 }), ({ micros, tax }, minutes) => {
      const exact = (micros * minutes * (1 + tax / 1_000_000)) / 10_000;
      const cents = atMostCents(micros, tax, minutes);
      assert.ok(Number.isInteger(cents) && cents <= exact + 1e-6 && cents > exact - 2.5);
    }),
  );
});
