import assert from "node:assert/strict";
import { openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import type { Processor } from "#server/domains/money/payments/processor.ts";
import { startStripeSite } from "#server/domains/money/payments/testing/stripe-site.ts";
import type { StubCard } from "#server/domains/money/payments/testing/stripe-stub.ts";
import { topUpWallets } from "#server/domains/money/top-ups/top-ups.service.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, PASSWORD } from "#server/testing/people.ts";

export const WALLET = "/api/outside/wallet";
export const sums = { belowCents: 500, addCents: 2500, monthCents: 5000, zone: "America/Denver", password: PASSWORD };

/** A server whose cards are kept by a processor on the loopback; it closes after the file, and its ledger adds up then. */
export async function startKeptCards() {
  const { stub, site, processor } = await startStripeSite("2026-03-30T16:00:00Z");
  const intentOf = (depositId: string) =>
    [...stub.intents.values()].filter(({ metadata }) => (metadata as { deposit?: string }).deposit === depositId);

  /** Somebody with a connection who keeps a card while adding $10. */
  async function given({ card = "4242" as StubCard, choose = true } = {}) {
    site.clock.set("2026-03-30T16:00:00Z");
    const world = await givenPeople(site);
    const contact = world.contacts[0];
    const ask = await signedIn(site, "outside", contact);
    const wallet = async () => (await ask("GET", WALLET)).json();
    const topUp = async () => (await ask("GET", `${WALLET}/top-up`)).json();
    const keep = async (last4: StubCard = card) => {
      const id = newId();
      const begun = await ask("POST", `${WALLET}/deposits`, { id, cents: 1000, keepCard: true });
      assert.equal(begun.statusCode, 201, begun.body);
      const intent = intentOf(id)[0]!;
      stub.pay(intent.id, last4);
      await ask("POST", `${WALLET}/deposits/${id}/look`);
      return intent;
    };
    const intent = await keep();
    if (choose) assert.equal((await ask("POST", `${WALLET}/top-up`, sums)).statusCode, 200);
    const bookId = await openBook(site.db, { kind: "contact_wallet", contactId: contact.id }, site.clock.now());
    const costs = await openBook(site.db, { kind: "costs" }, site.clock.now());
    const spend = async (cents: number) => {
      const moved = { id: newId(), fromId: bookId, toId: costs, cents, what: "charge" as const };
      assert.deepEqual(await transfer(site.db, [moved], site.clock.now()), ["done"]);
    };
    const mine = () =>
      site.db.selectFrom("money.deposit").selectAll().where("bookId", "=", bookId).where("automatic", "=", true).orderBy("id").execute();
    const letters = async () =>
      (await site.db.selectFrom("notifications.delivery").select("template").where("accountId", "=", contact.accountId).execute())
        .map(({ template }) => template)
        .filter((name) => name.startsWith("money.top_up"));
    const bankDisputes = async (intentId = intent.id) => {
      stub.dispute(intentId);
      const signed = stub.signed(stub.events.at(-1)!, site.clock.now());
      const headers = { "content-type": "application/json", "stripe-signature": signed.signature };
      await site.app.inject({ method: "POST", url: "/api/public/processor/stripe/events", headers, payload: signed.body });
      await site.runJobs();
    };
    return { bankDisputes, world, contact, ask, wallet, topUp, keep, intent, spend, mine, letters, bookId };
  }
  const run = (by: Processor = processor) => topUpWallets(site.ctx, by);
  /** Dies after it wrote down what it wants, and before it asks for it. */
  const dies: Processor = {
    ...processor,
    charge: async () => {
      throw new Error("the server died");
    },
  };
  return { stub, site, processor, intentOf, given, run, dies };
}
