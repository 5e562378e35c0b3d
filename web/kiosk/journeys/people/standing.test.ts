import assert from "node:assert/strict";
import { test } from "node:test";
import { InsideStatus } from "#contracts/connections.ts";
import { byStanding, type Connection, hasReason } from "./standing.ts";

const connection = (status: Connection["status"], reason: Connection["reason"] = null): Connection => ({
  id: status,
  contactName: "Rosa Delgado",
  relationship: "parent",
  status,
  reason,
  decidedAt: null,
  requestedAt: "2026-03-02T15:00:00Z",
});

test("everybody stands somewhere on the screen, once", () => {
  const { connected, waiting, apart } = byStanding(InsideStatus.options.map((status) => connection(status)));
  assert.deepEqual(
    [connected, waiting, apart].map((part) => part.map(({ status }) => status)),
    [
      ["approved", "auto_approved"],
      ["requested", "under_review"],
      ["rejected", "suspended", "ended"],
    ],
  );
});

test("a reason is shown with the answer it belongs to, and not with a later pause or end", () => {
  assert.ok(hasReason(connection("approved", "matches_id")));
  assert.ok(hasReason(connection("rejected", "name_differs")));
  assert.ok(!hasReason(connection("suspended", "matches_id")));
  assert.ok(!hasReason(connection("ended", "matches_id")));
  assert.ok(!hasReason(connection("requested")));
});
