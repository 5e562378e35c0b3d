import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PLAN_DAYS_MAX } from "#contracts/plan-limits.ts";
import { rateCaps, services } from "#jurisdictions/rate-caps.ts";
import { partsFor, takenFor } from "#server/domains/money/charging/bill.rules.ts";
import { type Facts, lawAt } from "#server/domains/money/tariffs/tariff.rules.ts";
import {
  type BoughtPlan,
  lastDay,
  nextPlan,
  overAt,
  type PlanUse,
  planRefusals,
  planSeconds,
  stateOf,
  type TariffFrom,
  takenOf,
  taxOfPlan,
  termsOfUse,
  withoutReturned,
} from "./plan.rules.ts";

const TODAY = "2026-11-23";
const ANY = 1_000_000;
const day = (offset: number): string => Temporal.PlainDate.from("2026-09-01").add({ days: offset }).toString();
const places = fc.constantFrom<[Omit<Facts, "adpOf">, number | null][]>(
  [{ kind: "jail", runBy: "county", state: "TX", city: null }, 36.4],
  [{ kind: "jail", runBy: "county", state: "TX", city: null }, null],
  [{ kind: "jail", runBy: "county", state: "TX", city: null }, 350],
  [{ kind: "prison", runBy: "state", state: "NY", city: null }, 812],
  [{ kind: "jail", runBy: "county", state: "MA", city: null }, 200],
);
const family = { agency: 0, family: 100, resident: 0 };
const splits = fc.constantFrom(family, family, family, { agency: 20, family: 80, resident: 0 });
const tariffsOf = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 200 }),
    microsPerMinute: fc.constantFrom(0, 70_000, 110_000, 190_000, 440_000),
    split: splits,
  }),
  { maxLength: 4 },
);
const plans = fc.record({
  minutes: fc.integer({ min: 1, max: 1000 }),
  days: fc.integer({ min: 1, max: PLAN_DAYS_MAX }),
  priceCents: fc.integer({ min: 1, max: 20_000 }),
});
function* daysOf(from: string, through: string) {
  for (let each = Temporal.PlainDate.from(from); each.toString() <= through; each = each.add({ days: 1 })) yield each.toString();
}

test("a plan is sold exactly where, on each single day it could be used, a minute of it is lawful, no dearer than without it, and the family's alone", () => {
  fc.assert(
    fc.property(
      places,
      plans,
      tariffsOf,
      fc.constantFrom(...services),
      fc.integer({ min: 83, max: 160 }),
      fc.integer({ min: 0, max: 60 }),
      ([where, adp], plan, set, service, at, length) => {
        const facts: Facts = { ...where, adpOf: (year) => (year <= 2025 ? adp : null) };
        const [from, through] = [day(at), day(at + length)];
        const tariffs = set
          .map(({ at: since, ...rest }): TariffFrom => ({ validFrom: day(since), ...rest }))
          .sort((one, other) => (one.validFrom < other.validFrom ? 1 : -1));
        const terms = termsOfUse(rateCaps, facts, service, { tariffs, from, through, days: plan.days, today: TODAY });
        const { codes, by } = planRefusals(plan, { today: TODAY, from, through }, terms);
        const wrongs = new Set<string>();
        for (const each of daysOf(from, lastDay(through, plan.days))) {
          const law = lawAt(rateCaps, facts, service, each);
          const tariff = tariffs.find(({ validFrom }) => validFrom <= each);
          const above = (micros: number) => BigInt(plan.priceCents) * 10_000n > BigInt(micros) * BigInt(plan.minutes);
          if (!law.cap) wrongs.add("price.no_lawful");
          if (law.cap && above(law.cap.microsPerMinute)) wrongs.add("plan.above_cap");
          if (law.free) wrongs.add("plan.free_law");
          if (tariff && tariff.split.family !== 100) wrongs.add("plan.not_family_alone");
          if (above(tariff?.microsPerMinute ?? 0)) wrongs.add("plan.dearer_than_minutes");
        }
        assert.deepEqual(new Set(codes), wrongs);
        if (codes.includes("plan.above_cap")) assert.ok(by?.law.cap, "the law is cited");
      },
    ),
    { numRuns: 200 },
  );
});

