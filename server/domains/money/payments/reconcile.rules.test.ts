import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { differences, holdPayouts, type OurLine, type TheirLine } from "./reconcile.rules.ts";

const line = fc.record({ processorId: fc.uuid(), cents: fc.integer({ min: 1, max: 50_000 }), isRefund: fc.boolean() });
const lines = fc.uniqueArray(line, { selector: ({ processorId }) => processorId, maxLength: 20 });
type Line = { processorId: string; cents: number; isRefund: boolean };
const our = ({ processorId, cents, isRefund }: Line): OurLine => ({
  ...{ id: `our ${processorId}`, processorId },
  ...(isRefund ? { kind: "refund", cents: -cents } : { kind: "deposit", cents }),
});
const their = ({ processorId, cents, isRefund }: Line): TheirLine => ({
  ...{ id: `txn ${processorId}`, subjectId: processorId, feeCents: 30 },
  ...(isRefund ? { kind: "refund", cents: -cents } : { kind: "charge", cents }),
});

test("two statements that say the same have no differences, in whatever order", () => {
  fc.assert(
    fc.property(lines, (all) => {
      assert.deepEqual(differences(all.map(their).reverse(), all.map(our)), []);
    }),
  );
});

test("each line that only one side has, and each with another sum, is found once and no other is", () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 3 }), (all, way) => {
      const [odd, ...rest] = all;
      if (!odd) return;
      const theirs = rest.map(their);
      const ours = rest.map(our);
      if (way !== 0) theirs.push({ ...their(odd), cents: their(odd).cents + (way === 2 ? 1 : 0) });
      if (way !== 1) ours.push(our(odd));
      const found = differences(theirs, ours);
      const expected = way === 0 ? ["only_ours"] : way === 1 ? ["only_theirs"] : way === 2 ? ["other_sum"] : [];
      assert.deepEqual(
        found.map(({ what }) => what),
        expected,
      );
      for (const one of found) assert.equal(one.processorId, odd.processorId);
    }),
  );
});

test("the payout itself and the processor's own costs are nobody's movement", () => {
  const own = ["payout", "stripe_fee", "adjustment"].map(
    (kind, at): TheirLine => ({ id: String(at), kind, subjectId: null, cents: -30, feeCents: 0 }),
  );
  assert.deepEqual(differences(own, []), []);
});

test("a payout of which our rows have every line is worth the same in our books, less the processor's costs, and is off by just what differs", () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 500 }), (all, missing) => {
      const theirs = all.map((each) => ({ ...their(each), payoutId: "po" }));
      const net = theirs.reduce((sum, { cents, feeCents }) => sum + cents - feeCents, 0);
      const whole = holdPayouts([{ id: "po", cents: net }], theirs, differences(theirs, all.map(our)));
      assert.deepEqual([whole.held[0]?.ourCents, whole.held[0]?.differences, whole.wrong], [net, 0, []]);
      const [odd, ...rest] = all;
      if (!odd) return;
      const found = differences(theirs, rest.map(our));
      const { held, wrong } = holdPayouts([{ id: "po", cents: net + missing }], theirs, found);
      assert.equal(held[0]?.ourCents, net - their(odd).cents);
      assert.equal(wrong.length, missing === 0 ? 0 : 1);
    }),
  );
});
