import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenContact } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { askAboutDeposits, hearOfDeposit } from "./deposits.service.ts";
import { readStatements, reconcile } from "./reconcile.service.ts";
import { askAboutRefunds } from "./refunds.service.ts";
import { startStripeSite } from "./testing/stripe-site.ts";

const { stub, site, processor } = await startStripeSite("2026-03-02T16:00:00Z");
const { secretKey, publishableKey, webhookSecret } = stub;

const WALLET = "/api/outside/wallet";
const EVENTS = "/api/public/processor/stripe/events";

/** Sends an event as Stripe does: from no page, signed. */
async function send(event: object, signature?: string) {
  const signed = stub.signed(event, site.clock.now());
  return site.app.inject({
    method: "POST",
    url: EVENTS,
    headers: { "content-type": "application/json", "stripe-signature": signature ?? signed.signature },
    payload: signed.body,
  });
}

async function sendAndRun(events: readonly object[]): Promise<void> {
  for (const event of events) {
    const answer = await send(event);
    assert.equal(answer.statusCode, 200, answer.body);
  }
  await site.runJobs();
}

async function given() {
  const contact = await givenContact(site);
  const ask = await signedIn(site, "outside", contact);
  const first = stub.events.length;
  const add = async (cents: number, id = newId()) => {
    const answer = await ask("POST", `${WALLET}/deposits`, { id, cents });
    const intent = [...stub.intents.values()].find(({ metadata }) => (metadata as { deposit?: string }).deposit === id);
    return { id, answer, intentId: intent?.id ?? "" };
  };
  return {
    contact,
    ask,
    add,
    paid: async (cents: number) => {
      const made = await add(cents);
      stub.pay(made.intentId);
      await sendAndRun(stub.events.slice(-1));
      return made;
    },
    wallet: async () => (await ask("GET", WALLET)).json(),
    look: async (id: string) => (await ask("POST", `${WALLET}/deposits/${id}/look`)).json(),
    back: (cents: number | null = null, id = newId()) => ask("POST", `${WALLET}/refunds`, { id, cents }),
    told: () => stub.events.slice(first),
    lines: async () =>
      ((await ask("GET", `${WALLET}/history`)).json().rows as { move: string; cents: number }[]).map(({ move, cents }) => [move, cents]),
  };
}

test("the page gets what takes the card, and the money comes in once Stripe says that it was paid", async () => {
  const { add, wallet, told } = await given();
  const { answer, intentId } = await add(2500);
  assert.equal(answer.statusCode, 201, answer.body);
  const { state, pay } = answer.json();
  assert.deepEqual([state, pay.publishableKey], ["begun", publishableKey]);
  assert.match(pay.clientSecret, new RegExp(`^${intentId}_secret_`));
  assert.equal(stub.intents.get(intentId)?.amount, 2500);
  assert.deepEqual([(await wallet()).cents, (await wallet()).waiting.length], [0, 1]);
  stub.pay(intentId);
  await sendAndRun(told());
  assert.deepEqual([(await wallet()).cents, (await wallet()).waiting.length], [2500, 0]);
});

test("events that come twice, late and in the wrong order bring the money in once", async () => {
  const { add, wallet, told } = await given();
  const { intentId } = await add(1000);
  stub.decline(intentId, "insufficient_funds");
  stub.pay(intentId);
  const events = told();
  await sendAndRun([...events].reverse());
  await sendAndRun([...events, ...events]);
  site.clock.advance({ hours: 30 });
  await sendAndRun(events);
  assert.equal((await wallet()).cents, 1000);
});

test("an event that is not signed by Stripe, or was signed long ago, changes nothing", async () => {
  const { add, wallet, told } = await given();
  const { intentId } = await add(1000);
  stub.pay(intentId);
  const event = told().at(-1)!;
  const before = site.clock.now().subtract({ minutes: 6 });
  for (const signature of [
    "",
    "t=1,v1=00",
    stub.signed(event, site.clock.now(), "whsec_somebody").signature,
    stub.signed(event, before).signature,
  ]) {
    const answer = await send(event, signature);
    assert.deepEqual([answer.statusCode, answer.json().codes], [400, ["money.event_unsigned"]]);
  }
  const forged = await send({ ...event, type: "payment_intent.canceled" }, stub.signed(event, site.clock.now()).signature);
  assert.equal(forged.statusCode, 400);
  await site.runJobs();
  assert.equal((await wallet()).cents, 0);
});

