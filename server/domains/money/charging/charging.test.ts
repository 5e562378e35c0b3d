import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { expire, faults, fold } from "#server/domains/money/ledger/ledger.store.ts";
import { hearOfDispute } from "#server/domains/money/payments/disputes.service.ts";
import { closeAndTake } from "#server/domains/money/plans/ends.service.ts";
import { givenOffer, givenPlan } from "#server/domains/money/plans/testing/plans.ts";
import { findTax, lockTax, updateTax } from "#server/domains/money/tariffs/taxes.store.ts";
import { registerTaxBackLetter } from "#server/domains/money/tax-backs/tax-backs.letter.ts";
import { collectedSum, giveBackTaxes, whenTaxGivenBack } from "#server/domains/money/tax-backs/tax-backs.service.ts";
import { insertDue } from "#server/domains/money/tax-backs/tax-backs.store.ts";
import { listKept } from "#server/domains/money/wallets/wallets.store.ts";
import { registerNotifications } from "#server/domains/notifications/index.ts";
import { type Ground, startGround } from "#server/domains/visits/testing/ground.ts";
import { givenContact, givenFacility, givenResident } from "#server/domains/visits/testing/world.ts";
import { inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenMoney, givenTariff, givenTax, walletOf } from "#server/testing/money.ts";
import { billOf } from "./bill.service.ts";
import { giveBack } from "./credit.service.ts";
import * as quotes from "./quote.service.ts";
import { type Asked, keep, shortOf } from "./quote.service.ts";
import { settleCommunication } from "./settle.service.ts";

let ground: Ground;
before(async () => {
  ground = await startGround((ctx) => {
    registerTaxBackLetter();
    registerNotifications(ctx, "real");
  });
});
after(() => ground.close());

const NOW = "2026-05-04T15:00:00Z";
const UNTIL = Temporal.Instant.from("2026-05-08T00:00:00Z");

/** Two people at a facility with a price, and what is in the wallets; 20 minutes are asked for. */
async function given(options: { tariff?: Parameters<typeof givenTariff>[2]; family?: number; resident?: number } = {}) {
  ground.clock.set(NOW);
  const facility = await givenFacility(ground.db);
  await givenTariff(ground.owner, facility, options.tariff);
  const { residentId } = await givenResident(ground.db, facility);
  const { contactId, accountId } = await givenContact(ground.db);
  const { agencyId } = facility;
  const family = await givenMoney(ground.ctx, { contactId }, options.family ?? 1000);
  const resident = await givenMoney(ground.ctx, { agencyId, residentId }, options.resident ?? 1000);
  const asked: Asked = {
    service: "video",
    agencyId,
    facilityId: facility.id,
    residentId,
    contactId,
    day: "2026-05-05",
    minutes: 20,
    weekStarts: 1,
  };
  return { asked, family, resident, facility, accountId, subjectId: newId() };
}
const keepIt = (subjectId: string, asked: Asked) => inTransaction(ground.ctx, (tx) => keep(tx, subjectId, asked, UNTIL));
const settleIt = (subjectId: string, seconds: number) => inTransaction(ground.ctx, (tx) => settleCommunication(tx, subjectId, seconds));
const sound = async () => {
  assert.deepEqual(await faults(ground.db), []);
  await fold(ground.db);
  assert.deepEqual(await faults(ground.db), []);
};

const COUNTY = { name: "County tax", authority: "county", citation: "Ord. 12", millionths: 20_000 } as const;
/** Takes a tax back as staff do: answers of how many communications and plans it is given back. */
const takeBack = (facilityId: string, taxId: string, beforeItStands = async () => {}) =>
  inTransaction(ground.ctx, async (tx) => {
    await lockTax(tx.trx, taxId);
    const tax = (await findTax(tx.trx, facilityId, taxId)) ?? assert.fail("no tax");
    const many = await insertDue(tx.trx, tax, tx.now());
    const before = Temporal.PlainDate.from(tax.validFrom).subtract({ days: 1 }).toString();
    await updateTax(tx.trx, taxId, { validThrough: before, endedBy: newId(), endedAt: tx.now() });
    await beforeItStands();
    return many;
  });
const cents = async (wallet: string) => (await walletOf(ground.db, wallet)).cents;

test("what is kept is told by its day, the soonest first, whichever was booked first", async () => {
  const { asked, family } = await given();
  for (const day of ["2026-05-07", "2026-05-05", "2026-05-06"]) await keepIt(newId(), { ...asked, day });
  assert.deepEqual(
    (await listKept(ground.db, family)).map(({ day }) => day),
    ["2026-05-05", "2026-05-06", "2026-05-07"],
  );
});

