import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { amountFor, chargeFor, type Price, quoteFor, splitOf } from "./rating.rules.ts";

const family: Price["split"] = { family: 100 };
const at = (usd: number, taxMillionths = 0): Price => ({ microsPerMinute: Math.round(usd * 1_000_000), split: family, taxMillionths });

const known: [what: string, price: Price, cap: number | undefined, seconds: number, cents: [number, number]][] = [
  ["20 minutes at 11 cents", at(0.11), 250_000, 1200, [220, 0]],
  ["one second at 11 cents is less than a cent", at(0.11), 250_000, 1, [0, 0]],
  ["six seconds at 11 cents are one cent", at(0.11), 250_000, 6, [1, 0]],
  ["what is above the cap follows the cap", at(0.5), 110_000, 1200, [220, 0]],
  ["where no price is lawful nothing is charged", at(0.5), undefined, 1200, [0, 0]],
  ["a free law is a cap of nothing", at(0.5), 0, 1200, [0, 0]],
  ["a tax of 6.25 % on $2.20 is rounded down", at(0.11, 62_500), 250_000, 1200, [220, 13]],
];
for (const [what, price, cap, seconds, [priceCents, taxCents]] of known)
  test(what, () => assert.deepEqual(amountFor(price, cap, { seconds }), { priceCents, taxCents }));

const prices = fc.record({
  microsPerMinute: fc.integer({ min: 0, max: 2_000_000 }),
  split: fc.constant(family),
  taxMillionths: fc.integer({ min: 0, max: 300_000 }),
});
const caps = fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 500_000 }));
const times = fc.record({ seconds: fc.integer({ min: 0, max: 4 * 3600 }), freeSeconds: fc.integer({ min: 0, max: 3600 }) });

test("no charge is above the cap for its seconds, above its tariff, or above its quote", () => {
  fc.assert(
    fc.property(prices, caps, times, fc.integer({ min: 1, max: 240 }), (price, cap, time, minutes) => {
      const quoted = quoteFor(price, cap, { minutes });
      const { priceCents, taxCents } = chargeFor(price, cap, time, quoted);
      assert.ok(priceCents * 600_000 <= (cap ?? 0) * time.seconds);
      assert.ok(priceCents * 600_000 <= price.microsPerMinute * time.seconds);
      assert.ok(priceCents <= quoted.priceCents && taxCents <= quoted.taxCents);
      assert.ok(taxCents * 1_000_000 <= priceCents * price.taxMillionths);
      for (const cents of [priceCents, taxCents]) assert.ok(Number.isSafeInteger(cents) && cents >= 0);
    }),
  );
});

test("a charge stays within its quote when tariff and cap have changed since it was made", () => {
  fc.assert(
    fc.property(
      prices,
      caps,
      prices,
      caps,
      times,
      fc.integer({ min: 1, max: 240 }),
      (quotedPrice, quotedCap, price, cap, time, minutes) => {
        const quoted = quoteFor(quotedPrice, quotedCap, { minutes });
        const charged = chargeFor(price, cap, time, quoted);
        assert.ok(charged.priceCents <= quoted.priceCents && charged.taxCents <= quoted.taxCents);
      },
    ),
  );
});

test("a second less, a free second more, a lower cap or a lower tariff never costs more", () => {
  fc.assert(
    fc.property(prices, fc.integer({ min: 0, max: 500_000 }), times, fc.integer({ min: 0, max: 500_000 }), (price, cap, time, less) => {
      const cost = ({ priceCents, taxCents }: { priceCents: number; taxCents: number }) => priceCents + taxCents;
      const base = cost(amountFor(price, cap, time));
      assert.ok(cost(amountFor(price, cap, { ...time, seconds: Math.max(0, time.seconds - 1) })) <= base);
      assert.ok(cost(amountFor(price, cap, { ...time, freeSeconds: time.freeSeconds + 1 })) <= base);
      assert.ok(cost(amountFor(price, Math.max(0, cap - less), time)) <= base);
      assert.ok(cost(amountFor({ ...price, microsPerMinute: Math.max(0, price.microsPerMinute - less) }, cap, time)) <= base);
    }),
  );
});

test("parts of a split are whole cents, add up, and none differs from its percent by a cent", () => {
  const splits = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })).map(([one, other]) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    return { agency: low, family: high - low, resident: 100 - high };
  });
  fc.assert(
    fc.property(splits, fc.integer({ min: 0, max: 1_000_000 }), (split, cents) => {
      const parts = splitOf(cents, split);
      assert.equal(parts.agency + parts.family + parts.resident, cents);
      for (const payer of ["agency", "family", "resident"] as const) {
        assert.ok(Number.isInteger(parts[payer]) && parts[payer] >= 0);
        assert.ok(Math.abs(parts[payer] - (cents * split[payer]) / 100) < 1);
        if (split[payer] === 0) assert.equal(parts[payer], 0);
      }
    }),
  );
});
