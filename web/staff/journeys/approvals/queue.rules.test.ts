import assert from "node:assert/strict";
import { test } from "node:test";
import { isListed } from "./queue.rules.ts";

const row = {
  contact: { name: "Rosa Delgado" },
  resident: { name: "Mateo Delgado", bookingNumber: "J-2241" },
  overdue: false,
  reviewer: { mine: false },
};

test("the list and its file are narrowed by the same words and the same view", () => {
  const all = { status: "waiting", find: "", show: undefined } as const;
  assert.ok(isListed(row, all));
  assert.deepEqual(
    ["j-2241", "MATEO", "ana"].map((find) => isListed(row, { ...all, find })),
    [true, true, false],
  );
  assert.deepEqual(
    (["overdue", "mine", "free"] as const).map((show) => isListed(row, { ...all, show })),
    [false, false, false],
  );
  assert.ok(isListed({ ...row, reviewer: null }, { ...all, show: "free" }));
  assert.ok(isListed(row, { ...all, status: "decided", show: "free" }), "the views are of those who wait");
});
