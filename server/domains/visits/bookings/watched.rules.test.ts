import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { watchRules } from "#contracts/interventions.ts";
import { mustBeWatched } from "./watched.rules.ts";

const visit = fc.record({
  rule: fc.constantFrom(...watchRules),
  privileged: fc.boolean(),
  supervised: fc.boolean(),
  talkedBefore: fc.boolean(),
});

test("a privileged visit is never one that must be watched, and a supervised one always is", () => {
  fc.assert(
    fc.property(visit, (one) => {
      if (one.privileged) assert.equal(mustBeWatched(one), false);
      else if (one.supervised) assert.equal(mustBeWatched(one), true);
    }),
  );
});

test("where first visits are watched, only those who have not talked yet wait for an officer", () => {
  const first = { rule: "first_visits", privileged: false, supervised: false } as const;
  assert.equal(mustBeWatched({ ...first, talkedBefore: false }), true);
  assert.equal(mustBeWatched({ ...first, talkedBefore: true }), false);
  assert.equal(mustBeWatched({ ...first, rule: "none", talkedBefore: false }), false);
});
