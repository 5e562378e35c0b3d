import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { giveBack } from "#server/domains/money/charging/credit.service.ts";
import { type Asked, keep } from "#server/domains/money/charging/quote.service.ts";
import { settleCommunication } from "#server/domains/money/charging/settle.service.ts";
import { expire, faults } from "#server/domains/money/ledger/ledger.store.ts";
import { registerNotifications } from "#server/domains/notifications/index.ts";
import { type Ground, startGround } from "#server/domains/visits/testing/ground.ts";
import { givenContact, givenFacility, givenResident } from "#server/domains/visits/testing/world.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenMoney, givenTariff, walletOf } from "#server/testing/money.ts";
import { closeAndTake, endDuePlans } from "./ends.service.ts";
import { registerPlanLetters } from "./plan.letter.ts";
import { findPlan, findUse } from "./plans.store.ts";
import type { OfferRow } from "./plans.tables.ts";
import { plainPlan } from "./testing/plan-model.ts";
import { givenOffer, givenPlan } from "./testing/plans.ts";

let ground: Ground;
before(async () => {
  ground = await startGround((ctx) => {
    registerPlanLetters();
    registerNotifications(ctx, "real");
  });
});
after(() => ground.close());

const NOW = "2026-05-04T15:00:00Z";
const UNTIL = Temporal.Instant.from("2026-07-01T00:00:00Z");
const WALLET = 5000;

/** A plan that runs, at a facility where a minute costs eleven cents, and a visit of 20 minutes that may draw on it. */
async function given(
  options: { tariff?: Parameters<typeof givenTariff>[2]; plan?: Partial<Pick<OfferRow, "minutes" | "priceCents" | "days">> } = {},
) {
  ground.clock.set(NOW);
  const facility = await givenFacility(ground.db);
  await givenTariff(ground.owner, facility, options.tariff);
  const { residentId } = await givenResident(ground.db, facility);
  const { contactId, accountId } = await givenContact(ground.db);
  const wallet = await givenMoney(ground.ctx, { contactId }, WALLET);
  const offer = await givenOffer(ground.ctx, facility, options.plan);
  const plan = await givenPlan(ground.ctx, offer.id, { contactId, accountId, bookId: wallet });
  const { agencyId } = facility;
  const base = { service: "video" as const, agencyId, facilityId: facility.id, residentId, contactId };
  const asked: Asked = { ...base, day: "2026-05-05", minutes: 20, weekStarts: 1 };
  return { facility, asked, wallet, plan };
}
const keepIt = (subjectId: string, asked: Asked) => inTransaction(ground.ctx, (tx) => keep(tx, subjectId, asked, UNTIL));
const settleIt = (subjectId: string, seconds: number) => inTransaction(ground.ctx, (tx) => settleCommunication(tx, subjectId, seconds));
const endIt = (planId: string) => inTransaction(ground.ctx, (tx) => closeAndTake(tx, planId, "asked"));
const creditIt = (subjectId: string, seconds: number) =>
  inTransaction(ground.ctx, (tx) => giveBack(tx, subjectId, [{ where: "staff", what: "decided", seconds, decidedBy: newId() }]));
const planOf = async (id: string) => (await findPlan(ground.db, id)) ?? assert.fail("no plan");
const sound = async () => assert.deepEqual(await faults(ground.db), []);

test("ten bookings at once keep no second of a plan twice, and what it does not have is kept of the wallet", async () => {
  const { asked, plan, wallet } = await given({ plan: { minutes: 50, priceCents: 500 } });
  const made = await Promise.all(Array.from({ length: 5 }, () => keepIt(newId(), asked)));
  assert.deepEqual(
    made.map((one) => one.plan?.seconds ?? 0).sort((one, other) => other - one),
    [1200, 1200, 600, 0, 0],
  );
  assert.deepEqual(
    made.map(({ cents }) => cents).sort((one, other) => one - other),
    [0, 0, 110, 220, 220],
  );
  assert.equal((await planOf(plan.id)).leftSeconds, 0);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET, reservedCents: 500 + 110 + 220 + 220 });
  await sound();
});

test("a plan that ends at the moment of a booking: the visit has its minutes and the plan waits, or it has none and the money is back", async () => {
  for (let round = 0; round < 6; round++) {
    const { asked, plan, wallet } = await given();
    const subjectId = newId();
    const [made] = await Promise.all([keepIt(subjectId, asked), endIt(plan.id)]);
    const { endedAt } = await planOf(plan.id);
    if (made.plan) {
      assert.equal(endedAt, null, "a visit that draws on it has not settled");
      assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET, reservedCents: 200 }, "all but its 20 minutes is free at once");
      await settleIt(subjectId, 601);
      await endDuePlans(ground.ctx);
      assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET - 100, reservedCents: 0 });
    } else {
      assert.notEqual(endedAt, null);
      assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET, reservedCents: 220 });
    }
  }
  await sound();
});

