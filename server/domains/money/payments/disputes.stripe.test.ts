import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenContact } from "#server/testing/people.ts";
import { hearOfDeposit } from "./deposits.service.ts";
import { listKnown } from "./disputes.store.ts";
import { askAboutDisputes } from "./events.service.ts";
import { readStatements, reconcile } from "./reconcile.service.ts";
import { startStripeSite } from "./testing/stripe-site.ts";

const { stub, site, processor } = await startStripeSite("2026-03-02T16:00:00Z");
const ask = () => askAboutDisputes(site.ctx, processor);

/** A deposit that has come in; nobody tells anything by itself. */
async function paid(cents: number) {
  const contact = await givenContact(site);
  const family = await signedIn(site, "outside", contact);
  const id = newId();
  assert.equal((await family("POST", "/api/outside/wallet/deposits", { id, cents })).statusCode, 201);
  const { id: intentId } = [...stub.intents.values()].find(({ metadata }) => (metadata as { deposit?: string }).deposit === id)!;
  stub.pay(intentId);
  const taken = () => hearOfDeposit(site.ctx, id, { said: "paid", processorId: intentId, cents, why: null, clientSecret: null });
  const wallet = async () => (await family("GET", "/api/outside/wallet")).json().cents;
  return { intentId, taken, wallet };
}

test("no message of a dispute ever comes: the processor is asked, page by page, and each is taken in once", async () => {
  const all = [];
  for (let at = 0; at < 12; at++) all.push(await paid(1000 + at));
  for (const { taken } of all) await taken();
  const ids = all.map(({ intentId }) => stub.dispute(intentId, site.clock.now()));
  assert.equal(await ask(), 12);
  for (const { wallet } of all) assert.equal(await wallet(), 0);
  assert.equal(await ask(), 0, "asked again, nothing is new");
  stub.endDispute(ids[0]!, "won");
  assert.equal(await ask(), 1);
  assert.equal(await all[0]!.wallet(), 1000);
});

test("a dispute of a payment that nobody told of brings the money in first; one of another system is left alone", async () => {
  const { intentId, wallet } = await paid(700);
  stub.dispute(intentId, site.clock.now());
  const stranger = await paid(300);
  await site.db
    .updateTable("money.deposit")
    .set({ processorId: `pi_other_${newId()}` })
    .where("processorId", "=", stranger.intentId)
    .execute();
  stub.dispute(stranger.intentId, site.clock.now());
  assert.equal(await ask(), 1);
  assert.equal(await wallet(), 0);
  const dispute = await site.db.selectFrom("money.dispute").selectAll().where("cents", "=", 700).executeTakeFirstOrThrow();
  assert.deepEqual([dispute.fromWalletCents, dispute.writtenOffCents], [700, 0]);
});

test("a dispute that began months ago and ends now is asked for by its name; a processor that is silent is asked again", async () => {
  const { intentId, taken } = await paid(900);
  await taken();
  const id = stub.dispute(intentId, site.clock.now());
  await ask();
  site.clock.advance({ hours: 24 * 60 });
  stub.endDispute(id, "won");
  stub.faults.push("silent", "silent", "silent");
  await assert.rejects(ask());
  stub.faults.length = 0;
  assert.equal(await ask(), 1);
  const { state } = await site.db.selectFrom("money.dispute").selectAll().where("processorId", "=", id).executeTakeFirstOrThrow();
  assert.equal(state, "won");
});

test("old disputes that the processor knows nothing of keep nobody waiting: newer ones are taken in, and the old ones are asked for by turns", async () => {
  const [old, newer] = [await paid(800), await paid(600)];
  await old.taken();
  await newer.taken();
  const ended = stub.dispute(old.intentId, site.clock.now());
  await ask();
  const { depositId } = await site.db
    .selectFrom("money.dispute")
    .select("depositId")
    .where("processorId", "=", ended)
    .executeTakeFirstOrThrow();
  // Of an account that was left, and all of them opened before.
  const openedAt = site.clock.now().subtract({ hours: 24 });
  const sums = { cents: 5, fromWalletCents: 0, writtenOffCents: 5, owedCents: 0 };
  const lost = Array.from({ length: 60 }, () => ({
    ...{
      id: newId(),
      processorId: `du_left_${newId()}`,
      depositId,
      ...sums,
      state: "open" as const,
      openedAt,
      endedAt: null,
      askedAt: null,
    },
  }));
  await site.db.insertInto("money.dispute").values(lost).execute();
  site.clock.advance({ hours: 24 * 40 });
  const begun = stub.dispute(newer.intentId, site.clock.now());
  stub.endDispute(ended, "won");
  const states = async () => (await listKnown(site.db, [ended, begun])).map(({ cents, state }) => [cents, state]).toSorted();
  assert.deepEqual(
    [await ask(), await states()],
    [
      1,
      [
        [600, "open"],
        [800, "open"],
      ],
    ],
  );
  site.clock.advance({ minutes: 30 });
  assert.deepEqual(
    [await ask(), await states()],
    [
      1,
      [
        [600, "open"],
        [800, "won"],
      ],
    ],
  );
});

test("what a dispute took and gave back is held against the processor's statement: what only one of us has is a difference", async () => {
  const [told, untold] = [await paid(1100), await paid(1200)];
  await told.taken();
  await untold.taken();
  const id = stub.dispute(told.intentId, site.clock.now());
  stub.endDispute(id, "won");
  await ask();
  const line = (what: string, about: string, intent: string, amount: number, fee = 0) => ({
    ...{ id: `txn_${what}`, object: "balance_transaction", type: "adjustment", amount, fee, payout: "po_d" },
    source: { id: about, object: "dispute", payment_intent: intent },
  });
  stub.payouts.push({ id: "po_d", object: "payout", amount: -2700, arrival_date: 1772496000, status: "paid" });
  stub.transactions.push(line("took", id, told.intentId, -1100, 1500), line("gave", id, told.intentId, 1000));
  stub.transactions.push(line("unknown", "du_unknown", untold.intentId, -1200));
  assert.equal(await readStatements(site.ctx, processor), 1);
  const found = (await reconcile(site.ctx)).differences.filter(({ processorId }) => [id, "du_unknown"].includes(processorId ?? ""));
  assert.deepEqual(found.map(({ what, kind, theirCents, ourCents }) => [what, kind, theirCents, ourCents]).toSorted(), [
    ["only_theirs", "dispute", -1200, null],
    ["other_sum", "dispute_won", 1000, 1100],
  ]);
});
