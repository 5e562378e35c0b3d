import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { giveBack, keep, settleCommunication } from "#server/domains/money/index.ts";
import { balanceOf, expire, faults, openBook, release, settle, shrink } from "#server/domains/money/ledger/ledger.store.ts";
import { closeAndTake, endDuePlans } from "#server/domains/money/plans/ends.service.ts";
import { givenOffer, givenPlan } from "#server/domains/money/plans/testing/plans.ts";
import { expireGifts } from "#server/domains/money/wallets/gifts.service.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenTariff } from "#server/testing/money.ts";
import { givenPeople } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { practiceCard } from "./practice.ts";
import { hearOfRefund } from "./refunds.service.ts";
import { type Act, plainWallet } from "./testing/wallet-model.ts";
import { walletsOn } from "./testing/wallets.ts";

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z", deps: { processor: practiceCard } });
after(async () => {
  assert.deepEqual(await faults(site.db), [], "the ledger adds up after everything");
  await site.close();
});
const WALLET = "/api/outside/wallet";
const { walletOf, given, bankSays, disputeOf } = walletsOn(site);

test("a visit is booked, the bank takes the deposit back, the visit is cancelled: nothing of it is free to have twice", async () => {
  const { ask, deposit, hold, letGo, stands } = await given();
  const paymentId = await deposit(1000);
  const visit = await hold(700);
  await bankSays(paymentId, "open", 1000);
  assert.deepEqual([await stands(), await disputeOf(paymentId)], [{ cents: 700, reservedCents: 700 }, [300, 700, 700]]);
  assert.equal(await letGo(visit), "done");
  assert.deepEqual(await stands(), { cents: 0, reservedCents: 0 });
  assert.deepEqual(await disputeOf(paymentId), [1000, 0, 0]);
  const answer = await ask("POST", `${WALLET}/refunds`, { id: newId(), cents: null });
  assert.deepEqual(answer.json().codes, ["money.nothing_free"]);
  await bankSays(paymentId, "won", 1000);
  assert.deepEqual(await stands(), { cents: 1000, reservedCents: 0 });
});

test("a plan goes on when the bank takes back what it was bought with: what was used is paid, and what nobody used is the bank's, also what comes back of it later", async () => {
  const { jail, agencyId, residents } = await givenPeople(site);
  await givenTariff(site.owner, jail);
  const { contactId, contact, bookId, deposit, stands } = await given();
  const paymentId = await deposit(1000);
  const offer = await givenOffer(site.ctx, jail, { minutes: 80, priceCents: 800 });
  const plan = await givenPlan(site.ctx, offer.id, { contactId, accountId: contact.accountId, bookId });
  const base = { service: "video" as const, agencyId, facilityId: jail.id, residentId: residents[0].id, contactId, weekStarts: 1 };
  const [used, cancelled] = [newId(), newId()];
  for (const id of [used, cancelled])
    await inTransaction(site.ctx, (tx) => keep(tx, id, { ...base, day: "2026-03-04", minutes: 20 }, tx.now().add({ hours: 100 })));
  site.clock.advance({ seconds: 1 });
  await bankSays(paymentId, "open", 1000);
  assert.deepEqual([await stands(), await disputeOf(paymentId)], [{ cents: 800, reservedCents: 800 }, [200, 800, 800]]);
  await inTransaction(site.ctx, (tx) => closeAndTake(tx, plan.id, "asked"));
  assert.deepEqual([await stands(), await disputeOf(paymentId)], [{ cents: 400, reservedCents: 400 }, [600, 400, 400]]);
  await inTransaction(site.ctx, (tx) => settleCommunication(tx, cancelled, 0));
  await inTransaction(site.ctx, (tx) => settleCommunication(tx, used, 1200));
  await endDuePlans(site.ctx);
  assert.deepEqual([await stands(), await disputeOf(paymentId)], [{ cents: 0, reservedCents: 0 }, [800, 200, 200]]);
  await deposit(50);
  await inTransaction(site.ctx, (tx) => giveBack(tx, used, [{ where: "server", what: "engine", seconds: 600 }]));
  assert.deepEqual([await stands(), await disputeOf(paymentId)], [{ cents: 50, reservedCents: 0 }, [900, 100, 100]]);
  await bankSays(paymentId, "won", 1000);
  assert.deepEqual(await stands(), { cents: 950, reservedCents: 0 });
});