test("a quote is kept of the wallet, the seconds that were connected are taken, and the rest is free again", async () => {
  const { asked, family, subjectId } = await given();
  assert.equal((await keepIt(subjectId, asked)).cents, 220);
  assert.deepEqual(await walletOf(ground.db, family), { cents: 1000, reservedCents: 220 });
  const settled = await settleIt(subjectId, 601);
  assert.equal(settled?.charge.priceCents, 110, "601 seconds at eleven cents a minute, rounded down");
  assert.deepEqual(await walletOf(ground.db, family), { cents: 890, reservedCents: 0 });
  const again = await settleIt(subjectId, 9999);
  assert.deepEqual([again?.first, again?.charge.priceCents], [false, 110]);
  await sound();
});

test("credits go back to whoever paid, cause by cause, once, and never above what was taken", async () => {
  const tariff = { agencyPercent: 20, familyPercent: 50, residentPercent: 30, taxMillionths: 62_500 };
  const { asked, family, resident, subjectId } = await given({ tariff });
  await keepIt(subjectId, asked);
  await settleIt(subjectId, 1200);
  const taken = { family: 1000 - (await walletOf(ground.db, family)).cents, resident: 1000 - (await walletOf(ground.db, resident)).cents };
  const due = [{ where: "server" as const, what: "engine" as const, seconds: 600 }];
  const back = () => inTransaction(ground.ctx, (tx) => giveBack(tx, subjectId, due));
  const [one, other] = await Promise.all([back(), back()]);
  assert.equal([...one, ...other].length, 1, "the same cause is credited once, whoever asks again");
  const bill = await billOf(ground.ctx, subjectId);
  assert.equal(bill?.charge?.priceCents, 220);
  const total = 220 + Math.floor(220 * 0.0625);
  assert.equal(
    bill?.parts.reduce((sum, { takenCents }) => sum + takenCents, 0),
    total,
  );
  assert.equal(
    bill?.parts.reduce((sum, { creditedCents }) => sum + creditedCents, 0),
    Math.ceil(total / 2),
  );
  await inTransaction(ground.ctx, (tx) =>
    giveBack(tx, subjectId, [{ where: "staff", what: "decided", seconds: 100_000, decidedBy: newId() }]),
  );
  assert.deepEqual(taken.family + taken.resident > 0, true);
  assert.equal((await walletOf(ground.db, family)).cents, 1000, "all of it is back, to the cent");
  assert.equal((await walletOf(ground.db, resident)).cents, 1000);
  await sound();
});

test("two settlements at once take once; a cancelling against an ending is one of the two, whole", async () => {
  for (const pair of [
    [700, 700],
    [0, 700],
  ] as const) {
    const { asked, family, subjectId } = await given();
    await keepIt(subjectId, asked);
    const both = await Promise.all(pair.map((seconds) => settleIt(subjectId, seconds)));
    assert.deepEqual(both.map((one) => one?.first).sort(), [false, true]);
    assert.deepEqual(both[0]?.charge, both[1]?.charge);
    const cents = both[0]!.charge.priceCents;
    assert.ok(cents === 128 || (pair[0] === 0 && cents === 0));
    assert.deepEqual(await walletOf(ground.db, family), { cents: 1000 - cents, reservedCents: 0 });
  }
  await sound();
});

test("what has expired is not taken: a settlement that comes too late takes nothing, and says so", async () => {
  const { asked, family, subjectId } = await given();
  await keepIt(subjectId, asked);
  ground.clock.set(UNTIL.add({ seconds: 1 }));
  const [, settled] = await Promise.all([expire(ground.db, ground.ctx.now(), 100), settleIt(subjectId, 700)]);
  assert.deepEqual([settled?.charge.priceCents, settled?.charge.nothing], [0, "too_late"]);
  assert.deepEqual(await walletOf(ground.db, family), { cents: 1000, reservedCents: 0 });
  await sound();
});

test("a wallet that is short is named with what it needs; what another booking keeps does not count", async () => {
  const { asked, subjectId } = await given({ family: 300 });
  await keepIt(subjectId, asked);
  const short = await inTransaction(ground.ctx, async (tx) => shortOf(tx, asked, await quotes.quote(tx, asked)));
  assert.deepEqual(short, [{ payer: "family", needCents: 220, haveCents: 80 }]);
  await assert.rejects(keepIt(newId(), asked), { codes: ["money.family_short"] });
  ground.clock.set(UNTIL.add({ seconds: 1 }));
  const later = await inTransaction(ground.ctx, async (tx) => shortOf(tx, asked, await quotes.quote(tx, asked)));
  assert.deepEqual(later, [], "what expired a moment ago is free, though nobody has swept it yet");
});