test("a signed event that lies about how a payment stands is not believed: Stripe itself is asked", async () => {
  const { add, wallet, told } = await given();
  const { intentId } = await add(1000);
  const event = structuredClone(told()[0]!) as unknown as { type: string; data: { object: { status: string } } };
  event.type = "payment_intent.succeeded";
  event.data.object.status = "succeeded";
  await sendAndRun([event]);
  assert.deepEqual([stub.intents.get(intentId)?.status, (await wallet()).cents], ["requires_payment_method", 0]);
});

test("no event ever comes: the page that looks, and the job that asks, bring the money in", async () => {
  const [one, other] = [await given(), await given()];
  const looked = await one.add(1000);
  const waited = await other.add(2000);
  stub.pay(looked.intentId);
  stub.pay(waited.intentId);
  assert.equal((await one.look(looked.id)).state, "taken");
  assert.equal((await one.wallet()).cents, 1000);
  site.clock.advance({ minutes: 2 });
  await askAboutDeposits(site.ctx, processor);
  assert.equal((await other.wallet()).cents, 2000);
});

test("a card that is refused is no end: the same payment takes another card", async () => {
  const { add, look, wallet } = await given();
  const { id, intentId } = await add(1000);
  stub.decline(intentId, "do_not_honor");
  const declined = await look(id);
  assert.deepEqual([declined.state, typeof declined.pay.clientSecret], ["begun", "string"]);
  stub.pay(intentId);
  assert.equal((await look(id)).state, "taken");
  assert.equal((await wallet()).cents, 1000);
});

test("a page that nobody finished is given up after a day and can't be paid any more; paid in that moment, it is taken", async () => {
  const { add, wallet } = await given();
  const left = await add(1000);
  const raced = await add(700);
  site.clock.advance({ hours: 25 });
  stub.pay(raced.intentId);
  await askAboutDeposits(site.ctx, processor);
  assert.equal(stub.intents.get(left.intentId)?.status, "canceled");
  assert.deepEqual([(await wallet()).cents, (await wallet()).waiting], [700, []]);
});

test("Stripe's answer is lost, it breaks, or it is silent: asked again with the same id, there is one payment", async () => {
  const { add, wallet, look } = await given();
  const id = newId();
  stub.faults.push("lost", "broken", "lost", "silent", "silent", "silent");
  const first = await add(1000, id);
  assert.deepEqual([first.answer.statusCode, first.answer.json().codes], [503, ["money.processor_down"]]);
  stub.faults.length = 0;
  const again = await add(1000, id);
  assert.equal(again.answer.statusCode, 201, again.answer.body);
  const mine = [...stub.intents.values()].filter(({ metadata }) => (metadata as { deposit?: string }).deposit === id);
  assert.equal(mine.length, 1);
  stub.pay(again.intentId);
  assert.equal((await look(id)).state, "taken");
  assert.equal((await wallet()).cents, 1000);
});

test("a refund goes back to the card once, whatever is lost on the way, and stays kept in the wallet until it has", async () => {
  const { paid, wallet, back, lines } = await given();
  const { intentId } = await paid(1000);
  stub.faults.push("broken", "broken", "broken", "broken");
  const asked = (await back()).json();
  assert.deepEqual([asked.parts[0].state, (await wallet()).freeCents, (await wallet()).cents], ["begun", 0, 1000]);
  stub.faults.length = 0;
  stub.faults.push("lost");
  await site.runJobs();
  await site.runJobs();
  const refunds = [...stub.refunds.values()].filter((refund) => refund["payment_intent"] === intentId);
  assert.deepEqual([refunds.length, refunds[0]?.["amount"]], [1, 1000]);
  assert.equal((await wallet()).cents, 0);
  assert.deepEqual(await lines(), [
    ["refund", -1000],
    ["deposit", 1000],
  ]);
});

