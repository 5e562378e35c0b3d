import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { newId } from "./id.ts";

test("an id is a UUID of version 7 and variant 10 that says its millisecond", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (now) => {
      const id = newId(now);
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.equal(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16), now);
    }),
  );
});

test("ids sort by when they were made, and two of one millisecond differ", () => {
  assert.ok(newId(1_000) < newId(1_001));
  assert.notEqual(newId(5), newId(5));
});
