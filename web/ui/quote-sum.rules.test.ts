import assert from "node:assert/strict";
import { test } from "node:test";
import { addsUp, paidSeconds } from "./quote-sum.rules.ts";

const quoted = { minutes: 20, freeSeconds: 0, planSeconds: 0, microsPerMinute: 110_000 };

test("the time beside a price is what is paid for: no free minute stands in it, and none of a plan", () => {
  assert.equal(paidSeconds(quoted), 1200);
  assert.equal(paidSeconds({ ...quoted, freeSeconds: 300 }), 900);
  assert.equal(paidSeconds({ ...quoted, freeSeconds: 300, planSeconds: 610 }), 290);
  assert.equal(paidSeconds({ ...quoted, freeSeconds: 9000 }), 0);
});

test("time and price are written as a sum only where they make it", () => {
  assert.equal(addsUp(quoted, 220), true);
  assert.equal(addsUp({ ...quoted, freeSeconds: 300 }, 165), true);
  assert.equal(addsUp({ ...quoted, freeSeconds: 300 }, 220), false);
  // Half of it is the agency's, and a law spares the other half.
  assert.equal(addsUp(quoted, 110), false);
  assert.equal(addsUp(quoted, 110, 50), true);
});

test("an odd cent may be either payer's", () => {
  const odd = { ...quoted, minutes: 3 };
  assert.deepEqual(
    [16, 17].map((cents) => addsUp(odd, cents, 50)),
    [true, true],
  );
  assert.equal(addsUp(odd, 18, 50), false);
});
