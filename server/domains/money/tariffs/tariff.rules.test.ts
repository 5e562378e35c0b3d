import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Cap, rateCaps, runners, services } from "#jurisdictions/rate-caps.ts";
import {
  averageThousandths,
  chargedMicros,
  dayStartsOf,
  type Facts,
  follows,
  followsSince,
  lawAt,
  loweringsOf,
  tariffRefusals,
  turningDays,
} from "./tariff.rules.ts";

const TODAY = "2026-03-02";
const day = (at: number) => Temporal.PlainDate.from("2026-01-01").add({ days: at }).toString();
const daysOf = (from: string, until: string) => {
  const first = Temporal.PlainDate.from(from);
  return Array.from({ length: first.until(until).total("days") }, (_, at) => first.add({ days: at }).toString());
};

const splits = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })).map(([one, other]) => {
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  return { agency: low, family: high - low, resident: 100 - high };
});
const tariffs = fc.record({ microsPerMinute: fc.integer({ min: 0, max: 600_000 }), split: splits });
/** Laws that nobody wrote, so that no date and no tier of the real ones is leant on. */
const cap = fc
  .record({
    usd: fc.constantFrom("0.00", "0.05", "0.11", "0.25", "0.40"),
    state: fc.constantFrom(null, "TX", "MA"),
    tier: fc.constantFrom<[number, number | null][]>([0, null], [0, 50], [50, 350], [350, null]),
    from: fc.option(fc.integer({ min: 0, max: 700 }), { nil: null }),
    long: fc.option(fc.integer({ min: 0, max: 300 }), { nil: null }),
    service: fc.constantFrom(...services),
  })
  .map(
    ({ usd, state, tier, from, long, service }): Cap => ({
      id: `${state}-${service}-${usd}-${tier}-${from}-${long}`,
      authority: "x",
      law: "A law",
      service,
      facilityKinds: ["jail", "prison"],
      runBy: null,
      state,
      city: null,
      adpFrom: tier[0],
      adpBelow: tier[1],
      usdPerMinute: usd,
      reach: "all",
      from: from === null ? null : day(from),
      through: long === null ? null : day((from ?? 0) + long),
      sources: ["x"],
      sure: true,
      confidence: "x",
      notes: null,
    }),
  );
const laws = fc.oneof(fc.constant(rateCaps), fc.array(cap, { maxLength: 12 }));
const adps = fc.oneof(fc.constantFrom(null, 0, 49.999, 50, 349.999, 350, 999.999, 1000), fc.double({ min: 0, max: 2000, noNaN: true }));
const places = fc
  .record({
    kind: fc.constantFrom("prison" as const, "jail" as const),
    runBy: fc.constantFrom(...runners),
    state: fc.constantFrom("TX", "MA", "CT", "CA", "CO"),
    before: adps,
    during: adps,
  })
  .map(
    ({ before, during, ...place }): Facts => ({
      ...place,
      city: null,
      adpOf: (year) => (year === 2025 ? before : year === 2026 ? during : null),
    }),
  );
const dates = fc.integer({ min: 0, max: 700 }).map(day);

test("what is not refused is lawful on its first day: at or below the cap, and by the agency alone where contact is free", () => {
  fc.assert(
    fc.property(laws, places, tariffs, fc.constantFrom(...services), dates, (caps, facts, asked, service, validFrom) => {
      const law = lawAt(caps, facts, service, validFrom);
      const refused = tariffRefusals(asked, { today: TODAY, validFrom, law });
      if (refused.length > 0) return;
      assert.ok(asked.microsPerMinute <= (law.cap?.microsPerMinute ?? 0));
      assert.ok(!law.free || asked.microsPerMinute === 0 || asked.split.agency === 100);
      assert.ok(validFrom >= TODAY);
      assert.equal(follows(asked, law), false);
    }),
  );
});

test("what is refused has a reason that is true, and a lawful price is never refused", () => {
  fc.assert(
    fc.property(laws, places, tariffs, fc.constantFrom(...services), dates, (caps, facts, asked, service, validFrom) => {
      const law = lawAt(caps, facts, service, validFrom);
      const refused = tariffRefusals(asked, { today: TODAY, validFrom, law });
      assert.equal(refused.includes("price.above_cap"), law.cap !== undefined && asked.microsPerMinute > law.cap.microsPerMinute);
      assert.equal(refused.includes("price.no_lawful"), law.cap === undefined && asked.microsPerMinute > 0);
      assert.equal(refused.includes("price.day_past"), validFrom < TODAY);
      const cheaper = { ...asked, microsPerMinute: chargedMicros(asked, law), split: { agency: 100, family: 0, resident: 0 } };
      assert.deepEqual(tariffRefusals(cheaper, { today: TODAY, validFrom: validFrom < TODAY ? TODAY : validFrom, law }), []);
    }),
  );
});