test("what was deposited after the bank took its money stays its owner's, whatever is cancelled; what was spent stays written off", async () => {
  const { deposit, hold, letGo, stands, spend } = await given();
  const paymentId = await deposit(1000);
  await spend(250);
  const [visit, later] = [await hold(500), await hold(100)];
  await bankSays(paymentId, "open", 1000);
  await deposit(400);
  const after = await hold(300);
  await letGo(after);
  assert.deepEqual(await stands(), { cents: 1000, reservedCents: 600 });
  await letGo(visit);
  await letGo(later);
  assert.deepEqual([await stands(), await disputeOf(paymentId)], [{ cents: 400, reservedCents: 0 }, [750, 250, 250]]);
});

test("a refund that was on its way when the bank took the money, and fails, is not the owner's again", async () => {
  const { ask, bookId, deposit, stands } = await given();
  const paymentId = await deposit(1000);
  // The practice card has no such payment, so the refund stays on its way.
  const refunded = (await ask("POST", `${WALLET}/refunds`, { id: newId(), cents: 600 })).json();
  assert.deepEqual([refunded.parts[0].state, (await balanceOf(site.db, bookId)).reservedCents], ["begun", 600]);
  await bankSays(paymentId, "open", 1000);
  assert.deepEqual([await stands(), await disputeOf(paymentId)], [{ cents: 600, reservedCents: 600 }, [400, 600, 0]]);
  await hearOfRefund(site.ctx, refunded.parts[0].id, { said: "failed", processorId: null, why: "expired_or_canceled_card" });
  assert.deepEqual([await stands(), await disputeOf(paymentId)], [{ cents: 0, reservedCents: 0 }, [1000, 0, 0]]);
});

test("a refund that arrived before, and that the bank sends back after all, goes to the dispute first", async () => {
  const { ask, deposit, stands } = await given();
  const paymentId = await deposit(1000);
  const { parts } = (await ask("POST", `${WALLET}/refunds`, { id: newId(), cents: 600 })).json();
  await hearOfRefund(site.ctx, parts[0].id, { said: "done", processorId: `re_${paymentId}`, why: null });
  await bankSays(paymentId, "open", 1000);
  assert.deepEqual(await disputeOf(paymentId), [400, 600, 0]);
  await hearOfRefund(site.ctx, parts[0].id, { said: "failed", processorId: `re_${paymentId}`, why: "lost_or_stolen_card" });
  assert.deepEqual([await stands(), await disputeOf(paymentId)], [{ cents: 0, reservedCents: 0 }, [1000, 0, 0]]);
});

test("a gift that is kept for a visit of whoever got it, that was passed on, or that nobody took, is the bank's as soon as it is free", async () => {
  const [mother, friend, cousin] = [await given(), await given(), await given()];
  const pass = async (from: typeof mother, to: typeof mother, cents: number) => {
    const gift = (await from.ask("POST", `${WALLET}/gifts`, { id: newId(), cents, email: to.contact.email })).json();
    site.clock.advance({ seconds: 1 });
    assert.equal((await to.ask("POST", `${WALLET}/gifts/${gift.id}/take`)).statusCode, 204);
    site.clock.advance({ seconds: 1 });
    return gift.id as string;
  };
  const paymentId = await mother.deposit(1000);
  await pass(mother, friend, 1000);
  await pass(friend, cousin, 300);
  const visit = await friend.hold(400);
  await friend.ask("POST", `${WALLET}/gifts`, { id: newId(), cents: 100, email: "nobody@example.org" });
  await cousin.deposit(50);
  await bankSays(paymentId, "open", 1000);
  assert.deepEqual(
    [await mother.stands(), await friend.stands(), await cousin.stands()],
    [
      { cents: 0, reservedCents: 0 },
      { cents: 400, reservedCents: 400 },
      { cents: 50, reservedCents: 0 },
    ],
  );
  assert.deepEqual(await disputeOf(paymentId), [600, 400, 400]);
  await friend.deposit(70);
  await friend.letGo(visit);
  assert.deepEqual([await friend.stands(), await disputeOf(paymentId)], [{ cents: 70, reservedCents: 0 }, [1000, 0, 0]]);
  assert.equal(await expireGifts(site.ctx), 0);
});

