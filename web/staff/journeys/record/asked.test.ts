import assert from "node:assert/strict";
import { test } from "node:test";
import { queryOf } from "./asked.ts";

test("days are the facility's own, from their first moment to their last, also when the clocks change", () => {
  assert.deepEqual(queryOf({ from: "2026-03-08", until: "2026-03-08" }, "America/Denver"), {
    from: "2026-03-08T07:00:00.000Z",
    until: "2026-03-09T06:00:00.000Z",
  });
});

test("what is empty, too short or no day is not asked", () => {
  assert.deepEqual(queryOf({ who: "a", what: "", from: "soon", until: "2026-02-31" }, "UTC"), {});
  assert.deepEqual(queryOf({ who: " Ruiz ", about: "x" }, "UTC"), { who: "Ruiz", subjectId: "x" });
});
