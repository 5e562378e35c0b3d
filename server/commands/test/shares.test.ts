import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inShares } from "./shares.ts";

const WHOLE = 12;

test("files begin in their order, each ends before the run does, and never do more run at once than the machine bears", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.record({ share: fc.integer({ min: 1, max: WHOLE }), turns: fc.nat(5) })), async (jobs) => {
      let taken = 0;
      const begun: unknown[] = [];
      let ended = 0;
      await inShares(WHOLE, jobs, async (job) => {
        begun.push(job);
        taken += job.share;
        assert.ok(taken <= WHOLE, `${taken} at once`);
        for (let turn = 0; turn < job.turns; turn++) await Promise.resolve();
        taken -= job.share;
        ended++;
      });
      assert.deepEqual(begun, jobs);
      assert.equal(ended, jobs.length);
    }),
  ));

test("what fits beside what runs begins at once, and does not wait for a whole batch to end", async () => {
  const long = Promise.withResolvers<void>();
  const begun: string[] = [];
  const jobs = ["long", "one", "two", "three"].map((name) => ({ name, share: WHOLE / 2 }));
  const all = inShares(WHOLE, jobs, async ({ name }) => {
    begun.push(name);
    if (name === "long") await long.promise;
    if (name === "three") long.resolve();
  });
  await all;
  assert.deepEqual(begun, ["long", "one", "two", "three"]);
});