test("ten bookings at once of a wallet that pays for three: three stand, and free minutes are used once", async () => {
  const { asked } = await given({ family: 700 });
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => keepIt(newId(), asked)));
  assert.equal(tries.filter(({ status }) => status === "fulfilled").length, 3);
  const free = await given({ family: 10_000, tariff: { freeMinutes: 30 } });
  const kept = await Promise.all(Array.from({ length: 4 }, () => keepIt(newId(), free.asked)));
  assert.deepEqual(
    kept.map(({ freeSeconds }) => freeSeconds).sort((a, b) => b - a),
    [1200, 600, 0, 0],
  );
  await sound();
});

test("a communication too short to be of use uses up no free time", async () => {
  const { asked } = await given({ tariff: { freeMinutes: 20 } });
  const [short, long] = [newId(), newId()];
  await keepIt(short, asked);
  assert.equal((await settleIt(short, 59))?.charge.nothing, "too_short");
  assert.equal((await keepIt(long, asked)).freeSeconds, 1200);
  assert.equal((await settleIt(long, 300))?.charge.nothing, "free_minutes");
  assert.equal((await inTransaction(ground.ctx, (tx) => keep(tx, newId(), asked, UNTIL))).freeSeconds, 900);
});

test("the bill names each tax with its law; one that ended after the booking is nobody's to collect any more", async () => {
  const { asked, family, subjectId } = await given();
  const facility = { id: asked.facilityId, agencyId: asked.agencyId };
  const county = { name: "County tax", authority: "county", citation: "Ord. 12", millionths: 20_000 } as const;
  const [stays, ends] = [await givenTax(ground.owner, facility), await givenTax(ground.owner, facility, county)];
  assert.equal((await keepIt(subjectId, asked)).cents, 220 + 18, "8.25 % of 220 cents, rounded down once");
  const collected = async () =>
    Promise.all([stays, ends].map(async (id) => (await collectedSum(ground.db, (await findTax(ground.db, facility.id, id))!)).cents));
  assert.deepEqual(await collected(), [0, 0]);
  await ground.owner.updateTable("money.taxLine").set({ validThrough: "2026-05-04" }).where("id", "=", ends).execute();
  const settled = await settleIt(subjectId, 1200);
  assert.deepEqual([settled?.charge.priceCents, settled?.charge.taxCents], [220, 13]);
  assert.deepEqual(await collected(), [13, 0]);
  assert.deepEqual(await walletOf(ground.db, family), { cents: 1000 - 233, reservedCents: 0 });
  const bill = await billOf(ground.ctx, subjectId);
  assert.deepEqual(bill?.taxes.map(({ name, citation }) => [name, citation]).toSorted(), [
    ["County tax", "Ord. 12"],
    ["Sales tax", "Tex. Tax Code § 151.051"],
  ]);
});

test("what is given back of a visit that was paid with money that a card's bank took since, credit or wrong tax, goes to the bank's dispute first", async () => {
  const { asked, facility, family, subjectId } = await given({ family: 0 });
  const wrong = await givenTax(ground.owner, facility, COUNTY);
  const [id, at] = [newId(), ground.clock.now()];
  const row = {
    id,
    contactId: asked.contactId,
    bookId: family,
    way: "stripe",
    cents: 1000,
    state: "taken",
    processorId: `pi_${id}`,
  } as const;
  await ground.db
    .insertInto("money.deposit")
    .values({ ...row, why: null, begunAt: at, endedAt: at, askAt: null })
    .execute();
  await givenMoney(ground.ctx, { contactId: asked.contactId }, 1000);
  await keepIt(subjectId, asked);
  await settleIt(subjectId, 1200);
  await hearOfDispute(ground.ctx, row.processorId, { said: "open", processorId: `du_${id}`, cents: 1000 });
  assert.deepEqual(await walletOf(ground.db, family), { cents: 0, reservedCents: 0 });
  await inTransaction(ground.ctx, (tx) => giveBack(tx, subjectId, [{ where: "server", what: "engine", seconds: 600 }]));
  await takeBack(facility.id, wrong);
  await giveBackTaxes(ground.ctx);
  assert.deepEqual(await walletOf(ground.db, family), { cents: 0, reservedCents: 0 });
  const dispute = await ground.db.selectFrom("money.dispute").selectAll().where("depositId", "=", id).executeTakeFirstOrThrow();
  assert.deepEqual([dispute.fromWalletCents, dispute.writtenOffCents, dispute.owedCents], [890, 110, 110]);
  await sound();
});

