import assert from "node:assert/strict";
import { test } from "node:test";
import { monthsBack } from "./months.ts";

test("months go back over New Year, each once", () => {
  assert.deepEqual(monthsBack("2026-02", 4), ["2026-02", "2026-01", "2025-12", "2025-11"]);
  assert.equal(new Set(monthsBack("2026-02", 30)).size, 30);
});