test("a card that can't be paid back to any more: staff are asked to pay the same money out, and it is kept for that", async () => {
  const { paid, wallet, back } = await given();
  const { intentId } = await paid(1000);
  stub.loseCard(intentId);
  const answer = (await back()).json();
  assert.deepEqual([answer.parts[0].state, answer.payouts[0].state, answer.payouts[0].cents], ["failed", "asked", 1000]);
  const { cents, freeCents, toSourceCents } = await wallet();
  assert.deepEqual([cents, freeCents, toSourceCents], [1000, 0, 0]);
});

test("a bank sends a refund back days later: the money is in the wallet again, with its reason, and staff pay it out", async () => {
  const { paid, wallet, back, lines } = await given();
  const { intentId } = await paid(1000);
  await back();
  assert.equal((await wallet()).cents, 0);
  const refund = [...stub.refunds.values()].find((one) => one["payment_intent"] === intentId)!;
  stub.failRefund(refund.id);
  const event = stub.events.at(-1)!;
  await sendAndRun([event, event]);
  await sendAndRun([event]);
  assert.deepEqual([(await wallet()).cents, (await wallet()).freeCents], [1000, 0]);
  assert.deepEqual(await lines(), [
    ["refund_undone", 1000],
    ["refund", -1000],
    ["deposit", 1000],
  ]);
});

test("a dispute takes what is still there out of the wallet, writes off what was spent, and what is won comes back to both", async () => {
  const { contact, paid, wallet } = await given();
  const { intentId } = await paid(1000);
  const at = site.clock.now();
  const fromId = await openBook(site.db, { kind: "contact_wallet", contactId: contact.id }, at);
  const toId = await openBook(site.db, { kind: "costs" }, at);
  await transfer(site.db, [{ id: newId(), fromId, toId, cents: 600, what: "charge" }], at);
  const writeOff = async () => {
    const id = await openBook(site.db, { kind: "write_off" }, at);
    return (await site.db.selectFrom("money.balance").select("cents").where("id", "=", id).executeTakeFirstOrThrow()).cents;
  };
  const before = await writeOff();
  const disputeId = stub.dispute(intentId);
  const opened = stub.events.at(-1)!;
  await sendAndRun([opened, opened]);
  assert.deepEqual([(await wallet()).cents, (await writeOff()) - before], [0, -600]);
  stub.endDispute(disputeId, "won");
  // Its beginning is told once more after its end.
  await sendAndRun([stub.events.at(-1)!, opened]);
  await sendAndRun([stub.events.at(-1)!]);
  assert.deepEqual([(await wallet()).cents, (await writeOff()) - before], [400, 0]);
});

test("a dispute that was lost takes nothing twice", async () => {
  const { paid, wallet } = await given();
  const { intentId } = await paid(1000);
  const disputeId = stub.dispute(intentId);
  stub.endDispute(disputeId, "lost");
  await sendAndRun(stub.events.slice(-2).reverse());
  await sendAndRun(stub.events.slice(-2));
  assert.equal((await wallet()).cents, 0);
});

test("a dispute takes what its owner only put aside too: a gift that waits, one that is unspent, a check that nobody wrote", async () => {
  const { ask, paid, wallet } = await given();
  const friend = await givenContact(site);
  const them = await signedIn(site, "outside", friend);
  const { intentId } = await paid(1000);
  const gifts = `${WALLET}/gifts`;
  const taken = (await ask("POST", gifts, { id: newId(), cents: 300, email: friend.email })).json();
  assert.equal((await them("POST", `${gifts}/${taken.id}/take`)).statusCode, 204);
  await ask("POST", gifts, { id: newId(), cents: 200, email: "nobody.at.all@example.org" });
  stub.loseCard(intentId);
  const [payout] = (await ask("POST", `${WALLET}/refunds`, { id: newId(), cents: null })).json().payouts;
  assert.deepEqual([payout.cents, (await wallet()).freeCents], [500, 0]);
  stub.dispute(intentId);
  await sendAndRun(stub.events.slice(-1));
  const after = await wallet();
  assert.deepEqual([after.cents, after.kept, after.payouts], [0, [], []], "nothing of it is left to have twice");
  assert.equal((await them("GET", WALLET)).json().cents, 0);
  const row = await site.db.selectFrom("money.dispute").selectAll().orderBy("openedAt", "desc").orderBy("id", "desc").executeTakeFirst();
  assert.deepEqual([row?.fromWalletCents, row?.writtenOffCents], [1000, 0]);
});

