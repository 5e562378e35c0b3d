import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { creditCents, openOf, shareOut, standingOf } from "#server/domains/money/charging/bill.rules.ts";
import { type Payer, payers, splitOf } from "#server/domains/money/rating/rating.rules.ts";
import { type Collected, taxBackOf } from "./tax-backs.rules.ts";

interface Part {
  payer: Payer;
  takenCents: number;
  takenTaxCents: number;
  creditedCents: number;
  taxBackCents: number;
  goneTaxCents: number;
}
type Act = { credit: number } | { takeBack: number };
const MILLION = 1_000_000;
const splits = fc
  .record({ agency: fc.nat(100), rest: fc.nat(100) })
  .map(({ agency, rest }) => ({ agency, family: Math.round(((100 - agency) * rest) / 100) }))
  .map((split) => ({ ...split, resident: 100 - split.agency - split.family }));
const bills = fc.record({
  priceCents: fc.nat(5000),
  millionths: fc.array(fc.integer({ min: 1, max: 116_000 }), { minLength: 1, maxLength: 3 }),
  split: splits,
  chargedSeconds: fc.integer({ min: 60, max: 7200 }),
});
const seconds = fc.nat(4000).map((credit): Act => ({ credit }));
const takeBack = fc.nat(2).map((at): Act => ({ takeBack: at }));
const sum = <T>(all: readonly T[], of: (one: T) => number) => all.reduce((total, one) => total + of(one), 0);

/** A charge with its taxes rounded down as one, as it is taken. */
function charged({ priceCents, millionths, split }: { priceCents: number; millionths: number[]; split: Record<Payer, number> }) {
  const taxCents = Math.floor((priceCents * sum(millionths, (one) => one)) / MILLION);
  const [prices, taxes] = [splitOf(priceCents, split), splitOf(taxCents, split)];
  const none = { creditedCents: 0, taxBackCents: 0, goneTaxCents: 0 };
  const parts = payers.map((payer): Part => ({ payer, takenCents: prices[payer] + taxes[payer], takenTaxCents: taxes[payer], ...none }));
  const lines = millionths.map((one, at): Collected => ({ taxLineId: String(at), millionths: one, isGiven: false }));
  return { parts, lines, taxCents };
}

/** Gives a tax back; answers what its payers had paid by it, and what came back. */
function back(parts: readonly Part[], lines: Collected[], at: number): { taxCents: number; cents: number } {
  const paid = parts.map((part) => ({ ...part, backCents: part.creditedCents + part.taxBackCents, part }));
  const given = taxBackOf(String(at), lines, paid);
  for (const { paid: of, taxCents, cents } of given) {
    assert.ok(
      cents >= 0 && cents <= taxCents && cents <= openOf([of.part]),
      "never above what is open of a payer's part, nor what they paid by it",
    );
    of.part.taxBackCents += cents;
    of.part.goneTaxCents += taxCents;
  }
  if (lines[at]) lines[at] = { ...lines[at], isGiven: true };
  return { taxCents: sum(given, (one) => one.taxCents), cents: sum(given, (one) => one.cents) };
}

test("whatever of 1 to 3 taxes is taken back, in any order, what was paid by it comes back to the cent, and the odd cent is the payers'", () => {
  fc.assert(
    fc.property(bills, fc.array(fc.nat(2), { maxLength: 5 }), (bill, order) => {
      const { parts, lines, taxCents } = charged(bill);
      const all = sum(bill.millionths, (one) => one);
      for (const at of order) back(parts, lines, at);
      const wrong = lines.filter(({ isGiven }) => isGiven);
      const exact = (taxCents * sum(wrong, ({ millionths }) => millionths)) / all;
      const came = sum(parts, (part) => part.taxBackCents);
      assert.ok(came >= exact - 1e-6 && came < exact + 1, `${came} came back of ${exact}`);
      if (wrong.length === lines.length) for (const part of parts) assert.equal(part.taxBackCents, part.takenTaxCents, part.payer);
    }),
  );
});

test("random credits before, between and after: a tax gives back its part of what is open, nobody ever gets more than they paid, and all seconds are all cents", () => {
  fc.assert(
    fc.property(bills, fc.array(fc.oneof(seconds, takeBack), { maxLength: 8 }), (bill, acts) => {
      const { parts, lines } = charged(bill);
      const credit = (asked: number) => {
        const cents = creditCents({ ...standingOf(parts), chargedSeconds: bill.chargedSeconds }, asked);
        for (const [part, share] of shareOut(cents, new Map(parts.map((one) => [one, openOf([one])])))) part.creditedCents += share;
      };
      for (const act of acts) {
        if ("credit" in act) credit(act.credit);
        else {
          const [{ cents: standing }, open] = [standingOf(parts), openOf(parts)];
          const { taxCents, cents } = back(parts, lines, act.takeBack);
          // Each payer's own part of it was credited alike, but for the cents that were shared out.
          const due = standing === 0 ? 0 : (taxCents * open) / standing;
          assert.ok(Math.abs(cents - due) <= parts.length + 1, `${cents} for ${due}`);
        }
        for (const part of parts) assert.ok(openOf([part]) >= 0 && part.goneTaxCents <= part.takenTaxCents);
      }
      credit(bill.chargedSeconds);
      for (const part of parts) assert.equal(openOf([part]), 0, part.payer);
    }),
  );
});

test("a tax that was given back, or was never collected, gives nothing back again", () => {
  const { parts, lines } = charged({ priceCents: 220, millionths: [62_500, 20_000], split: { agency: 0, family: 100, resident: 0 } });
  assert.deepEqual(
    [back(parts, lines, 1), back(parts, lines, 1), back(parts, lines, 7)],
    [
      { taxCents: 5, cents: 5 },
      { taxCents: 0, cents: 0 },
      { taxCents: 0, cents: 0 },
    ],
  );
  assert.deepEqual(back(parts, lines, 0), { taxCents: 13, cents: 13 });
});
