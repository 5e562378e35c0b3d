import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { connectionStatuses, restrictionKinds } from "#contracts/connections.ts";
import { transitions } from "#server/domains/contacts/contacts.rules.ts";
import { type Act, actRefusals, acts, canDo, forbids, inForce, isOverdue, spanOf } from "./machine.rules.ts";

const all = Object.keys(acts) as Act[];

test("every act leads where the table of transitions allows, and every transition has its act", () => {
  const led = new Set(all.flatMap((act) => acts[act].from.filter((from) => canDo(act, from)).map((from) => `${from} ${acts[act].to}`)));
  for (const from of connectionStatuses)
    for (const to of transitions[from]) assert.ok(led.has(`${from} ${to}`), `${from} → ${to} has no act`);
  for (const act of all) for (const from of acts[act].from) assert.ok(canDo(act, from), `${act} from ${from}`);
});

test("whatever is done in whatever order, what was rejected, taken back or ended never stands again", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...all), { maxLength: 30 }), (done) => {
      let status: (typeof connectionStatuses)[number] = "requested";
      let over = false;
      for (const act of done) {
        if (!canDo(act, status)) continue;
        assert.equal(over, false);
        status = acts[act].to;
        over = ["rejected", "withdrawn", "ended"].includes(status);
      }
    }),
  );
});

test("a reason that does not fit and a step that cannot be taken are both told at once", () => {
  assert.deepEqual(actRefusals("suspended", "requested", "cleared"), ["connection.act_impossible", "connection.reason_needed"]);
  assert.deepEqual(actRefusals("suspended", "auto_approved", "victim_safety"), []);
});

test("a limit holds from the first moment of its first day through the last of its last, also when the clocks change", () => {
  const span = { ...spanOf({ fromDay: "2026-03-08", untilDay: "2026-03-08" }, "America/New_York"), liftedAt: null };
  // That day has 23 hours.
  const first = Temporal.Instant.from("2026-03-08T05:00:00Z");
  const end = Temporal.Instant.from("2026-03-09T04:00:00Z");
  assert.ok(inForce(span, first) && inForce(span, end.subtract({ seconds: 1 })));
  assert.ok(!inForce(span, first.subtract({ seconds: 1 })) && !inForce(span, end));
  const open = { ...spanOf({ fromDay: "2026-03-08", untilDay: null }, "UTC"), liftedAt: null };
  assert.ok(inForce(open, Temporal.Instant.from("2099-01-01T00:00:00Z")));
  assert.deepEqual(
    restrictionKinds.filter((kind) => forbids({ ...open, kind }, end)),
    ["banned", "no_contact"],
  );
  assert.ok(!forbids({ ...open, liftedAt: end, kind: "banned" }, end), "one that was lifted forbids nothing");
});

test("only what still waits can be overdue", () => {
  const now = Temporal.Instant.from("2026-03-02T16:00:00Z");
  const dueAt = now.subtract({ hours: 1 });
  assert.deepEqual(
    connectionStatuses.filter((status) => isOverdue({ status, dueAt }, now)),
    ["requested", "under_review"],
  );
  assert.ok(!isOverdue({ status: "requested", dueAt: null }, now));
});