test("of a plan that closes while two visits keep minutes of it, what the first does not use is free at once, and what the second may use stays kept", async () => {
  const { asked, plan, wallet } = await given({ tariff: { taxMillionths: 62_500 } });
  const [cancelled, used, later] = [newId(), newId(), newId()];
  for (const one of [cancelled, used, later]) await keepIt(one, asked);
  await endIt(plan.id);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET, reservedCents: 637 });
  await settleIt(cancelled, 0);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET, reservedCents: 425 });
  await settleIt(used, 600);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET, reservedCents: 318 });
  await creditIt(used, 300);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET, reservedCents: 265 });
  await settleIt(later, 0);
  await endDuePlans(ground.ctx);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET - 53, reservedCents: 0 });
  await sound();
});

test("a visit and a plan never have one id: what the plan takes would stand in the visit's bill", async () => {
  const { asked, plan } = await given();
  await assert.rejects(keepIt(plan.id, asked), { codes: ["money.id_taken"] });
});

test("a plan ends once, whoever ends it and however often, and takes what was used and not more", async () => {
  const { asked, plan, wallet } = await given();
  const subjectId = newId();
  await keepIt(subjectId, asked);
  const settled = await settleIt(subjectId, 1200);
  assert.deepEqual([settled?.charge.nothing, settled?.plan], ["plan", { keptSeconds: 1200, usedSeconds: 1200 }]);
  await Promise.all([endIt(plan.id), endIt(plan.id), endDuePlans(ground.ctx), endIt(plan.id)]);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET - 200, reservedCents: 0 });
  const { usedSeconds, takenPriceCents, closing } = await planOf(plan.id);
  assert.deepEqual([usedSeconds, takenPriceCents, closing], [1200, 200, "asked"]);
  await sound();
});

test("a cancelled visit and one under a minute use nothing; a credit gives seconds back, and cents once the plan has ended", async () => {
  const { asked, plan, wallet } = await given();
  const [cancelled, short, long] = [newId(), newId(), newId()];
  for (const one of [cancelled, short, long]) await keepIt(one, asked);
  assert.equal((await planOf(plan.id)).leftSeconds, 6000 - 3600);
  await settleIt(cancelled, 0);
  await settleIt(short, 59);
  await settleIt(long, 900);
  assert.equal((await planOf(plan.id)).leftSeconds, 6000 - 900);
  const [first] = await creditIt(long, 300);
  assert.deepEqual([first?.cents, first?.planSeconds, first?.planCents], [0, 300, 0]);
  assert.equal((await planOf(plan.id)).leftSeconds, 6000 - 600);
  await endIt(plan.id);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET - 100, reservedCents: 0 });
  const both = await Promise.all([creditIt(long, 400), creditIt(long, 400)]);
  assert.deepEqual(
    both.flat().reduce((sum, one) => sum + one.planSeconds, 0),
    600,
    "no second comes back twice",
  );
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET, reservedCents: 0 });
  assert.deepEqual(await creditIt(long, 400), []);
  await sound();
});

test("at its last midnight a plan closes, waits for the visit that goes on, and then takes what it used", async () => {
  const { asked, plan, wallet } = await given({ plan: { days: 2, minutes: 100, priceCents: 1000 } });
  assert.equal(plan.throughDay, "2026-05-05");
  const [late, beyond] = [newId(), newId()];
  await keepIt(late, asked);
  assert.equal((await keepIt(beyond, { ...asked, day: "2026-05-06" })).plan, null, "a day after its last is paid with money");
  ground.clock.set(plan.overAt);
  await endDuePlans(ground.ctx);
  assert.deepEqual([(await planOf(plan.id)).closing, (await planOf(plan.id)).endedAt], ["over", null]);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET, reservedCents: 200 + 220 });
  await settleIt(late, 600);
  await endDuePlans(ground.ctx);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET - 100, reservedCents: 220 });
  await sound();
});

test("what nobody ended in time is free by itself, and nothing of it is taken any more", async () => {
  const { asked, plan, wallet } = await given();
  const subjectId = newId();
  await keepIt(subjectId, asked);
  await settleIt(subjectId, 1200);
  ground.clock.set("2026-06-20T00:00:00Z");
  await Promise.all([expire(ground.db, ground.ctx.now(), 100), endDuePlans(ground.ctx)]);
  assert.equal((await planOf(plan.id)).takenPriceCents, 0);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET, reservedCents: 0 });
  await sound();
});

