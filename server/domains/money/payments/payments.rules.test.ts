import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type DepositState,
  type DisputeSaid,
  type DisputeState,
  depositRefusals,
  nextDeposit,
  nextDispute,
  nextPayout,
  nextRefund,
  owedAfterFailure,
  type PaymentSaid,
  planRefund,
  type RefundSaid,
  type RefundState,
  refundRefusals,
} from "./payments.rules.ts";

const paymentSaid = fc.constantFrom<PaymentSaid>("paid", "failed", "waiting");
const refundSaid = fc.constantFrom<RefundSaid>("done", "failed", "waiting");

test("whatever a processor says, how often and in which order: a deposit is taken if and only if it was paid once", () => {
  fc.assert(
    fc.property(fc.array(paymentSaid, { maxLength: 12 }), (words) => {
      const end = words.reduce<DepositState>(nextDeposit, "begun");
      assert.equal(end === "taken", words.includes("paid"));
      assert.equal(
        end === "begun",
        words.every((word) => word === "waiting"),
      );
    }),
  );
});

test("a deposit that was taken is never untaken", () => {
  for (const said of ["paid", "failed", "waiting"] as const) assert.equal(nextDeposit("taken", said), "taken");
});

test("a refund fails once and for all, and is done only if the processor said so", () => {
  fc.assert(
    fc.property(fc.array(refundSaid, { maxLength: 12 }), (words) => {
      const end = words.reduce<RefundState>(nextRefund, "begun");
      assert.equal(end === "failed", words.includes("failed"));
      assert.equal(end === "done", words.includes("done") && !words.includes("failed"));
    }),
  );
});

test("however often and in whatever order a dispute is told: what was won once stays won, and a warning takes nothing", () => {
  const word = fc.constantFrom<DisputeSaid>("nothing", "open", "won", "lost");
  fc.assert(
    fc.property(fc.array(word, { maxLength: 10 }), (words) => {
      const end = words.reduce<DisputeState>(nextDispute, "none");
      assert.equal(end === "won", words.includes("won"));
      assert.equal(
        end === "none",
        words.every((one) => one === "nothing"),
      );
      if (!words.includes("won")) assert.equal(end === "lost", words.includes("lost"));
    }),
  );
});

test("a payout goes asked, prepared, paid; back only while nobody has confirmed it", () => {
  const ways = (["asked", "prepared", "paid", "withdrawn"] as const).map((state) =>
    (["prepare", "unprepare", "confirm", "withdraw"] as const).map((act) => nextPayout(state, act)),
  );
  assert.deepEqual(ways, [
    ["prepared", undefined, undefined, "withdrawn"],
    [undefined, "asked", "paid", undefined],
    [undefined, undefined, undefined, undefined],
    [undefined, undefined, undefined, undefined],
  ]);
});

test("a sum that makes no sense is refused with every reason at once", () => {
  assert.deepEqual(depositRefusals(100), []);
  assert.deepEqual(depositRefusals(50_000), []);
  assert.deepEqual(depositRefusals(99.5), ["money.not_whole_cents", "money.too_little"]);
  assert.deepEqual(depositRefusals(50_000.5), ["money.not_whole_cents", "money.too_much"]);
  assert.deepEqual(depositRefusals(-5), ["money.too_little"]);
  assert.deepEqual(depositRefusals(Number.NaN), ["money.not_whole_cents", "money.too_little"]);
  assert.deepEqual(refundRefusals(null, 0), ["money.nothing_free"]);
  assert.deepEqual(refundRefusals(0.5, 0), ["money.not_whole_cents", "money.too_little_back", "money.nothing_free"]);
  assert.deepEqual(refundRefusals(11, 10), ["money.more_than_free"]);
  assert.deepEqual(refundRefusals(10, 10), []);
});

test("what is given back is all of it, never more to a source than it gave, and the newest first", () => {
  const source = fc.record({ depositId: fc.uuid(), leftCents: fc.integer({ min: 0, max: 50_000 }) });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200_000 }),
      fc.uniqueArray(source, { selector: (one) => one.depositId, maxLength: 8 }),
      (cents, sources) => {
        const { parts, restCents } = planRefund(cents, sources);
        const sum = parts.reduce((total, part) => total + part.cents, 0);
        assert.equal(sum + restCents, cents);
        const left = new Map(sources.map(({ depositId, leftCents }) => [depositId, leftCents]));
        for (const part of parts) assert.ok(part.cents > 0 && part.cents <= (left.get(part.depositId) ?? 0));
        if (restCents > 0)
          assert.equal(
            sum,
            sources.reduce((total, one) => total + one.leftCents, 0),
          );
        // Every source before the last that is used is used up.
        const used = parts.map(({ depositId }) => sources.findIndex((one) => one.depositId === depositId));
        assert.deepEqual(
          used,
          used.toSorted((one, other) => one - other),
        );
        for (const part of parts.slice(0, -1)) assert.equal(part.cents, left.get(part.depositId));
      },
    ),
  );
});

test("what a failed refund adds to its disputes is never more than failed, nor than was written off", () => {
  const dispute = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 5000 })).map(([off, owed]) => ({
    writtenOffCents: off,
    owedCents: Math.min(off, owed),
  }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.array(dispute, { maxLength: 4 }), (cents, all) => {
      const added = owedAfterFailure(cents, all);
      const sum = added.reduce((total, one) => total + one.addedCents, 0);
      const room = all.reduce((total, one) => total + one.writtenOffCents - one.owedCents, 0);
      assert.equal(sum, Math.min(cents, room));
      for (const { dispute: one, addedCents } of added) assert.ok(addedCents > 0 && one.owedCents + addedCents <= one.writtenOffCents);
    }),
  );
});