test("a tax that was wrong goes back to each payer, once, whoever dies in the middle and however often it is asked; what a credit gave back is not given twice", async () => {
  const {
    asked,
    facility,
    family,
    resident,
    accountId,
    subjectId: first,
  } = await given({ tariff: { familyPercent: 70, residentPercent: 30 } });
  const [stays, wrong] = [await givenTax(ground.owner, facility), await givenTax(ground.owner, facility, COUNTY)];
  const second = newId();
  for (const subjectId of [first, second]) {
    await keepIt(subjectId, asked);
    await settleIt(subjectId, 1200);
  }
  // 154 and 66 cents, and 18 cents of tax: of these 13 are the state's, rounded down again, and 5 were wrong.
  assert.deepEqual([await cents(family), await cents(resident)], [1000 - 2 * 167, 1000 - 2 * 71]);
  const credit = (subjectId: string, seconds: number) =>
    inTransaction(ground.ctx, (tx) => giveBack(tx, subjectId, [{ where: "staff", what: "decided", seconds, decidedBy: newId() }]));
  await credit(second, 600);
  const held = { family: await cents(family), resident: await cents(resident) };
  const line = (await findTax(ground.db, facility.id, wrong)) ?? assert.fail("no tax");
  const sum = await collectedSum(ground.db, line);
  assert.deepEqual([sum.communications, sum.plans, sum.cents], [2, 0, 5 + 3]);
  assert.equal(await takeBack(facility.id, wrong), 2);
  assert.equal((await collectedSum(ground.db, (await findTax(ground.db, facility.id, wrong))!)).cents, 0);

  let deaths = 2;
  whenTaxGivenBack(async (_tx, { subjectId }) => {
    if (subjectId === second && deaths-- > 0) throw new Error("killed in between");
  });
  await giveBackTaxes(ground.ctx);
  assert.equal(
    (await cents(family)) - held.family + (await cents(resident)) - held.resident,
    5,
    "one has theirs, the other's has not begun",
  );
  const letters = async () =>
    (await ground.db.selectFrom("notifications.delivery").select("template").where("accountId", "=", accountId).execute()).length;
  assert.equal(await letters(), 0, "nobody is told of a part");
  await Promise.all([giveBackTaxes(ground.ctx), giveBackTaxes(ground.ctx)]);
  await giveBackTaxes(ground.ctx);
  const back = { family: (await cents(family)) - held.family, resident: (await cents(resident)) - held.resident };
  assert.deepEqual([back.family + back.resident, await letters()], [sum.cents, 1]);
  assert.deepEqual(
    sum.payers.toSorted((one, other) => (one.payer < other.payer ? -1 : 1)),
    [
      { payer: "family", cents: back.family },
      { payer: "resident", cents: back.resident },
    ],
  );
  const bill = await billOf(ground.ctx, first);
  assert.deepEqual(
    bill?.parts.map(({ takenTaxCents, taxBackCents, goneTaxCents }) => [takenTaxCents, taxBackCents, goneTaxCents]),
    [
      [13, 4, 4],
      [5, 1, 1],
    ],
  );
  await sound();

  const again = await ground.owner.transaction().execute(async (trx) => {
    await sql`insert into money.transfer (id, from_id, to_id, cents, what, subject_id, corrects, at, from_wallet, to_wallet)
      select gen_random_uuid(), from_id, to_id, 12, what, subject_id, corrects, at, from_wallet, to_wallet from money.transfer
      where what = 'correction' and subject_id = ${first} and to_id = ${family}`.execute(trx);
    const found = (await faults(trx)).map(({ fault }) => fault);
    await sql`delete from money.transfer where what = 'correction' and subject_id = ${first} and cents = 12`.execute(trx);
    return found;
  });
  assert.ok(again.includes("corrected_beyond_itself"), "13 cents of tax never come back as 16");

  // Later credits, and the other tax: each of them up to what was paid.
  await credit(first, 600);
  await takeBack(facility.id, stays);
  await giveBackTaxes(ground.ctx);
  for (const subjectId of [first, second]) await credit(subjectId, 100_000);
  assert.deepEqual([await cents(family), await cents(resident)], [1000, 1000], "all of it is back, to the cent");
  await sound();
});