test("where the agency pays a part, or the price falls below the plan's, a family never pays more than without the plan", async () => {
  const shared = await given({ tariff: { agencyPercent: 50, familyPercent: 50 } });
  assert.equal((await keepIt(newId(), shared.asked)).plan, null);
  const { facility, asked, plan, wallet } = await given();
  await givenTariff(ground.owner, facility, { validFrom: "2026-05-05", microsPerMinute: 40_000 });
  const subjectId = newId();
  await keepIt(subjectId, asked);
  await settleIt(subjectId, 1200);
  await endIt(plan.id);
  assert.deepEqual(await walletOf(ground.db, wallet), { cents: WALLET - 80, reservedCents: 0 });
  await sound();
});

type Act = { what: "book" | "settle" | "cancel" | "credit" | "cheaper" | "end" | "minute"; at: number; seconds: number };
const acts = fc.array(
  fc.record<Act>({
    what: fc.constantFrom("book", "book", "book", "settle", "settle", "settle", "cancel", "credit", "credit", "cheaper", "end", "minute"),
    at: fc.nat(5),
    seconds: fc.integer({ min: 0, max: 1500 }),
  }),
  { minLength: 4, maxLength: 14 },
);

test("random histories: after each step the wallet stands as in a plain model; whatever is booked, used, cancelled, credited, made cheaper or ended, no family pays above the price or the plan's rate for any second, and all that was kept is free in the end", async () => {
  await fc.assert(
    fc.asyncProperty(acts, fc.constantFrom(0, 62_500), fc.integer({ min: 30, max: 109 }), async (history, taxMillionths, tenths) => {
      const priceCents = Math.floor((60 * tenths) / 10);
      const { facility, asked, plan, wallet } = await given({ tariff: { taxMillionths }, plan: { minutes: 60, priceCents } });
      const visits: { id: string; micros: number; seconds: number | null; back: number }[] = [];
      const model = plainPlan({ walletCents: WALLET, minutes: 60, priceCents, taxMillionths });
      let micros = 110_000;
      for (const { what, at, seconds } of history) {
        const nth = at % Math.max(1, visits.length);
        const visit = visits[nth];
        if (what === "book") {
          const id = newId();
          const made = await keepIt(id, asked).catch((error: { codes?: string[] }) => {
            assert.deepEqual(error.codes, ["money.family_short"]);
          });
          assert.equal(model.book(Math.max(0, micros)), made !== undefined);
          if (made) visits.push({ id, micros: made.microsPerMinute, seconds: null, back: 0 });
        } else if (what === "end") {
          await endIt(plan.id);
          model.end();
        } else if (what === "minute") {
          await endDuePlans(ground.ctx);
          model.minute();
        } else if (what === "cheaper") {
          micros -= 15_000;
          ground.clock.advance({ seconds: 1 });
          await givenTariff(ground.owner, facility, { microsPerMinute: Math.max(0, micros), toldAt: ground.ctx.now() });
        } else if (visit && what === "credit" && visit.seconds !== null) {
          await creditIt(visit.id, seconds);
          model.credit(nth, seconds);
          visit.back += seconds;
        } else if (visit && visit.seconds === null && what !== "credit") {
          visit.seconds = what === "settle" ? seconds : 0;
          await settleIt(visit.id, visit.seconds);
          model.settle(nth, visit.seconds);
        }
        assert.deepEqual(await walletOf(ground.db, wallet), model.stands(), `after ${what}`);
        assert.equal((await planOf(plan.id)).leftSeconds, model.leftSeconds(), `after ${what}`);
      }
      for (const visit of visits.filter(({ seconds }) => seconds === null)) await settleIt(visit.id, 0);
      await endIt(plan.id);
      await endDuePlans(ground.ctx);
      const { cents, reservedCents } = await walletOf(ground.db, wallet);
      assert.equal(reservedCents, 0);
      // Alone each visit would have cost this, before anything came back of it.
      const alone = visits.reduce((sum, visit) => {
        const counted = (visit.seconds ?? 0) < 60 ? 0 : Math.min(visit.seconds ?? 0, 1200);
        const price = Math.floor((counted * visit.micros) / 600_000);
        return sum + price + Math.floor((price * taxMillionths) / 1_000_000);
      }, 0);
      assert.ok(WALLET - cents <= alone, `${WALLET - cents} was paid with the plan, ${alone} would have been without`);
      const ended = await planOf(plan.id);
      let used = 0;
      for (const { id, micros: most } of visits) {
        const use = await findUse(ground.db, id);
        assert.ok(!use || (use.microsPerMinute ?? 0) <= most);
        used += (use?.usedSeconds ?? 0) - (use?.returnedSeconds ?? 0);
      }
      assert.ok(used + ended.leftSeconds <= ended.seconds, "no second is made");
      assert.ok(
        (ended.takenPriceCents ?? 0) + (ended.takenTaxCents ?? 0) - ended.returnedCents <=
          ((ended.priceCents + ended.taxCents) * used) / ended.seconds + 1,
      );
      await sound();
    }),
    { numRuns: 25 },
  );
});
