import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FAMILY_SCREENS_MAX, PARTY_ASKED_MAX } from "#contracts/party.ts";
import { acceptRefusals, askRefusals, isOpen, type PartyStep, shownToBooker, steps } from "./contacts.rules.ts";

const begins = Temporal.Instant.from("2026-03-04T16:00:00Z");
const visit = { status: "booked", startsAt: begins, roomKind: "recorded" };

test("who comes can be changed until the visit begins, and never in a privileged one", () => {
  assert.equal(isOpen(visit, begins.subtract({ seconds: 1 })), true);
  assert.equal(isOpen(visit, begins), false);
  for (const change of [{ status: "cancelled" }, { status: "in_progress" }, { roomKind: "privileged" }])
    assert.equal(isOpen({ ...visit, ...change }, begins.subtract({ hours: 1 })), false);
});

test("a no reads like no answer, before the visit begins and after; what was taken back is gone", () => {
  for (const open of [true, false]) assert.equal(shownToBooker("asked", open), shownToBooker("declined", open));
  assert.deepEqual([shownToBooker("asked", true), shownToBooker("asked", false)], ["asked", "lapsed"]);
  assert.equal(shownToBooker("withdrawn", true), undefined);
});

test("whatever steps are taken, somebody comes only after a yes of their own, and whoever has gone comes no more unasked", () => {
  const every = fc.array(fc.constantFrom(...(Object.keys(steps) as PartyStep[])));
  fc.assert(
    fc.property(every, (taken) => {
      let status = "asked" as (typeof steps)[PartyStep]["to"];
      let gone = false;
      for (const name of taken) {
        const { from, to } = steps[name];
        if (!from.includes(status)) continue;
        if (to === "accepted") assert.equal(name === "accept" && !gone, true);
        status = to;
        gone ||= status !== "accepted";
      }
    }),
  );
});

test("every reason is said at once, and none of asking is about whose the address is", () => {
  assert.deepEqual(askRefusals({ open: true, own: false, asked: PARTY_ASKED_MAX - 1, coming: FAMILY_SCREENS_MAX - 2, full: false }), []);
  assert.deepEqual(askRefusals({ open: false, own: true, asked: PARTY_ASKED_MAX, coming: FAMILY_SCREENS_MAX - 1, full: true }), [
    "visit.party_closed",
    "visit.party_yourself",
    "visit.party_asked_enough",
    "visit.screens_full",
    "visit.party_full",
  ]);
  assert.deepEqual(acceptRefusals({ busy: true, coming: 3, full: true, children: true }), [
    "visit.contact_busy",
    "visit.screens_full",
    "visit.party_full",
    "visit.party_children",
  ]);
});
