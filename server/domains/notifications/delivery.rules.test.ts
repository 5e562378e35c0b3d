import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { kindOf, letterKinds } from "#contracts/letter-kinds.ts";
import { deliveryStatuses } from "#contracts/notifications.ts";
import { canSendAgain, isStopped, next, transitions } from "./delivery.rules.ts";
import type { Step } from "./notifications.tables.ts";

const steps = Object.keys(transitions) as Step[];

test("whatever happens in whatever order, a letter that came back, failed or was not sent stays so", () => {
  fc.assert(
    fc.property(fc.constantFrom(...deliveryStatuses), fc.array(fc.constantFrom(...steps)), (start, happened) => {
      let status = start;
      for (const step of happened) {
        const after = next(status, step);
        if (["bounced", "failed", "not_sent"].includes(status)) assert.equal(after, undefined);
        if (["sent", "delivered"].includes(status)) assert.notEqual(after, "sending", "never sent a second time");
        status = after ?? status;
      }
    }),
  );
});

test("a letter goes out only from the hands that took it", () => {
  for (const status of deliveryStatuses) {
    assert.equal(next(status, "take"), status === "queued" ? "sending" : undefined, status);
    assert.equal(next(status, "sent"), status === "sending" ? "sent" : undefined, status);
  }
});

test("a report that overtakes our own note ends the sending", () => {
  assert.equal(next("sending", "delivered"), "delivered");
  assert.equal(next("queued", "bounce"), "bounced");
  assert.equal(next("delivered", "sent"), undefined);
});

test("what is needed cannot be stopped, whatever was chosen; what is not needed can, all or one by one", () => {
  for (const name of [...Object.keys(letterKinds), "nobody.knows"]) {
    const kind = kindOf(name);
    const optional = kind.need === "optional";
    assert.equal(isStopped(name, kind, { stoppedAt: 1, off: [] }), optional, name);
    assert.equal(isStopped(name, kind, { stoppedAt: null, off: [name] }), optional, name);
    assert.equal(isStopped(name, kind, { stoppedAt: null, off: [] }), false, name);
    assert.equal(isStopped(name, kind, undefined), false, name);
  }
});

test("a letter on its way, and one with a link to sign in, is not sent again from the list", () => {
  assert.equal(canSendAgain("visit.booked", "bounced"), true);
  assert.equal(canSendAgain("visit.booked", "sending"), false);
  assert.equal(canSendAgain("identity.reset_password", "sent"), false);
});
