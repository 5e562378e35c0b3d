import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { balanceOf, faults, openBook, release, reserve, settle, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { practiceCard } from "./practice.ts";
import { plainPurses } from "./testing/coins.ts";
import { walletsOn } from "./testing/wallets.ts";

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z", deps: { processor: practiceCard } });
after(async () => {
  assert.deepEqual(await faults(site.db), [], "the ledger adds up after everything");
  await site.close();
});
const WALLET = "/api/outside/wallet";
const { walletOf, given, bankSays, disputeOf } = walletsOn(site);

/** Time goes on between any two things that happen. */
async function then<T>(work: Promise<T>): Promise<T> {
  const done = await work;
  site.clock.advance({ seconds: 1 });
  return done;
}
const strangers = (many: number) => Promise.all(Array.from({ length: many }, () => walletOf(newId())));
const stateOf = (giftId: string) =>
  site.db.selectFrom("money.gift").select(["state", "undoneCents"]).where("id", "=", giftId).executeTakeFirstOrThrow();

test("of what is passed on together with somebody's own money, no more than the disputed gift is taken of whoever has it", async () => {
  const [mother, friend, cousin] = await strangers(3);
  const paymentId = await then(mother!.deposit(5000));
  await then(mother!.spend(4000));
  const first = await then(mother!.give(friend!.bookId, 1000));
  await then(friend!.deposit(3000));
  const second = await then(friend!.give(cousin!.bookId, 4000));
  const visits = [await then(cousin!.hold(2500)), await then(cousin!.hold(1500))];
  await then(bankSays(paymentId, "open", 5000));
  for (const visit of visits) await then(cousin!.letGo(visit));
  assert.deepEqual([await cousin!.stands(), await disputeOf(paymentId)], [{ cents: 3000, reservedCents: 0 }, [1000, 4000, 4000]]);
  assert.deepEqual(
    [await stateOf(first), await stateOf(second)],
    [
      { state: "undone", undoneCents: 1000 },
      { state: "given", undoneCents: 1000 },
    ],
  );
  await then(bankSays(paymentId, "won", 5000));
  assert.deepEqual([(await cousin!.stands()).cents, (await mother!.stands()).cents], [3000, 1000]);
});

test("two disputes of one depositor have the same gift between them, not each of them anew", async () => {
  const [mother, friend, cousin] = await strangers(3);
  const payments = [await then(mother!.deposit(500)), await then(mother!.deposit(500))];
  await then(mother!.give(friend!.bookId, 100));
  await then(mother!.spend(900));
  await then(friend!.deposit(300));
  await then(friend!.give(cousin!.bookId, 400));
  const visit = await then(cousin!.hold(400));
  for (const paymentId of payments) await then(bankSays(paymentId, "open", 500));
  await then(cousin!.letGo(visit));
  assert.deepEqual(await cousin!.stands(), { cents: 300, reservedCents: 0 });
});

test("one who passed disputed money on and takes it back before the visit is cancelled has none of it", async () => {
  const [mother, friend, cousin] = [await given(), await given(), await given()];
  const paymentId = await then(mother.deposit(1000));
  await then(mother.give(friend.bookId, 1000));
  const gift = await then(friend.give(cousin.bookId, 1000));
  const visit = await then(cousin.hold(1000));
  await then(bankSays(paymentId, "open", 1000));
  await then(cousin.deposit(1000));
  await then(friend.ask("POST", `${WALLET}/gifts/${gift}/undo`));
  await then(cousin.letGo(visit));
  assert.deepEqual(
    [await friend.stands(), await cousin.stands(), await disputeOf(paymentId)],
    [{ cents: 0, reservedCents: 0 }, { cents: 1000, reservedCents: 0 }, [1000, 0, 0]],
  );
});

test("a check that nobody wrote yet for whoever was given the disputed money is not written any more, and what silence put apart of it is found", async () => {
  const [mother, friend] = [await given(), await given()];
  const paymentId = await then(mother.deposit(1000));
  await then(mother.give(friend.bookId, 1000));
  await then(friend.ask("POST", `${WALLET}/refunds`, { id: newId(), cents: 600 }));
  const apart = await openBook(site.db, { kind: "unclaimed", agencyId: null }, site.clock.now());
  await then(transfer(site.db, [{ id: newId(), fromId: friend.bookId, toId: apart, cents: 400, what: "unclaimed" }], site.clock.now()));
  assert.deepEqual(await friend.stands(), { cents: 600, reservedCents: 600 });
  await then(bankSays(paymentId, "open", 1000));
  assert.deepEqual([await friend.stands(), await disputeOf(paymentId)], [{ cents: 0, reservedCents: 0 }, [1000, 0, 0]]);
});

test("of a check that somebody asked for, only what of the disputed money is in it is not written", async () => {
  const [mother, friend] = [await given(), await given()];
  const own = { id: newId(), toId: friend.bookId, cents: 500, what: "cash_in" as const };
  await then(transfer(site.db, [{ ...own, fromId: await openBook(site.db, { kind: "bank" }, site.clock.now()) }], site.clock.now()));
  const paymentId = await then(mother.deposit(1000));
  await then(mother.spend(800));
  await then(mother.give(friend.bookId, 200));
  const { payouts } = (await then(friend.ask("POST", `${WALLET}/refunds`, { id: newId(), cents: 700 }))).json();
  assert.deepEqual(await friend.stands(), { cents: 700, reservedCents: 700 });
  await then(bankSays(paymentId, "open", 1000));
  assert.deepEqual([await friend.stands(), await disputeOf(paymentId)], [{ cents: 500, reservedCents: 500 }, [200, 800, 800]]);
  const { cents, state } = await site.db
    .selectFrom("money.payout")
    .select(["cents", "state"])
    .where("id", "=", payouts[0].id)
    .executeTakeFirstOrThrow();
  assert.deepEqual({ cents, state }, { cents: 500, state: "asked" });
});

for (const [decision, state, stands, taken] of [
  ["again", "withdrawn", 0, [1000, 0, 0]],
  ["gone", "paid", 0, [0, 1000, 1000]],
] as const)
  test(`a check is written and a bank takes its money back: nobody confirms it unwarned; staff say ${decision}, and it is ${state}`, async () => {
    const { agencyId, contacts } = await givenPeople(site);
    const ask = await signedIn(site, "outside", contacts[0]);
    const mother = await walletOf(contacts[0].id);
    const paymentId = await then(mother.deposit(1000));
    await site.owner.updateTable("money.deposit").set({ sourceGone: true }).where("processorId", "=", paymentId).execute();
    const [payout] = (await then(ask("POST", `${WALLET}/refunds`, { id: newId(), cents: null }))).json().payouts;
    const { facilityId } = await site.db
      .selectFrom("money.payout")
      .select("facilityId")
      .where("id", "=", payout.id)
      .executeTakeFirstOrThrow();
    const as = async (role: "visitation_officer" | "supervisor") =>
      signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role }));
    const [officer, lead] = [await as("visitation_officer"), await as("supervisor")];
    const all = `/api/staff/facilities/${facilityId}/money/payouts`;
    const shown = async () => (await lead("GET", all)).json().find(({ id }: { id: string }) => id === payout.id);
    assert.equal((await then(officer("POST", `${all}/${payout.id}/prepare`, { how: "check", number: "1001" }))).statusCode, 204);
    assert.equal((await shown()).disputed, false);
    await then(bankSays(paymentId, "open", 1000));
    assert.equal((await shown()).disputed, true);
    const decide = (said: string) => then(lead("POST", `${all}/${payout.id}`, { decision: said }));
    assert.deepEqual((await decide("confirmed")).json().codes, ["money.payout_disputed"]);
    assert.equal((await decide(decision)).statusCode, 204);
    assert.deepEqual([(await shown()).state, (await shown()).disputed], [state, false]);
    assert.deepEqual([(await mother.stands()).cents, await disputeOf(paymentId)], [stands, taken]);
  });