const cents = fc.integer({ min: 1, max: 2000 });
const nth = fc.nat({ max: 5 });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ does: fc.constantFrom("deposit" as const, "hold" as const, "hold" as const, "spend" as const), cents }),
  fc.record({ does: fc.constantFrom("letGo" as const, "expire" as const), nth }),
  fc.record({ does: fc.constantFrom("settle" as const, "shrink" as const), nth, cents }),
  fc.record({ does: fc.constant("dispute" as const), nth }),
  fc.record({ does: fc.constant("end" as const), nth, won: fc.boolean() }),
);

test("whatever is kept, let go, spent, disputed, won and lost: each wallet and dispute stands as the plain one, and nobody is paid twice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 30 }), async (acts) => {
      const [plain, real] = [plainWallet(), await walletOf(newId())];
      const [payments, reserves, disputed]: [{ id: string; cents: number }[], string[], { id: string; cents: number }[]] = [[], [], []];
      const costs = await openBook(site.db, { kind: "costs" }, site.clock.now());
      const run = async (it: Act) => {
        const came = plain.act(it);
        if (!came) return;
        // Time goes on between any two things that happen.
        site.clock.advance({ seconds: 1 });
        const at = site.clock.now();
        if (it.does === "deposit") payments.push({ id: await real.deposit(came.cents), cents: came.cents });
        else if (it.does === "hold") reserves.push(await real.hold(came.cents, 20 * 24 * 365));
        else if (it.does === "spend") await real.spend(came.cents);
        else if (it.does === "letGo") assert.equal(await release(site.db, reserves[came.nth]!, at), "done");
        else if (it.does === "shrink") await shrink(site.db, reserves[came.nth]!, came.cents, at);
        else if (it.does === "settle") {
          const part = { id: newId(), toId: costs, cents: came.cents, what: "charge" as const };
          assert.equal(await settle(site.db, reserves[came.nth]!, [part], at), "done");
        } else if (it.does === "expire") {
          // Settled after its time: then it has run out.
          const said = await settle(site.db, reserves[came.nth]!, [], at.add({ hours: 21 * 24 * 365 }));
          assert.equal(said, "ended");
        } else if (it.does === "dispute") {
          disputed.push(payments[came.nth]!);
          await bankSays(payments[came.nth]!.id, "open", came.cents);
        } else if (it.does === "end") await bankSays(disputed[came.nth]!.id, it.won ? "won" : "lost", disputed[came.nth]!.cents);
        assert.deepEqual(await real.stands(), { cents: plain.sums.cents, reservedCents: plain.reservedCents() }, JSON.stringify(it));
        for (const [place, { fromWallet, off, owed }] of plain.disputes.entries())
          assert.deepEqual(await disputeOf(disputed[place]!.id), [fromWallet, off, owed], JSON.stringify(it));
      };
      for (const it of acts) await run(it);
      for (const _ of reserves) await run({ does: "letGo", nth: 0 });
      const offCents = plain.disputes.filter(({ state }) => state !== "won").reduce((sum, { off }) => sum + off, 0);
      assert.ok(offCents <= plain.sums.spent, "more is written off than was ever spent");
      assert.ok((await real.stands()).cents >= plain.sums.depositedSince - plain.sums.spentSince, "later money was taken");
    }),
    { numRuns: 40 },
  );
});

test("the bank takes the money while visits are cancelled and everything free is asked back, all at once: nobody is paid twice", async () => {
  for (let round = 0; round < 8; round++) {
    const { ask, deposit, hold, letGo, stands, bookId } = await given();
    const paymentId = await deposit(1000);
    const visits = [await hold(300), await hold(200), await hold(100)];
    await Promise.all([
      bankSays(paymentId, "open", 1000),
      ...visits.map((visit) => letGo(visit)),
      ...Array.from({ length: 3 }, () => ask("POST", `${WALLET}/refunds`, { id: newId(), cents: null })),
      expire(site.db, site.clock.now(), 100),
    ]);
    // Whatever was asked back before the bank was heard is on its way; the card's bank refuses it, since it has the money.
    const waiting = await site.db
      .selectFrom("money.refund")
      .select("id")
      .where("bookId", "=", bookId)
      .where("state", "=", "begun")
      .execute();
    for (const { id } of waiting) await hearOfRefund(site.ctx, id, { said: "failed", processorId: null, why: "charge_disputed" });
    assert.deepEqual([await stands(), await disputeOf(paymentId)], [{ cents: 0, reservedCents: 0 }, [1000, 0, 0]]);
  }
});
