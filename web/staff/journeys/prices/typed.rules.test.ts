import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { microsOf, millionthsOf, thousandthsOf, typedDollars, wholeOf } from "./typed.rules.ts";

const known: [what: unknown, is: unknown][] = [
  [microsOf("0.11"), 110_000],
  [microsOf(".07"), 70_000],
  [microsOf("$0.29"), 290_000],
  [microsOf("0,25"), 250_000],
  [microsOf("0"), 0],
  [microsOf("10"), 10_000_000],
  [microsOf("10.000001"), undefined],
  [microsOf("0.1234567"), undefined],
  [microsOf(""), undefined],
  [microsOf("."), undefined],
  [microsOf("-1"), undefined],
  [microsOf("eleven"), undefined],
  [millionthsOf("6.25"), 62_500],
  [millionthsOf(""), undefined],
  [millionthsOf("0"), undefined],
  [millionthsOf("35"), 350_000],
  [millionthsOf("35.0001"), undefined],
  [thousandthsOf("349.5"), 349_500],
  [thousandthsOf("34"), 34_000],
  [thousandthsOf(""), undefined],
  [wholeOf("", 100), 0],
  [wholeOf("101", 100), undefined],
];
test("what is typed is read digit by digit, and what is no such number is nothing", () => {
  for (const [at, [got, is]] of known.entries()) assert.equal(got, is, `line ${at + 1}`);
});

test("whatever price stands can be typed again and is the same", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 10_000_000 }), (micros) => assert.equal(microsOf(typedDollars(micros)), micros)));
});
