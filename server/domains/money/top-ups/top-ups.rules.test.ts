import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { topUpCents, topUpMonthCents, topUpStops } from "#contracts/top-up-limits.ts";
import { lowCents } from "#contracts/wallet-limits.ts";
import { monthIn } from "#server/domains/money/statements/month.rules.ts";
import { isStillMeant, nextTopUp, stopFor, topUpRefusals, topUpStep } from "./top-ups.rules.ts";

const states = ["on", ...topUpStops] as const;

test("every transition: the first reason to stop stands, but for a dispute, which takes the place of any", () => {
  const table = Object.fromEntries(states.map((state) => [state, topUpStops.map((event) => nextTopUp(state, event)).join(" ")]));
  assert.deepEqual(table, {
    on: "declined authentication disputed gave_back",
    declined: "declined declined disputed declined",
    authentication: "authentication authentication disputed authentication",
    disputed: "disputed disputed disputed disputed",
    gave_back: "gave_back gave_back disputed gave_back",
  });
});

test("what was begun is meant only by the same card, the last word before it and the same month, and never so that its charge could end in the next", () => {
  const begunAt = Temporal.Instant.from("2026-04-01T05:50:00Z");
  const card = { customerId: "cus_1", methodId: "pm_1" };
  const stands = { ...card, chosenAt: begunAt.subtract({ hours: 1 }), timeZone: "America/Denver" };
  const meant = (change: object, minutes = 5) => isStillMeant({ begunAt, ...card }, { ...stands, ...change }, begunAt.add({ minutes }));
  assert.deepEqual([meant({}), meant({ timeZone: "Gone/Zone" })], [true, true]);
  assert.deepEqual(
    [meant({ customerId: "cus_2" }), meant({ methodId: "pm_2" }), meant({ chosenAt: begunAt.add({ seconds: 1 }) })],
    [...[false, false, false]],
  );
  assert.deepEqual([meant({}, 7), meant({}, 10), meant({}, 60 * 24)], [false, false, false]);
});

test("only amounts of the lists can be chosen, with a card that is good, and every reason is told at once", () => {
  const card = { disputed: false };
  assert.deepEqual(topUpRefusals({ belowCents: 500, addCents: 2500, monthCents: 5000 }, card), []);
  assert.deepEqual(topUpRefusals({ belowCents: 500, addCents: 2500, monthCents: 5000 }, undefined), ["money.no_card"]);
  assert.deepEqual(topUpRefusals({ belowCents: 1, addCents: 5000, monthCents: 2500 }, { disputed: true }), [
    "money.card_disputed",
    "money.top_up_choice",
    "money.top_up_over_cap",
  ]);
});

test("what the card's bank says decides what its owner reads; what was never asked stops nothing", () => {
  assert.deepEqual(["authentication_required", "insufficient_funds", null, "never_begun"].map(stopFor), [
    "authentication",
    "declined",
    "declined",
    undefined,
  ]);
});

const zones = ["America/New_York", "America/Denver", "Pacific/Honolulu", "Pacific/Guam", "America/Phoenix", "Pacific/Pago_Pago"];

test("random spends over random months, in every zone: no month has more than its most, and never is less than chosen free without a reason", () => {
  const spends = fc.array(fc.record({ hours: fc.integer({ min: 0, max: 300 }), cents: fc.integer({ min: 0, max: 9000 }) }), {
    maxLength: 60,
  });
  const chosen = fc.record({
    belowCents: fc.constantFrom(...lowCents),
    addCents: fc.constantFrom(...topUpCents),
    monthCents: fc.constantFrom(...topUpMonthCents),
    zone: fc.constantFrom(...zones),
  });
  fc.assert(
    fc.property(chosen, spends, fc.integer({ min: 0, max: 8760 }), ({ zone, ...rule }, moves, start) => {
      fc.pre(rule.addCents <= rule.monthCents);
      let now = Temporal.Instant.from("2026-01-01T00:00:00Z").add({ hours: start });
      let freeCents = 0;
      const added: { at: Temporal.Instant; cents: number }[] = [];
      const inMonth = (at: Temporal.Instant) => {
        const { from, until } = monthIn(at.toZonedDateTimeISO(zone).toPlainDate().toPlainYearMonth().toString(), zone)!;
        const within = added.filter((one) => Temporal.Instant.compare(one.at, from) >= 0 && Temporal.Instant.compare(one.at, until) < 0);
        return within.reduce((sum, { cents }) => sum + cents, 0);
      };
      for (const { hours, cents } of moves) {
        now = now.add({ hours });
        freeCents = Math.max(0, freeCents - cents);
        for (let turn = 0; turn < 100; turn++) {
          const step = topUpStep({ ...rule, freeCents, addedCents: inMonth(now) });
          if (step === "enough") assert.ok(freeCents >= rule.belowCents);
          if (step === "month_full") assert.ok(inMonth(now) + rule.addCents > rule.monthCents);
          if (step !== "add") break;
          added.push({ at: now, cents: rule.addCents });
          freeCents += rule.addCents;
        }
      }
      // Told apart by the calendar's own words, not by the instants that the rule goes by.
      const months = Map.groupBy(added, ({ at }) => at.toZonedDateTimeISO(zone).toPlainDate().toString().slice(0, 7));
      for (const [month, list] of months) {
        const sum = list.reduce((total, { cents }) => total + cents, 0);
        assert.ok(sum <= rule.monthCents, `${sum} in ${month}`);
      }
    }),
    { numRuns: 200 },
  );
});
