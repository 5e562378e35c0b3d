import assert from "node:assert/strict";
import { test } from "node:test";
import { connectionStatuses } from "#contracts/connections.ts";
import { approved, decisionRefusals, sameFamilyName, transitions } from "./contacts.rules.ts";
import { over, waiting } from "./contacts.tables.ts";

test("staff decide what waits, and nothing else", () => {
  for (const status of connectionStatuses) {
    const open = waiting.includes(status);
    assert.deepEqual(decisionRefusals(status, "approved", "matches_id"), open ? [] : ["connection.decided"]);
    assert.deepEqual(decisionRefusals(status, "rejected", "court_order"), open ? [] : ["connection.decided"]);
  }
});

test("a reason that does not fit the decision is refused, together with every other reason", () => {
  assert.deepEqual(decisionRefusals("requested", "approved", "court_order"), ["connection.reason_needed"]);
  assert.deepEqual(decisionRefusals("requested", "rejected", "matches_id"), ["connection.reason_needed"]);
  assert.deepEqual(decisionRefusals("rejected", "approved", "court_order"), ["connection.decided", "connection.reason_needed"]);
});

test("what has come to an end never stands again", () => {
  for (const status of over) assert.deepEqual(transitions[status], []);
  assert.deepEqual(connectionStatuses.filter(approved), ["approved", "auto_approved"]);
});

test("a family name is the same with or without accents, capitals, spaces and hyphens, and a different name is not", () => {
  assert.ok(sameFamilyName("Núñez-Ortiz", "nunez ortiz"));
  assert.ok(sameFamilyName("O’Brien", "OBRIEN"));
  assert.ok(!sameFamilyName("Ortiz", "Orti"));
  assert.ok(!sameFamilyName("-", "'"));
});