test("a tax taken back while a visit is settled or a plan ends: it is not collected, or comes back; nobody pays it and nobody gets it twice", async () => {
  for (let round = 0; round < 6; round++) {
    const { asked, facility, family, accountId, subjectId } = await given({ family: 5000 });
    await givenTax(ground.owner, facility);
    const wrong = await givenTax(ground.owner, facility, COUNTY);
    await keepIt(subjectId, asked);
    const { contactId } = asked;
    const offer = await givenOffer(ground.ctx, facility, { minutes: 20, priceCents: 200 });
    const plan = await givenPlan(ground.ctx, offer.id, { contactId, accountId, bookId: family });
    const drawn = newId();
    await keepIt(drawn, asked);
    await settleIt(drawn, 1200);
    const settle = async (tx: TxCtx) => void (await settleCommunication(tx, subjectId, 1200));
    const end = async (tx: TxCtx) => void (await closeAndTake(tx, plan.id, "asked"));
    const collect = () => Promise.all([settle, end].map((work) => inTransaction(ground.ctx, work)));
    const begun: Promise<unknown>[] = [];
    /** The other of the two begins, and gets as far as it may, before the first one stands. */
    const meanwhile = async (other: () => Promise<unknown>) => {
      begun.push(other());
      await Promise.race([begun[0], setTimeout(200)]);
    };
    if (round === 0) await takeBack(facility.id, wrong, () => meanwhile(collect));
    else if (round === 1)
      await inTransaction(ground.ctx, async (tx) => {
        await end(tx);
        await settle(tx);
        await meanwhile(() => takeBack(facility.id, wrong));
      });
    else await Promise.all([takeBack(facility.id, wrong), collect()]);
    await Promise.all(begun);
    await giveBackTaxes(ground.ctx);
    assert.equal(await cents(family), 5000 - (220 + 13) - (200 + 12), "each with the tax of 6.25 % that is right");
    await inTransaction(ground.ctx, (tx) => giveBack(tx, drawn, [{ where: "staff", what: "decided", seconds: 600, decidedBy: newId() }]));
    assert.equal(await cents(family), 5000 - (220 + 13) - (100 + 6), "half of the plan's minutes, with half of what is left of its tax");
    await inTransaction(ground.ctx, (tx) => giveBack(tx, drawn, [{ where: "staff", what: "decided", seconds: 600, decidedBy: newId() }]));
    assert.equal(await cents(family), 5000 - (220 + 13));
  }
  await sound();
});

test("a plan that ended gives its buyer the wrong tax of what had not come back, whatever else can't be given back", async () => {
  const { asked, facility, family, accountId } = await given({ family: 5000 });
  await givenTax(ground.owner, facility);
  const wrong = await givenTax(ground.owner, facility, COUNTY);
  const offer = await givenOffer(ground.ctx, facility, { minutes: 20, priceCents: 200 });
  const plan = await givenPlan(ground.ctx, offer.id, { contactId: asked.contactId, accountId, bookId: family });
  const drawn = newId();
  await keepIt(drawn, asked);
  await settleIt(drawn, 1200);
  await inTransaction(ground.ctx, (tx) => closeAndTake(tx, plan.id, "asked"));
  assert.equal(await cents(family), 5000 - 216, "200 cents, and 8.25 % of them rounded down");
  await inTransaction(ground.ctx, (tx) => giveBack(tx, drawn, [{ where: "staff", what: "decided", seconds: 600, decidedBy: newId() }]));
  assert.equal(await cents(family), 5000 - 108);
  await takeBack(facility.id, wrong);
  const nothing = { taxLineId: wrong, subjectId: "00000000-0000-0000-0000-000000000000", dueAt: ground.clock.now(), givenAt: null };
  await ground.owner.insertInto("money.taxBack").values(nothing).execute();
  await giveBackTaxes(ground.ctx, 1);
  await giveBackTaxes(ground.ctx, 1);
  await ground.owner.deleteFrom("money.taxBack").where("subjectId", "=", nothing.subjectId).execute();
  assert.equal(await cents(family), 5000 - 106);
  await inTransaction(ground.ctx, (tx) => giveBack(tx, drawn, [{ where: "staff", what: "decided", seconds: 600, decidedBy: newId() }]));
  assert.equal(await cents(family), 5000);
  await sound();
});
