import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TAXES_MILLIONTHS_MAX } from "#contracts/tax-limits.ts";
import { highestSum, holdsOn, taxDecisionRefusals, taxEndRefusals, taxesOf, taxRefusals } from "./taxes.rules.ts";

const first = Temporal.PlainDate.from("2026-11-01");
const dayOf = (at: number) => first.add({ days: at }).toString();
const tax = fc
  .record({ id: fc.uuid(), millionths: fc.integer({ min: 1, max: 200_000 }), from: fc.nat(60), days: fc.option(fc.nat(40)) })
  .map(({ id, millionths, from, days }) => ({
    id,
    millionths,
    validFrom: dayOf(from),
    validThrough: days === null ? null : dayOf(from + days),
  }));

test("the highest sum that a tax is part of is the highest that any of its days has", () => {
  fc.assert(
    fc.property(tax, fc.array(tax, { maxLength: 6 }), (one, others) => {
      const days = Array.from({ length: 120 }, (_, at) => dayOf(at)).filter((day) => holdsOn(one, day));
      const sums = days.map((day) => [one, ...others].filter((each) => holdsOn(each, day)).reduce((sum, each) => sum + each.millionths, 0));
      assert.equal(highestSum(one, others), Math.max(...sums));
    }),
  );
});

test("however taxes are stated, on no day do those that were let in come to more than the most that a law asks", () => {
  fc.assert(
    fc.property(fc.array(tax, { maxLength: 10 }), (asked) => {
      const confirmed: typeof asked = [];
      for (const one of asked) if (taxRefusals(one, { today: dayOf(0), confirmed }).length === 0) confirmed.push(one);
      for (let at = 0; at < 120; at++) {
        const sum = confirmed.filter((each) => holdsOn(each, dayOf(at))).reduce((total, each) => total + each.millionths, 0);
        assert.ok(sum <= TAXES_MILLIONTHS_MAX);
      }
      assert.ok(taxesOf(asked) <= TAXES_MILLIONTHS_MAX);
    }),
  );
});

test("nobody confirms what they stated themselves, and what is decided stays so", () => {
  const stated = { id: "1", millionths: 62_500, validFrom: dayOf(5), validThrough: null, statedBy: "walsh" };
  const at = { today: dayOf(0), confirmed: [] };
  const ask = (state: "stated" | "confirmed" | "refused", by: string, today = dayOf(0)) =>
    taxDecisionRefusals({ ...stated, state }, by, "confirmed", { ...at, today });
  assert.deepEqual(ask("stated", "stone"), []);
  assert.deepEqual(ask("stated", "walsh"), ["money.same_person"]);
  assert.deepEqual(ask("confirmed", "stone"), [], "asked again it is the same");
  assert.deepEqual(ask("refused", "stone"), ["price.tax_decided"]);
  assert.deepEqual(ask("stated", "stone", dayOf(6)), ["price.day_past"], "its first day has passed while it waited");
});

test("a tax ends today or later, never later than it was to end, and only one that holds", () => {
  const line = { id: "1", millionths: 1, validFrom: dayOf(5), validThrough: dayOf(20), state: "confirmed" as const };
  const ask = (through: number, today: number) => taxEndRefusals(line, dayOf(through), dayOf(today));
  assert.deepEqual([ask(10, 10), ask(20, 6)], [[], []]);
  assert.deepEqual([ask(4, 5), ask(4, 30)], [[], []], "one that was wrong is taken back any day, also when it is over");
  assert.deepEqual(ask(3, 5), ["price.day_past", "price.tax_days_wrong"]);
  assert.deepEqual(ask(9, 10), ["price.day_past"]);
  assert.deepEqual(ask(21, 10), ["price.tax_days_wrong"]);
  assert.deepEqual(ask(3, 1), ["price.tax_days_wrong"]);
  assert.deepEqual(ask(4, 1), [], "one that has not begun may end before its first day");
  assert.deepEqual(taxEndRefusals({ ...line, state: "stated" }, dayOf(10), dayOf(1)), ["price.tax_not_confirmed"]);
});
