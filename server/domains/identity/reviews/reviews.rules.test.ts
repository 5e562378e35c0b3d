import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { daysOf, decideRefusals, finishRefusals, isUnused, next, nextQuarter, quarterOf, REVIEW_DAYS, stateAt } from "./reviews.rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const at = (text: string) => Temporal.Instant.from(text);
const days = fc.integer({ min: 0, max: 36_500 }).map((count) => day("2000-01-01").add({ days: count }));

const plain = {
  ...{ state: "open" as const, begun: true, decision: "confirmed" as "confirmed" | "taken_away", isOwn: false, decided: false },
  ...{ onlyLead: false, isAdministrators: false, administers: false },
};

test("a review goes from due to open to done, is overdue when its time is over, and what is done stays", () => {
  assert.equal(next("due", "begun"), "open");
  assert.equal(next("open", "finished"), "done");
  assert.equal(next("due", "time_over"), "overdue");
  assert.equal(next("open", "time_over"), "overdue");
  assert.equal(next("overdue", "begun"), "overdue", "begun late, it is still late");
  assert.equal(next("overdue", "finished"), "done");
  assert.equal(next("due", "finished"), undefined, "nobody signs off what nobody looked at");
  for (const event of ["begun", "time_over", "finished"] as const) assert.equal(next("done", event), undefined);
});

test("a review is overdue from the moment its last day is over on the facility's own clock, not a second before", () => {
  const { doBy, overdueAt } = daysOf(day("2026-10-01"), "America/Denver");
  assert.equal(doBy, "2026-10-30");
  assert.equal(overdueAt.toString(), "2026-10-31T06:00:00Z");
  assert.equal(stateAt({ state: "open", overdueAt }, at("2026-10-31T05:59:59Z")), "open");
  assert.equal(stateAt({ state: "open", overdueAt }, at("2026-10-31T06:00:00Z")), "overdue");
  assert.equal(stateAt({ state: "done", overdueAt }, at("2027-01-01T00:00:00Z")), "done");
});

test("every day lies in exactly the quarter that begins on or before it and ends before the next begins", () =>
  fc.assert(
    fc.property(days, (one) => {
      const { quarter, firstDay } = quarterOf(one);
      const after = nextQuarter(one);
      assert.ok(Temporal.PlainDate.compare(firstDay, one) <= 0 && Temporal.PlainDate.compare(one, after) < 0);
      assert.equal(quarterOf(firstDay).quarter, quarter);
      assert.equal(quarterOf(after.subtract({ days: 1 })).quarter, quarter);
      assert.notEqual(quarterOf(after).quarter, quarter);
      assert.match(quarter, /^\d{4}-Q[1-4]$/);
      assert.equal(firstDay.day, 1);
    }),
  ));

test("a review that is made late has its whole time all the same", () =>
  fc.assert(
    fc.property(days, (one) => {
      const { dueOn, doBy } = daysOf(one, "America/New_York");
      assert.equal(day(dueOn).until(day(doBy)).days, REVIEW_DAYS - 1);
    }),
  ));

test("a role counts as unused after ninety days without a sign-in, and never sooner than it is ninety days old", () => {
  const now = at("2026-04-01T00:00:00Z");
  const ago = (count: number) => now.subtract({ hours: 24 * count });
  assert.equal(isUnused({ grantedAt: ago(400), lastSignInAt: ago(91) }, now), true);
  assert.equal(isUnused({ grantedAt: ago(400), lastSignInAt: ago(89) }, now), false);
  assert.equal(isUnused({ grantedAt: ago(400), lastSignInAt: null }, now), true);
  assert.equal(isUnused({ grantedAt: ago(10), lastSignInAt: null }, now), false);
  assert.equal(isUnused({ grantedAt: ago(10), lastSignInAt: ago(200) }, now), false, "given anew to somebody who was away");
});

test("every reason against a decision or a sign-off is said at once", () => {
  assert.deepEqual(decideRefusals(plain), []);
  assert.deepEqual(decideRefusals({ ...plain, state: "done", isOwn: true, decided: true }), [
    "access_review.over",
    "access_review.own_line",
    "access_review.decided",
  ]);
  assert.deepEqual(decideRefusals({ ...plain, state: "overdue", begun: false }), ["access_review.not_begun"]);
  assert.deepEqual(finishRefusals({ state: "overdue", begun: true, undecided: 0 }), []);
  assert.deepEqual(finishRefusals({ state: "due", begun: false, undecided: 2 }), ["access_review.not_begun", "access_review.undecided"]);
});

test("one's own role is another's to decide; who is alone may confirm it and never take it away; an administrator's role goes only by an administrator", () => {
  const own = { ...plain, isOwn: true };
  assert.deepEqual(decideRefusals(own), ["access_review.own_line"]);
  assert.deepEqual(decideRefusals({ ...own, onlyLead: true }), []);
  assert.deepEqual(decideRefusals({ ...own, onlyLead: true, decision: "taken_away" }), ["access_review.own_line"]);
  const takes = { ...plain, decision: "taken_away" as const, isAdministrators: true };
  assert.deepEqual(decideRefusals(takes), ["access_review.administrators_role"]);
  assert.deepEqual(decideRefusals({ ...takes, administers: true }), []);
  assert.deepEqual(decideRefusals({ ...takes, decision: "confirmed" }), []);
});
