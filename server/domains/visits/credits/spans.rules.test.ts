import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { gapsBetween, joined, lengthOf, type Span, without } from "./spans.rules.ts";

const spans = fc.array(
  fc.tuple(fc.nat(60), fc.nat(20)).map(([from, length]): Span => ({ from, to: from + length })),
  { maxLength: 12 },
);
/** The same as a plain set of whole units of time. */
const units = (all: readonly Span[]) =>
  new Set(all.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)));

test("stretches joined, taken off one another and measured come out as sets of moments do", () => {
  fc.assert(
    fc.property(spans, spans, (one, other) => {
      assert.deepEqual([...units(joined(one))].sort(), [...units(one)].sort());
      assert.equal(lengthOf(one), units(one).size);
      const taken = units(other);
      assert.deepEqual([...units(without(one, other))].sort(), [...units(one)].filter((at) => !taken.has(at)).sort());
      const gaps = gapsBetween(one);
      assert.equal(lengthOf([...one, ...gaps]), lengthOf(one) + lengthOf(gaps));
      assert.ok(joined([...one, ...gaps]).length <= 1);
    }),
  );
});
