import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nextGift, passedOn, unspentOf, wentOutCents } from "./gifts.rules.ts";

const lots = fc
  .array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 10 })
  .map((sums) => sums.map((cents, at) => ({ id: String(at), cents })));

test("what is unspent of everything that came in is, together, exactly what the wallet holds", () => {
  fc.assert(
    fc.property(lots, fc.double({ min: 0, max: 1, noNaN: true }), (came, part) => {
      const all = came.reduce((sum, { cents }) => sum + cents, 0);
      const spent = Math.floor(all * part);
      const unspent = came.map(({ id }) => unspentOf(id, came, spent));
      assert.equal(
        unspent.reduce((sum, cents) => sum + cents, 0),
        all - spent,
      );
      for (const [at, cents] of unspent.entries()) assert.ok(cents >= 0 && cents <= came[at]!.cents);
      // The oldest is spent first: after the first that is not used up, all are whole.
      const first = unspent.findIndex((cents) => cents > 0);
      if (first >= 0)
        assert.deepEqual(
          unspent.slice(first + 1),
          came.slice(first + 1).map(({ cents }) => cents),
        );
    }),
  );
});

test("what was passed on of all that came in is, together, what went out as gifts, and of each no more than it was", () => {
  const out = fc.record({ cents: fc.integer({ min: 0, max: 800 }), isGift: fc.boolean() });
  fc.assert(
    fc.property(lots, fc.array(out, { maxLength: 10 }), (came, outs) => {
      const all = came.reduce((sum, { cents }) => sum + cents, 0);
      let room = all;
      const wentOut = outs.map(({ cents, isGift }, at) => {
        const part = Math.min(cents, room);
        room -= part;
        return { giftId: isGift ? `gift ${at}` : null, cents: part };
      });
      const passed = came.flatMap(({ id, cents }) => {
        const parts = passedOn(id, came, wentOut);
        assert.ok(parts.reduce((sum, part) => sum + part.cents, 0) <= cents - unspentOf(id, came, wentOutCents(wentOut)));
        return parts;
      });
      for (const { giftId, cents } of wentOut.filter((one) => one.giftId !== null))
        assert.equal(
          passed.filter((part) => part.giftId === giftId).reduce((sum, part) => sum + part.cents, 0),
          cents,
        );
    }),
  );
});

test("a gift that waits is taken, undone or runs out; one that was given is only undone; what is over stays over", () => {
  const ways = (["waiting", "given", "undone", "expired"] as const).map((state) =>
    (["take", "undo", "expire"] as const).map((act) => nextGift(state, act)),
  );
  assert.deepEqual(ways, [
    ["given", "undone", "expired"],
    [undefined, "undone", undefined],
    [undefined, undefined, undefined],
    [undefined, undefined, undefined],
  ]);
});
