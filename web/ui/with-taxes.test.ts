import assert from "node:assert/strict";
import { test } from "node:test";
import type { WalletLine } from "#contracts/wallets.ts";
import { withTaxes } from "./with-taxes.rules.ts";

const at = "2026-11-15T18:40:00Z";
const line = (of: Partial<WalletLine>): WalletLine =>
  ({ id: String(Math.random()), at, cents: -100, move: "charge", name: "Mateo", visitId: "one", day: "2026-11-15", ...of }) as WalletLine;

test("a visit's taxes stand in the line of its charge, and nothing is counted twice or left out", () => {
  const lines = [
    line({ move: "credit", cents: 25, at: "2026-11-15T18:41:00Z" }),
    line({ move: "tax", cents: -3 }),
    line({ move: "tax", cents: -2 }),
    line({ cents: -213 }),
    line({ visitId: "two", cents: -50 }),
  ];
  const told = withTaxes(lines);
  assert.deepEqual(
    told.map(({ move, cents, taxCents }) => [move, cents, taxCents]),
    [
      ["credit", 25, 0],
      ["charge", -218, -5],
      ["charge", -50, 0],
    ],
  );
});

test("a plan's taxes stand in its line too, unless two plans of the same moment could have them", () => {
  const plan = (of: Partial<WalletLine>) => line({ move: "plan", visitId: null, day: null, name: "The jail", ...of });
  const sums = (lines: WalletLine[]) => withTaxes(lines).map(({ move, cents, taxCents }) => [move, cents, taxCents]);
  const taxed = [plan({ move: "plan_tax", cents: -3 }), plan({ cents: -150 })];
  assert.deepEqual(sums(taxed), [["plan", -153, -3]]);
  assert.deepEqual(sums([...taxed, plan({ cents: -80 })]), [
    ["plan_tax", -3, 0],
    ["plan", -150, 0],
    ["plan", -80, 0],
  ]);
});

test("a tax whose charge is on a later page, of another visit or another moment stays a line of its own", () => {
  const apart = [line({ move: "tax", cents: -3 }), line({ visitId: "two" }), line({ at: "2026-11-16T18:40:00Z" })];
  assert.deepEqual(
    withTaxes(apart).map(({ move }) => move),
    ["tax", "charge", "charge"],
  );
});