test("what was given to a resident whose record became another's is found in the wallet that it went along into", async () => {
  const [mother] = await strangers(1);
  const { agencyId } = await givenPeople(site);
  const bookOf = (residentId: string) => openBook(site.db, { kind: "resident_wallet", agencyId, residentId }, site.clock.now());
  const [fromResident, intoResident] = [newId(), newId()];
  const [from, into] = [await bookOf(fromResident), await bookOf(intoResident)];
  const paymentId = await then(mother!.deposit(1000));
  await then(mother!.give(from, 1000));
  const along = { id: newId(), fromId: from, toId: into, cents: 1000, what: "gift" as const, subjectId: fromResident };
  await then(transfer(site.db, [along], site.clock.now()));
  const visit = { id: newId(), bookId: into, cents: 400, subjectId: newId(), expiresAt: site.clock.now().add({ hours: 24 }) };
  await then(reserve(site.db, visit, site.clock.now()));
  await then(bankSays(paymentId, "open", 1000));
  assert.deepEqual([(await balanceOf(site.db, into)).cents, await disputeOf(paymentId)], [400, [600, 400, 400]]);
  await then(release(site.db, visit.id, site.clock.now()));
  assert.deepEqual([(await balanceOf(site.db, into)).cents, await disputeOf(paymentId)], [0, [1000, 0, 0]]);
});