test("every reason comes at once, and without a law nothing can be sold", () => {
  const facts: Facts = { kind: "jail", runBy: "county", state: "MA", city: null, adpOf: () => 200 };
  const tariffs = [{ validFrom: "2026-01-01", microsPerMinute: 70_000, split: { agency: 50, family: 50, resident: 0 } }];
  const plan = { minutes: 10, days: 30, priceCents: 1000 };
  const sale = { today: TODAY, from: "2026-11-22", through: "2026-11-21" };
  const terms = termsOfUse(rateCaps, facts, "video", { tariffs, from: sale.from, through: sale.from, days: 30, today: TODAY });
  assert.deepEqual(planRefusals(plan, sale, terms).codes, [
    "plan.above_cap",
    "plan.free_law",
    "plan.not_family_alone",
    "plan.dearer_than_minutes",
    "price.day_past",
    "plan.sale_days_wrong",
  ]);
  assert.deepEqual(planRefusals(plan, { today: TODAY, from: TODAY, through: TODAY }, undefined).codes, ["price.facts_missing"]);
});

test("a plan is never longer than a month of the calendar, and is over at its own midnight, also where daylight saving skips it", () => {
  for (const each of daysOf("2026-01-01", "2028-12-31"))
    for (const days of [1, 28, PLAN_DAYS_MAX]) {
      const last = Temporal.PlainDate.from(lastDay(each, days));
      assert.ok(last.toString() < Temporal.PlainDate.from(each).add({ months: 1 }).toString());
      assert.ok(Temporal.PlainDate.from(each).until(last).days < days);
    }
  assert.equal(lastDay("2027-02-01", 30), "2027-02-28");
  for (const zone of ["America/New_York", "America/Santiago", "Asia/Beirut", "Pacific/Honolulu"])
    for (const each of daysOf("2026-01-01", "2026-12-31")) {
      const over = overAt(each, zone);
      assert.ok(over.toZonedDateTimeISO(zone).toPlainDate().toString() > each);
      assert.equal(over.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(zone).toPlainDate().toString(), each);
    }
});

const bought = fc
  .record({
    minutes: fc.integer({ min: 1, max: 500 }),
    priceCents: fc.integer({ min: 1, max: 9000 }),
    taxMillionths: fc.constantFrom(0, 62_500, 82_501),
  })
  .map(
    ({ minutes, priceCents, taxMillionths }): BoughtPlan => ({
      seconds: minutes * 60,
      priceCents,
      taxMillionths,
      taxCents: taxOfPlan(priceCents, taxMillionths),
    }),
  );
const uses = fc.array(
  fc.record({
    seconds: fc.integer({ min: 0, max: 3600 }),
    microsPerMinute: fc.constantFrom(0, 1, 70_000, 110_000, 190_000, 440_000),
    savedPriceCents: fc.oneof(fc.constant(ANY), fc.integer({ min: 0, max: 700 })),
    savedTaxCents: fc.oneof(fc.constant(ANY), fc.integer({ min: 0, max: 50 })),
  }),
  { maxLength: 20 },
);

test("a plan never takes more than its price, than the cap of the day of each used second, than its own rate, or than the same seconds would have cost", () => {
  fc.assert(
    fc.property(bought, uses, (plan, all) => {
      const { priceCents, taxCents } = takenOf(plan, all);
      assert.ok(Number.isInteger(priceCents) && priceCents >= 0 && priceCents <= plan.priceCents);
      assert.ok(taxCents >= 0 && taxCents <= plan.taxCents && taxCents <= Math.floor((priceCents * plan.taxMillionths) / 1_000_000));
      const byCap = all.reduce((sum, use) => sum + BigInt(use.seconds) * BigInt(use.microsPerMinute), 0n);
      assert.ok(BigInt(priceCents) * 600_000n <= byCap);
      const seconds = all.reduce((sum, use) => sum + use.seconds, 0);
      assert.ok(BigInt(priceCents) * BigInt(plan.seconds) <= BigInt(seconds) * BigInt(plan.priceCents));
      assert.ok(priceCents <= all.reduce((sum, use) => sum + use.savedPriceCents, 0));
      assert.ok(taxCents <= all.reduce((sum, use) => sum + use.savedTaxCents, 0));
    }),
  );
});