test("money that the card's bank is taking back is not paid out by check as well, whoever hears of it first", async () => {
  const { paid, wallet, back } = await given();
  const { intentId } = await paid(1000);
  stub.dispute(intentId);
  const opened = stub.events.at(-1)!;
  const answer = (await back()).json();
  assert.deepEqual([answer.parts[0].state, answer.payouts, (await wallet()).freeCents], ["failed", [], 1000]);
  await sendAndRun([opened]);
  assert.equal((await wallet()).cents, 0);
});

test("a refund for which our own balance at Stripe is too small waits for the same card, and is no failure", async () => {
  const { paid, wallet, back } = await given();
  const { intentId } = await paid(1000);
  stub.faults.push("poor");
  const answer = (await back()).json();
  assert.deepEqual([answer.parts[0].state, answer.payouts, (await wallet()).freeCents], ["begun", [], 0]);
  site.clock.advance({ minutes: 2 });
  await askAboutRefunds(site.ctx, processor);
  assert.equal([...stub.refunds.values()].filter((refund) => refund["payment_intent"] === intentId).length, 1);
  assert.equal((await wallet()).cents, 0);
});

test("what was paid is never another sum than was asked: then nothing comes in, and the failure is loud", async () => {
  const { add, wallet } = await given();
  const { id, intentId } = await add(1000);
  const paid = { said: "paid", processorId: intentId, cents: 999, why: null, clientSecret: null } as const;
  await assert.rejects(hearOfDeposit(site.ctx, id, paid), /not what was asked/);
  assert.equal((await wallet()).cents, 0);
});

test("the processor's statement is held against our rows: what it kept is our cost, and a payment that only one of us knows is found", async () => {
  const { paid } = await given();
  const { intentId } = await paid(5000);
  const other = await paid(3000);
  const found = async () =>
    (await reconcile(site.ctx)).differences.filter(({ processorId }) =>
      [intentId, other.intentId, "pi_stranger"].includes(processorId ?? ""),
    );
  const line = (id: string, intent: string, amount: number, fee: number) => ({
    ...{ id, object: "balance_transaction", type: "charge", amount, fee, payout: "po_1" },
    source: { id: `ch_${id}`, object: "charge", payment_intent: intent },
  });
  stub.payouts.push({ id: "po_1", object: "payout", amount: 5825, arrival_date: 1772496000, status: "paid" });
  stub.transactions.push(line("txn_1", intentId, 5000, 175), line("txn_2", "pi_stranger", 1000, 0));
  assert.equal(await readStatements(site.ctx, processor), 1);
  assert.equal(await readStatements(site.ctx, processor), 0);
  assert.deepEqual(
    (await found()).map(({ what, processorId }) => [what, processorId]),
    [["only_theirs", "pi_stranger"]],
  );
  const costsId = await openBook(site.db, { kind: "costs" }, site.clock.now());
  const { rows } = await sql<{
    cents: number;
  }>`select sum(cents)::bigint as cents from money.transfer where from_id = ${costsId} and what = 'processing_cost'`.execute(site.db);
  assert.equal(rows[0]!.cents, 175);
  // Ten days on, a payment that no statement has is a difference too.
  site.clock.advance({ hours: 24 * 11 });
  assert.deepEqual((await found()).map(({ what, processorId }) => [what, processorId]).toSorted(), [
    ["only_ours", other.intentId],
    ["only_theirs", "pi_stranger"],
  ]);
});

test("pages may load the card fields of Stripe, and of nobody else, and only where cards are taken", async () => {
  const policy = String((await site.app.inject({ url: "/api/health" })).headers["content-security-policy"]);
  assert.match(policy, /script-src 'self' https:\/\/js\.stripe\.com;/);
  assert.match(policy, /frame-src https:\/\/js\.stripe\.com https:\/\/hooks\.stripe\.com;/);
  const without = await startSite();
  try {
    assert.doesNotMatch(String((await without.app.inject({ url: "/api/health" })).headers["content-security-policy"]), /stripe/);
  } finally {
    await without.close();
  }
});

test("no key, secret or card stands in the log", () => {
  assert.doesNotMatch(site.logged(), new RegExp(`${secretKey}|${webhookSecret}|_secret_`));
});
