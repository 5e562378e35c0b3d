import assert from "node:assert/strict";
import { test } from "node:test";
import { moneyColumn } from "./money-column.ts";

const column = moneyColumn<{ cents: number | null }>((cents) => `$${cents}`, { id: "sum", header: "Sum", of: ({ cents }) => cents });

test("a sum is found and taken away as the dollars that are read on the page, and never as cents", () => {
  assert.deepEqual(
    [1250, 5, 0, -2000, null].map((cents) => column.says?.({ cents })),
    ["12.50", "0.05", "0.00", "-20.00", ""],
  );
});

test("sums are sorted by how much they are, and none comes before all", () => {
  const values = [null, -2000, 5, 1250].map((cents) => Number(column.value?.({ cents })));
  assert.deepEqual(
    values.toSorted((one, other) => one - other),
    values,
  );
});