test("all of a plan, used under caps that it was lawful by, costs its price to the cent, and nothing used costs nothing", () => {
  fc.assert(
    fc.property(bought, fc.integer({ min: 1, max: 6 }), (plan, parts) => {
      const microsPerMinute = Math.ceil((plan.priceCents * 600_000) / plan.seconds);
      const each = Math.floor(plan.seconds / parts);
      const use = (seconds: number): PlanUse => ({ seconds, microsPerMinute, savedPriceCents: ANY, savedTaxCents: ANY });
      const all = [...Array.from({ length: parts - 1 }, () => use(each)), use(plan.seconds - each * (parts - 1))];
      assert.deepEqual(takenOf(plan, all), { priceCents: plan.priceCents, taxCents: plan.taxCents });
      assert.deepEqual(takenOf(plan, []), { priceCents: 0, taxCents: 0 });
    }),
  );
});

test("whatever comes back of a use makes what is taken less or leaves it, never more", () => {
  fc.assert(
    fc.property(
      bought,
      uses,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
      (plan, all, shares) => {
        const returned = all.map((use, at) => withoutReturned(use, Math.floor(use.seconds * (shares[at] ?? 0))));
        const [before, after] = [takenOf(plan, all), takenOf(plan, returned)];
        assert.ok(after.priceCents <= before.priceCents && after.taxCents <= before.taxCents);
        assert.deepEqual(
          takenOf(
            plan,
            all.map((use) => withoutReturned(use, use.seconds)),
          ),
          { priceCents: 0, taxCents: 0 },
        );
      },
    ),
  );
});

test("with a plan a visit and the plan's part of it cost together no more than the visit alone would have", () => {
  const prices = fc.record({ microsPerMinute: fc.constantFrom(70_000, 110_000, 190_000), taxMillionths: fc.constantFrom(0, 62_500) });
  const caps = fc.constantFrom(0, 60_000, 110_000, 440_000);
  const cap = rateCaps[0]!;
  fc.assert(
    fc.property(
      bought,
      prices,
      caps,
      fc.integer({ min: 1, max: 60 }),
      fc.nat(900),
      fc.nat(4000),
      fc.nat(4000),
      (plan, tariff, micros, ...of) => {
        const [minutes, free, left, connected] = of;
        const price = { ...tariff, split: { family: 100 } };
        const law = {
          cap: micros === 0 ? undefined : { microsPerMinute: micros, by: cap, all: [cap], carriedOver: false },
          free: undefined,
        };
        const seconds = minutes * 60;
        const freeSeconds = Math.min(free, seconds);
        const quotedWithout = partsFor(price, law, { seconds, freeSeconds });
        const priceCentsWithout = quotedWithout.get("family")?.priceCents ?? 0;
        const kept = planSeconds({ seconds, freeSeconds, atMostSeconds: Math.min(left, plan.seconds), priceCentsWithout });
        const quoted = partsFor(price, law, { seconds, freeSeconds: freeSeconds + kept });
        const { parts } = takenFor(price, law, { seconds: connected, freeSeconds: freeSeconds + kept }, quoted);
        const alone = takenFor(price, law, { seconds: connected, freeSeconds }, quotedWithout).parts.get("family")!;
        const paid = parts.get("family")!;
        assert.ok(paid.priceCents <= alone.priceCents && paid.taxCents <= alone.taxCents);
        const counted = connected < 60 ? 0 : Math.min(connected, seconds);
        const used = planSeconds({ seconds: counted, freeSeconds, atMostSeconds: kept, priceCentsWithout: alone.priceCents });
        assert.ok(used <= kept && (connected >= 60 || used === 0));
        const use = {
          seconds: used,
          microsPerMinute: Math.min(price.microsPerMinute, micros),
          savedPriceCents: alone.priceCents - paid.priceCents,
          savedTaxCents: alone.taxCents - paid.taxCents,
        };
        const taken = takenOf(plan, [use]);
        assert.ok(paid.priceCents + taken.priceCents <= alone.priceCents && paid.taxCents + taken.taxCents <= alone.taxCents);
      },
    ),
    { numRuns: 300 },
  );
});

test("a plan runs, closes, and ends, in this order and once", () => {
  assert.equal(nextPlan("running", "close"), "closing");
  assert.equal(nextPlan("closing", "end"), "ended");
  for (const [state, act] of [
    ["running", "end"],
    ["closing", "close"],
    ["ended", "close"],
    ["ended", "end"],
  ] as const)
    assert.equal(nextPlan(state, act), undefined);
  assert.deepEqual(
    [stateOf({ closing: null, endedAt: null }), stateOf({ closing: "over", endedAt: null }), stateOf({ closing: "over", endedAt: 1 })],
    ["running", "closing", "ended"],
  );
});