const PEOPLE = 5;
const who = fc.nat({ max: PEOPLE - 1 });
const cents = fc.integer({ min: 1, max: 1000 });
const before = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom("deposit" as const, "hold" as const, "spend" as const), who, cents }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("give" as const), who, to: who, cents }) },
);
const later = fc.record({
  does: fc.constantFrom("dispute" as const, "dispute" as const, "letGo" as const, "settle" as const),
  nth: fc.nat(),
  cents,
});

test("whatever is given on, kept and disputed: nobody but the depositors ever loses more than what of their money reached them", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(before, { minLength: 8, maxLength: 24 }),
      fc.array(later, { minLength: 2, maxLength: 8 }),
      async (acts, laters) => {
        const [plain, people] = [plainPurses(PEOPLE), await strangers(PEOPLE)];
        const [payments, kept]: [{ id: string; who: number; cents: number }[], { id: string; who: number; cents: number }[]] = [[], []];
        const should = people.map(() => 0);
        const costs = await openBook(site.db, { kind: "costs" }, site.clock.now());
        for (const it of acts) {
          const stands = await people[it.who]!.stands();
          const most = it.does === "deposit" ? it.cents : Math.min(it.cents, stands.cents - stands.reservedCents);
          if (most === 0 || (it.does === "give" && it.to === it.who)) continue;
          const one = people[it.who]!;
          if (it.does === "hold") kept.push({ id: await then(one.hold(most)), who: it.who, cents: most });
          else should[it.who]! += it.does === "deposit" ? most : -most;
          if (it.does === "deposit") payments.push({ id: await then(one.deposit(most)), who: it.who, cents: most });
          if (it.does === "spend") await then(one.spend(most));
          if (it.does === "give") {
            await then(one.give(people[it.to]!.bookId, most));
            should[it.to]! += most;
            plain.give(it.who, it.to, most);
          } else if (it.does !== "hold") plain[it.does](it.who, most);
        }
        const depositors = new Set<number>();
        const letGo = ({ id, who: whose }: { id: string; who: number }) => then(people[whose]!.letGo(id));
        for (const it of laters) {
          const list = it.does === "dispute" ? payments : kept;
          const [one] = list.splice(it.nth % Math.max(1, list.length), 1);
          if (!one) continue;
          if (it.does === "dispute") {
            depositors.add(one.who);
            await then(bankSays(one.id, "open", one.cents));
          } else if (it.does === "letGo") await letGo(one);
          else {
            const part = Math.min(it.cents, one.cents);
            const taken = { id: newId(), toId: costs, cents: part, what: "charge" as const };
            assert.equal(await then(settle(site.db, one.id, [taken], site.clock.now())), "done");
            should[one.who]! -= part;
          }
        }
        for (const one of kept) await letGo(one);
        for (const [at, one] of people.entries()) {
          const lost = should[at]! - (await one.stands()).cents;
          if (!depositors.has(at)) assert.ok(lost <= plain.reachedBy(at, depositors), `${at} lost ${lost}`);
        }
      },
    ),
    { numRuns: 40 },
  );
});
