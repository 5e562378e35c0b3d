import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Law } from "#jurisdictions/caps.rules.ts";
import { rateCaps } from "#jurisdictions/rate-caps.ts";
import type { Payer, Price } from "#server/domains/money/rating/rating.rules.ts";
import { centsOf, creditCents, partsFor, shareOut, takenFor, USEFUL_SECONDS } from "./bill.rules.ts";

const anyCap = rateCaps[0]!;
const lawOf = (capMicros: number | null, free: boolean): Law => ({
  cap: capMicros === null ? undefined : { microsPerMinute: capMicros, by: anyCap, all: [anyCap], carriedOver: false },
  free: free ? anyCap : undefined,
});
const micros = fc.integer({ min: 0, max: 1_000_000 });
const laws = fc.record({ cap: fc.option(micros), free: fc.boolean() }).map(({ cap, free }) => lawOf(cap, free));
const prices = fc
  .record({ microsPerMinute: micros, taxMillionths: fc.integer({ min: 0, max: 500_000 }), agency: fc.nat(100), rest: fc.nat(100) })
  .map(({ agency, rest, ...price }): Price => {
    const family = Math.round(((100 - agency) * rest) / 100);
    return { ...price, split: { agency, family, resident: 100 - agency - family } };
  });
const minutes = fc.integer({ min: 1, max: 120 });
const freeSeconds = fc.oneof(fc.constant(0), fc.nat(7200));

test("no payer is ever asked more than was quoted them, whatever the law and the seconds became", () => {
  fc.assert(
    fc.property(prices, laws, laws, minutes, freeSeconds, fc.nat(20_000), (price, before, after, length, free, seconds) => {
      const quoted = partsFor(price, before, { seconds: length * 60, freeSeconds: free });
      const { parts, chargedSeconds, nothing } = takenFor(price, after, { seconds, freeSeconds: free }, quoted);
      for (const [payer, part] of parts) {
        assert.ok(part.priceCents <= (quoted.get(payer)?.priceCents ?? 0));
        assert.ok(part.taxCents <= (quoted.get(payer)?.taxCents ?? 0));
      }
      assert.ok(chargedSeconds <= seconds);
      assert.equal(nothing === null, centsOf(parts) > 0, "nothing taken has its reason, and only then");
    }),
  );
});

test("no charge is above the cap of its day for the seconds that count, rounded down", () => {
  fc.assert(
    fc.property(prices, laws, minutes, freeSeconds, fc.nat(20_000), (price, law, length, free, seconds) => {
      const quoted = partsFor(price, law, { seconds: length * 60, freeSeconds: free });
      const { parts } = takenFor(price, law, { seconds, freeSeconds: free }, quoted);
      const most = Math.floor((Math.max(0, seconds - free) * (law.cap?.microsPerMinute ?? 0)) / (60 * 10_000));
      assert.ok([...parts.values()].reduce((sum, { priceCents }) => sum + priceCents, 0) <= most);
    }),
  );
});

test("where a law makes it free for both people, neither is asked anything, and the agency no more for it", () => {
  fc.assert(
    fc.property(prices, minutes, micros, (price, length, cap) => {
      const of = { seconds: length * 60, freeSeconds: 0 };
      const [free, paid] = [partsFor(price, lawOf(cap, true), of), partsFor(price, lawOf(cap, false), of)];
      for (const payer of ["family", "resident"] as const)
        assert.deepEqual(free.get(payer) ?? 0, (free.get(payer) && { priceCents: 0, taxCents: 0 }) || 0);
      assert.deepEqual(free.get("agency"), paid.get("agency"));
    }),
  );
});

test("below a useful length nothing is charged at all, and from it on each second counts", () => {
  const price: Price = { microsPerMinute: 600_000, taxMillionths: 0, split: { family: 100 } };
  const law = lawOf(600_000, false);
  const quoted = partsFor(price, law, { seconds: 600, freeSeconds: 0 });
  const taken = (seconds: number) => centsOf(takenFor(price, law, { seconds, freeSeconds: 0 }, quoted).parts);
  assert.deepEqual([taken(0), taken(USEFUL_SECONDS - 1), taken(USEFUL_SECONDS), taken(USEFUL_SECONDS + 1)], [0, 0, 60, 61]);
  assert.equal(takenFor(price, law, { seconds: 59, freeSeconds: 0 }, quoted).nothing, "too_short");
});

test("credits of one charge, in any order and however many, are each rounded up and never together more than was taken", () => {
  fc.assert(
    fc.property(
      fc.nat(100_000),
      fc.integer({ min: 1, max: 10_000 }),
      fc.array(fc.nat(12_000), { maxLength: 20 }),
      (cents, charged, asked) => {
        let credited = 0;
        for (const seconds of asked) {
          const back = creditCents({ cents, chargedSeconds: charged, creditedCents: credited }, seconds);
          assert.ok(back >= 0 && back * charged >= Math.min(cents * Math.min(seconds, charged), (cents - credited) * charged) - 1e-6);
          credited += back;
        }
        assert.ok(credited <= cents);
        if (asked.some((seconds) => seconds >= charged)) assert.equal(credited, cents, "all of its seconds are all of its cents");
      },
    ),
  );
});

test("what is shared out comes to the cent, and nobody gets back more than is open", () => {
  const opens = fc.dictionary(fc.constantFrom<Payer>("agency", "family", "resident"), fc.nat(10_000), { minKeys: 1 });
  fc.assert(
    fc.property(opens, fc.double({ min: 0, max: 1, noNaN: true }), (open, part) => {
      const all = new Map(Object.entries(open));
      const total = [...all.values()].reduce((sum, one) => sum + one, 0);
      const cents = Math.floor(total * part);
      const shares = shareOut(cents, all);
      assert.equal(
        [...shares.values()].reduce((sum, one) => sum + one, 0),
        cents,
      );
      for (const [key, share] of shares) assert.ok(share > 0 && share <= all.get(key)!);
    }),
  );
});
