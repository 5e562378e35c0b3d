import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { seats } from "#contracts/live.ts";
import { afterAct, type HandRow, heldOf, isDone, openHand } from "./hand.rules.ts";

const seat = fc.constantFrom(...seats);
const act: fc.Arbitrary<HandRow> = fc.oneof(
  fc.record({ kind: fc.constantFrom("mute" as const, "unmute" as const), seat: fc.oneof(seat, fc.constant("all" as const)) }),
  fc.record({ kind: fc.constantFrom("camera_off" as const, "camera_on" as const), seat }),
  fc.record({ kind: fc.constantFrom("pause" as const, "resume" as const), seat: fc.constant(null) }),
);
const after = (acts: readonly HandRow[]) => acts.reduce(afterAct, openHand);

test("doing the same once more changes nothing, whatever was done before", () => {
  fc.assert(fc.property(fc.array(act), act, (before, last) => assert.ok(isDone(after([...before, last]), last))));
});

test("whoever was muted last is unheard, whoever was let speak last is heard, and the one leaves the camera of the other as it is", () => {
  fc.assert(
    fc.property(fc.array(act), seat, (acts, of) => {
      const about = acts
        .filter((one) => one.kind === "mute" || one.kind === "unmute")
        .filter((one) => one.seat === of || one.seat === "all");
      const last = about.filter((one) => !(one.kind === "mute" && one.seat === "all" && of === "staff")).at(-1);
      assert.equal(heldOf(after(acts), of).sound, last?.kind === "mute");
      const camera = acts.filter((one) => (one.kind === "camera_off" || one.kind === "camera_on") && one.seat === of).at(-1);
      assert.equal(heldOf(after(acts), of).picture, camera?.kind === "camera_off");
    }),
  );
});

test("muting all holds for seats that nobody sits in yet, and not for staff who take part", () => {
  const hand = after([{ kind: "mute", seat: "all" }]);
  for (const one of seats) assert.equal(heldOf(hand, one).sound, one !== "staff", one);
});