test("every reason comes at once: above the cap, of people whom the law spares, on a day that is over, and not 100 percent", () => {
  const facts: Facts = { kind: "jail", runBy: "county", state: "MA", city: null, adpOf: () => 400 };
  const law = lawAt(rateCaps, facts, "video", "2026-05-01");
  const asked = { microsPerMinute: 190_001, split: { agency: 50, family: 49, resident: 0 } };
  assert.deepEqual(tariffRefusals(asked, { today: "2026-05-02", validFrom: "2026-05-01", law }), [
    "price.above_cap",
    "price.free_law",
    "price.day_past",
    "price.split_wrong",
  ]);
  assert.deepEqual(
    tariffRefusals({ ...asked, split: { agency: 100, family: 0, resident: 0 } }, { today: TODAY, validFrom: TODAY, law: undefined }),
    ["price.facts_missing"],
  );
});

test("at a tier's edge the price of the facility just below it is refused: 349.999 people a day may ask $0.21, 350 only $0.19", () => {
  const asked = { microsPerMinute: 210_000, split: { agency: 0, family: 100, resident: 0 } };
  for (const [adp, refused] of [
    [349.999, []],
    [350, ["price.above_cap"]],
    [null, ["price.above_cap"]],
  ] as const) {
    const law = lawAt(rateCaps, { kind: "jail", runBy: "county", state: "TX", city: null, adpOf: () => adp }, "video", "2026-11-23");
    assert.deepEqual(tariffRefusals(asked, { today: TODAY, validFrom: "2026-11-23", law }), refused, String(adp));
  }
});

test("the law turns on no other days than those: looked at day by day, it is the same between two of them", () => {
  fc.assert(
    fc.property(laws, places, fc.constantFrom(...services), fc.integer({ min: 0, max: 300 }), (caps, facts, service, at) => {
      const [from, until] = [day(at), day(at + 200)];
      const turns = turningDays(caps, service, { from, until, today: TODAY });
      let law = lawAt(caps, facts, service, from);
      for (const each of daysOf(from, until)) {
        const now = lawAt(caps, facts, service, each);
        if (!turns.includes(each))
          assert.deepEqual([now.cap?.microsPerMinute, now.free?.id], [law.cap?.microsPerMinute, law.free?.id], each);
        law = now;
      }
    }),
    { numRuns: 40 },
  );
});

test("a lower cap that comes is told with its very day, whatever the price: no day before it has one, and none is left out", () => {
  fc.assert(
    fc.property(
      laws,
      places,
      tariffs,
      fc.constantFrom(...services),
      fc.integer({ min: 60, max: 300 }),
      (caps, facts, asked, service, at) => {
        const [from, until] = [day(at), day(at + 200)];
        if (follows(asked, lawAt(caps, facts, service, from))) return;
        const told = loweringsOf(caps, facts, service, { from, until, today: TODAY });
        const first = daysOf(from, until).find((each) => follows(asked, lawAt(caps, facts, service, each)));
        assert.equal(told.find(({ law }) => follows(asked, law))?.from, first);
      },
    ),
    { numRuns: 60 },
  );
});

test("since when a charge follows the law is the first day of those in a row up to today on which it does", () => {
  fc.assert(
    fc.property(
      laws,
      places,
      tariffs,
      fc.constantFrom(...services),
      fc.integer({ min: 0, max: 200 }),
      (caps, facts, asked, service, at) => {
        const [validFrom, today] = [day(at), day(at + 150)];
        const since = followsSince(caps, facts, service, { ...asked, validFrom }, today);
        let first: string | undefined;
        for (const each of [...daysOf(validFrom, today), today]) {
          if (follows(asked, lawAt(caps, facts, service, each))) first ??= each;
          else first = undefined;
        }
        assert.equal(since, first);
      },
    ),
    { numRuns: 60 },
  );
});

const ZONES = ["America/New_York", "America/Denver", "Pacific/Honolulu", "Pacific/Guam", "America/Santiago", "Asia/Beirut"];
test("a year's days begin at each midnight of the facility's own calendar, also where daylight saving skips it", () => {
  for (const zone of ZONES)
    for (const year of [2024, 2026]) {
      const { starts, end } = dayStartsOf(year, zone);
      assert.equal(starts.length, year === 2024 ? 366 : 365);
      for (const [at, start] of [...starts, end].entries()) {
        const local = start.toZonedDateTimeISO(zone);
        assert.equal(local.toPlainDate().toString(), new Temporal.PlainDate(year, 1, 1).add({ days: at }).toString());
        // The moment before it is still the day before.
        assert.equal(start.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(zone).toPlainDate().until(local.toPlainDate()).days, 1);
      }
    }
});

test("an average is rounded up to the thousandth, so that no facility slips below an edge that it has reached", () => {
  assert.equal(averageThousandths(365 * 350, 365), 350_000);
  assert.equal(averageThousandths(365 * 350 - 1, 365), 349_998);
  assert.equal(averageThousandths(1, 366), 3);
  assert.equal(averageThousandths(0, 365), 0);
});
