import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { keepReconciled, readStatements } from "./reconcile.service.ts";
import { startStripeSite } from "./testing/stripe-site.ts";

const { stub, site, processor } = await startStripeSite("2026-03-02T16:00:00Z");

const world = await givenPeople(site);
const { agencyId, prison, jail } = world;
const pathAt = (facilityId: string) => `/api/staff/facilities/${facilityId}/money/reconciliation`;
const asRole = async (role: "agency_administrator" | "overseer" | "facility_administrator", facilityId: string | null, of = agencyId) =>
  signedIn(site, "staff", await givenStaff(site, { agencyId: of, facilityId, role }));

test("the page shows each payout with what our books make of it and every difference, as the last night found them", async () => {
  const administrator = await asRole("agency_administrator", null);
  const first = (await administrator("GET", pathAt(prison.id))).json();
  assert.deepEqual([first.by, first.isShared, first.run], ["stripe", false, null]);
  const mother = await signedIn(site, "outside", world.contacts[0]);
  const id = newId();
  await mother("POST", "/api/outside/wallet/deposits", { id, cents: 5000 });
  const intent = [...stub.intents.values()][0]!;
  stub.pay(intent.id);
  await mother("POST", `/api/outside/wallet/deposits/${id}/look`);
  const line = (name: string, paymentId: string, amount: number, fee: number, payout: string) => ({
    ...{ id: name, object: "balance_transaction", type: "charge", amount, fee, payout },
    source: { id: `ch_${name}`, object: "charge", payment_intent: paymentId },
  });
  const cost = { id: "txn_fee", object: "balance_transaction", type: "stripe_fee", amount: -20, fee: 0, payout: "po_2", source: null };
  const payout = (name: string, amount: number) => ({ id: name, object: "payout", amount, arrival_date: 1772496000, status: "paid" });
  stub.payouts.push(payout("po_1", 4825), payout("po_2", 979));
  stub.transactions.push(line("txn_1", intent.id, 5000, 175, "po_1"), line("txn_2", "pi_stranger", 1000, 0, "po_2"), cost);
  await readStatements(site.ctx, processor);
  await keepReconciled(site.ctx);
  await keepReconciled(site.ctx);
  const { run } = (await administrator("GET", pathAt(jail.id))).json();
  type Row = Record<"payoutId" | "cents" | "ourCents" | "feeCents" | "differences", unknown>;
  assert.deepEqual(
    run.payouts.map((row: Row) => [row.payoutId, row.cents, row.ourCents, row.feeCents, row.differences]),
    [
      ["po_1", 4825, 4825, 175, 0],
      ["po_2", 979, -20, 20, 2],
    ],
  );
  assert.deepEqual(
    run.differences.map(({ what, processorId, theirCents, ourCents }: Record<string, unknown>) => [
      what,
      processorId,
      theirCents,
      ourCents,
    ]),
    [
      ["payout_sum", "po_2", 979, 980],
      ["only_theirs", "pi_stranger", 1000, null],
    ],
  );
  assert.equal((await (await asRole("overseer", null))("GET", pathAt(prison.id))).json().run.payouts.length, 2);
});

test("what belongs to no facility is for nobody of one facility", async () => {
  const here = await asRole("facility_administrator", prison.id);
  assert.equal((await here("GET", pathAt(prison.id))).statusCode, 403);
  const overseer = await asRole("overseer", prison.id);
  assert.equal((await overseer("GET", pathAt(prison.id))).statusCode, 404);
});

test("where several agencies are served, none of them sees what people added", async () => {
  const other = await givenPeople(site);
  for (const [of, at] of [
    [agencyId, prison.id],
    [other.agencyId, other.prison.id],
  ] as const) {
    const answer = (await (await asRole("agency_administrator", null, of))("GET", pathAt(at))).json();
    assert.deepEqual([answer.isShared, answer.run], [true, null]);
  }
});
