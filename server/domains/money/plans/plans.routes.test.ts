import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { OwnPlan, PlanForMe, PlanOffer } from "#contracts/plans.ts";
import { giveBack, keep, settleCommunication, verifyLedger } from "#server/domains/money/index.ts";
import { byService } from "#server/domains/money/statements/reports.store.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { nobody, signedIn } from "#server/testing/callers.ts";
import { givenMoney, givenTariff, givenTax, walletOf } from "#server/testing/money.ts";
import { givenConnection, givenContact, givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { closeAndTake } from "./ends.service.ts";
import { runPlanJobs } from "./testing/jobs.ts";

// A Monday, 10:00 in New York.
const TODAY = "2026-11-23";
const site = await startSite({ startsAt: "2026-11-23T15:00:00Z" });
after(() => site.close());

/** A jail at which a family pays eleven cents a minute of video, with somebody connected there and money in the wallet. */
async function given(cents = 5000) {
  site.clock.set(Temporal.Instant.from("2026-11-23T15:00:00Z"));
  const { jail, agencyId, residents } = await givenPeople(site);
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "facility_administrator" }));
  const at = `/api/staff/facilities/${jail.id}/prices`;
  assert.equal((await staff("POST", `${at}/facts`, { state: "TX", city: null, runBy: "county" })).statusCode, 204);
  const tariff = async (microsPerMinute: number, validFrom = TODAY, split = { agency: 0, family: 100, resident: 0 }) => {
    site.clock.advance({ seconds: 1 });
    const body = { id: newId(), service: "video", validFrom, microsPerMinute, split, freeMinutes: 0, freePeriod: "week" };
    const said = await staff("POST", `${at}/tariffs`, body);
    assert.equal(said.statusCode, 201, said.body);
  };
  await tariff(110_000);
  const contact = await givenContact(site);
  await givenConnection(site, residents[2], contact);
  const wallet = await givenMoney(site.ctx, { contactId: contact.id }, cents);
  const family = await signedIn(site, "outside", contact);
  const offer = (body: object = {}) =>
    staff("POST", `${at}/plans`, {
      ...{ id: newId(), service: "video", minutes: 100, days: 30, priceCents: 1000, soldFrom: TODAY, soldThrough: TODAY },
      ...body,
    });
  const own = async (): Promise<{ plans: OwnPlan[]; offers: PlanForMe[] }> => (await family("GET", "/api/outside/wallet/plans")).json();
  const buy = (offerId: string, body: object = {}) =>
    family("POST", "/api/outside/wallet/plans", { id: newId(), offerId, atMostCents: 1000, ...body });
  return { jail, agencyId, staff, at, tariff, contact, wallet, family, offer, own, buy, resident: residents[2] };
}

test("a plan at the price of single minutes is offered, and a cent above it is refused; so is one above the cap of any day it could be used", async () => {
  const { offer, tariff } = await given();
  assert.equal((await offer({ priceCents: 1100 })).statusCode, 201);
  const dearer = await offer({ priceCents: 1101 });
  assert.deepEqual([dearer.statusCode, dearer.json().codes], [422, ["plan.dearer_than_minutes"]]);
  await tariff(190_000);
  // The cap of this jail, of whose people nobody told, is the lowest tier's: a plan may ask nineteen cents, a millionth of a dollar more is too much.
  const above = await offer({ minutes: 1, priceCents: 20 });
  assert.deepEqual(above.json().codes, ["plan.above_cap", "plan.dearer_than_minutes"]);
  assert.deepEqual([above.json().facts.cap, typeof above.json().facts.law], ["0.19", "string"]);
  const spans = await offer({ priceCents: 1000, soldThrough: "2026-11-22", soldFrom: "2026-11-22" });
  assert.deepEqual(spans.json().codes, ["plan.dearer_than_minutes", "price.day_past"], "no price stood on that day");
});

test("no fee of any other kind can be said, and where somebody else pays no plan is sold", async () => {
  const { offer, tariff } = await given();
  for (const fee of ["feeCents", "endingCents", "autoRenew", "minimumCents"])
    assert.equal((await offer({ [fee]: 1 })).statusCode, 400, fee);
  await tariff(110_000, "2026-12-20", { agency: 50, family: 50, resident: 0 });
  assert.deepEqual((await offer()).json().codes, ["plan.not_family_alone"]);
  assert.equal((await offer({ days: 27 })).statusCode, 201, "it is over the day before");
});

test("a family sees a plan where its people are, buys it once, and its money is kept and not taken", async () => {
  const { offer, own, buy, wallet, jail } = await given();
  const { id } = (await offer()).json() as PlanOffer;
  const [seen] = (await own()).offers;
  assert.deepEqual(
    [seen?.id, seen?.microsPerMinute, seen?.tariffMicros, seen?.throughDay, seen?.backDay, seen?.facilityName],
    [id, 100_000, 110_000, "2026-12-22", "2026-12-23", jail.name],
  );
  const planId = newId();
  const [one, other] = await Promise.all([buy(id, { id: planId }), buy(id, { id: planId })]);
  assert.deepEqual([one.statusCode, other.statusCode], [201, 201]);
  assert.deepEqual(await walletOf(site.db, wallet), { cents: 5000, reservedCents: 1000 });
  assert.deepEqual((await buy(id)).json().codes, ["plan.runs_already"]);
  assert.equal((await offer({ id })).json().bought, 1, "staff who ask again read what stands");
  const { plans } = await own();
  assert.deepEqual([plans.length, plans[0]?.leftSeconds, plans[0]?.backNowCents], [1, 6000, 1000]);
  const stranger = await signedIn(site, "outside", await givenContact(site));
  assert.deepEqual((await stranger("GET", "/api/outside/wallet/plans")).json(), { plans: [], offers: [] });
  const foreign = await stranger("POST", "/api/outside/wallet/plans", { id: newId(), offerId: id, atMostCents: 1000 });
  const none = await stranger("POST", "/api/outside/wallet/plans", { id: newId(), offerId: newId(), atMostCents: 1000 });
  assert.deepEqual([foreign.json().codes, none.json().codes], [["plan.not_on_sale"], ["plan.not_on_sale"]]);
  assert.equal((await stranger("POST", `/api/outside/wallet/plans/${planId}/end`)).statusCode, 404);
});

test("what stands against buying is said all at once, and what costs more than was shown is shown anew", async () => {
  const { offer, buy, jail, staff, at } = await given(500);
  const { id } = (await offer()).json() as PlanOffer;
  await givenTax(site.owner, jail);
  const short = await buy(id);
  assert.deepEqual([short.json().codes, short.json().facts], [["plan.short", "money.price_changed"], { needCents: 1062, haveCents: 500 }]);
  assert.equal((await staff("POST", `${at}/plans/${id}/withdraw`)).statusCode, 204);
  assert.deepEqual((await buy(id)).json().codes, ["plan.not_on_sale", "plan.short", "money.price_changed"]);
});

test("a plan whose price has become a trap is not sold any more, and nobody withdrew it", async () => {
  const { offer, own, buy, tariff, staff, at } = await given();
  const { id } = (await offer({ soldThrough: "2026-12-31" })).json() as PlanOffer;
  await tariff(90_000);
  assert.deepEqual((await own()).offers, []);
  assert.deepEqual((await buy(id)).json().codes, ["plan.not_on_sale"]);
  const { offers } = (await staff("GET", `${at}/plans`)).json() as { offers: PlanOffer[] };
  assert.equal(offers[0]?.state, "held_by_law");
});

test("ended on the same day, all of it is free again; the wallet's page, its history and its letter say so", async () => {
  const { offer, own, buy, family, wallet, contact } = await given();
  const { id } = (await offer()).json() as PlanOffer;
  const planId = newId();
  await buy(id, { id: planId });
  const kept = (await family("GET", "/api/outside/wallet")).json().kept;
  assert.deepEqual([kept[0].for, kept[0].cents, kept[0].day], ["plan", 1000, "2026-12-22"]);
  assert.equal((await family("POST", `/api/outside/wallet/plans/${planId}/end`)).statusCode, 200);
  const again = await family("POST", `/api/outside/wallet/plans/${planId}/end`);
  assert.deepEqual([again.json().state, again.json().closing, again.json().takenCents], ["ended", "asked", 0]);
  assert.deepEqual(await walletOf(site.db, wallet), { cents: 5000, reservedCents: 0 });
  const [told] = await site.db
    .selectFrom("notifications.delivery")
    .select("template")
    .where("accountId", "=", contact.accountId)
    .where("template", "=", "money.plan_ended")
    .execute();
  assert.ok(told, "a letter says what came back");
  assert.equal((await own()).plans[0]?.state, "ended");
});

test("a plan's taxes are named one by one with their law: before it is bought, on its own page, and in the letter when it is bought", async () => {
  const { offer, own, buy, jail, agencyId, contact, resident } = await given();
  await givenTax(site.owner, jail);
  await givenTax(site.owner, jail, { name: "City tax", authority: "city", citation: "City Code § 1", millionths: 10_000 });
  const refused = await givenTax(site.owner, jail, { name: "Refused", state: "refused" });
  await offer();
  const [shown] = (await own()).offers;
  assert.ok(shown);
  const named = ["Sales tax 62500", "City tax 10000"].sort();
  const names = (taxes: PlanForMe["taxes"]) => taxes.map(({ name, millionths }) => `${name} ${millionths}`).sort();
  assert.deepEqual([shown.taxCents, names(shown.taxes)], [72, named]);
  const planId = newId();
  assert.equal((await buy(shown.id, { id: planId, atMostCents: 1072 })).statusCode, 201);
  await buy(shown.id, { id: planId, atMostCents: 1072 });
  await site.owner.updateTable("money.taxLine").set({ validThrough: TODAY }).where("id", "!=", refused).execute();
  const people = { residentId: resident.id, contactId: contact.id };
  const asked = { service: "video" as const, agencyId, facilityId: jail.id, ...people, day: TODAY, minutes: 20, weekStarts: 1 };
  const subjectId = newId();
  await inTransaction(site.ctx, (tx) => keep(tx, subjectId, asked, site.clock.now().add({ hours: 100 })));
  await inTransaction(site.ctx, (tx) => settleCommunication(tx, subjectId, 1200));
  await inTransaction(site.ctx, (tx) => closeAndTake(tx, planId, "asked"));
  const [plan] = (await own()).plans;
  assert.ok(plan);
  assert.deepEqual([plan.takenCents, plan.takenTaxCents, names(plan.taxes)], [214, 14, named], "also once they hold no more");
  const letters = await site.db
    .selectFrom("notifications.delivery")
    .select("template")
    .where("accountId", "=", contact.accountId)
    .where("template", "=", "money.plan_bought")
    .execute();
  assert.equal(letters.length, 1, "one letter, however often it is asked for");
});

test("nobody's plan is locked because an account is: closed, ended or gone, its money comes back by itself", async () => {
  const closed = await given();
  await closed.buy(((await closed.offer()).json() as PlanOffer).id);
  await site.owner.updateTable("contacts.contact").set({ closedAt: site.clock.now() }).where("id", "=", closed.contact.id).execute();
  const gone = await given();
  await gone.buy(((await gone.offer()).json() as PlanOffer).id);
  await site.owner.updateTable("contacts.connection").set({ status: "ended" }).where("contactId", "=", gone.contact.id).execute();
  const left = await given();
  await left.buy(((await left.offer()).json() as PlanOffer).id);
  await site.owner.updateTable("residents.stay").set({ releasedAt: site.clock.now() }).where("residentId", "=", left.resident.id).execute();
  const stays = await given();
  await stays.buy(((await stays.offer()).json() as PlanOffer).id);
  await runPlanJobs(site.ctx);
  for (const { wallet } of [closed, gone, left]) assert.equal((await walletOf(site.db, wallet)).reservedCents, 0);
  assert.equal((await walletOf(site.db, stays.wallet)).reservedCents, 1000);
  assert.deepEqual((await verifyLedger(site.db)).faults, []);
});

test("one plan that can't be closed keeps nobody else's money waiting", async () => {
  const broken = await given();
  const planId = newId();
  await broken.buy(((await broken.offer()).json() as PlanOffer).id, { id: planId });
  const gone = await given();
  await gone.buy(((await gone.offer()).json() as PlanOffer).id);
  for (const { contact } of [broken, gone])
    await site.owner.updateTable("contacts.connection").set({ status: "ended" }).where("contactId", "=", contact.id).execute();
  const accountOf = (accountId: string) => site.owner.updateTable("money.plan").set({ accountId }).where("id", "=", planId).execute();
  await accountOf(newId());
  await runPlanJobs(site.ctx);
  assert.deepEqual(
    [(await walletOf(site.db, broken.wallet)).reservedCents, (await walletOf(site.db, gone.wallet)).reservedCents],
    [1000, 0],
    "no letter can be written to nobody",
  );
  await accountOf(broken.contact.accountId);
  await runPlanJobs(site.ctx);
  assert.equal((await walletOf(site.db, broken.wallet)).reservedCents, 0);
});

test("nobody buys a plan while a booking of theirs is being made, nor under the id of a visit", async () => {
  const { offer, buy, jail, agencyId, contact, resident } = await given();
  // Within the free minutes: no money is kept, so nobody waits for the wallet.
  await givenTariff(site.owner, jail, { validFrom: TODAY, freeMinutes: 60, toldAt: site.clock.now() });
  const { id } = (await offer()).json() as PlanOffer;
  const base = { service: "video" as const, agencyId, facilityId: jail.id, residentId: resident.id, contactId: contact.id };
  const [visitId, done] = [newId(), [] as string[]];
  const buying = await inTransaction(site.ctx, async (tx) => {
    const asked = { ...base, day: "2026-11-24", minutes: 20, weekStarts: 1 };
    await keep(tx, visitId, asked, tx.now().add({ hours: 100 }));
    const bought = buy(id).then(({ statusCode }) => done.push(`bought ${statusCode}`));
    await Promise.race([bought, new Promise((resolve) => setTimeout(resolve, 300))]);
    done.push("booked");
    return { bought };
  });
  await buying.bought;
  assert.deepEqual(done, ["booked", "bought 201"]);
  assert.deepEqual((await buy(id, { id: visitId })).json().codes, ["money.id_taken"]);
});

test("what a plan took stands in the facility's month, as price, charged seconds and the family's part; and in the wallet's history", async () => {
  const { offer, buy, staff, jail, agencyId, contact, resident, family } = await given();
  const planId = newId();
  await buy(((await offer()).json() as PlanOffer).id, { id: planId });
  const people = { residentId: resident.id, contactId: contact.id };
  const asked = { service: "video" as const, agencyId, facilityId: jail.id, ...people, day: "2026-11-24", minutes: 20, weekStarts: 1 };
  const subjectId = newId();
  await inTransaction(site.ctx, (tx) => keep(tx, subjectId, asked, site.clock.now().add({ hours: 100 })));
  await inTransaction(site.ctx, (tx) => settleCommunication(tx, subjectId, 600));
  assert.equal((await family("POST", `/api/outside/wallet/plans/${planId}/end`)).json().takenCents, 100);
  const month = (await staff("GET", `/api/staff/facilities/${jail.id}/money/month?month=2026-11`)).json();
  assert.deepEqual(month.services, [
    { service: "video", communications: 1, connectedSeconds: 600, chargedSeconds: 600, priceCents: 100, taxCents: 0, creditCents: 0 },
  ]);
  assert.deepEqual(month.payers, [{ payer: "family", cents: 100, creditCents: 0 }]);
  const days = { facilityId: jail.id, from: TODAY, through: "2026-11-30" };
  const [video] = await byService(site.db, days);
  assert.deepEqual([video?.microsMin, video?.microsMax], [100_000, 100_000], "nobody paid the price of single minutes");
  const [line] = (await family("GET", "/api/outside/wallet/history?limit=10")).json().rows;
  assert.deepEqual([line.move, line.cents, line.name], ["plan", -100, jail.name]);
});

test("a plan that ends the month after its visit, and is given back of, stands in that month's sums on both sides", async () => {
  const { offer, buy, staff, jail, agencyId, contact, resident, wallet } = await given();
  await buy(((await offer()).json() as PlanOffer).id);
  const people = { residentId: resident.id, contactId: contact.id };
  const asked = { service: "video" as const, agencyId, facilityId: jail.id, ...people, day: "2026-11-24", minutes: 20, weekStarts: 1 };
  const subjectId = newId();
  await inTransaction(site.ctx, (tx) => keep(tx, subjectId, asked, site.clock.now().add({ hours: 100 })));
  await inTransaction(site.ctx, (tx) => settleCommunication(tx, subjectId, 600));
  site.clock.set("2026-12-23T06:00:00Z");
  await runPlanJobs(site.ctx);
  await inTransaction(site.ctx, (tx) => giveBack(tx, subjectId, [{ where: "server", what: "engine", seconds: 300 }]));
  assert.deepEqual(await walletOf(site.db, wallet), { cents: 4950, reservedCents: 0 });
  const monthOf = async (month: string) => {
    const { services, payers } = (await staff("GET", `/api/staff/facilities/${jail.id}/money/month?month=${month}`)).json();
    const sum = (rows: Record<string, number>[], of: string) => rows.reduce((total, row) => total + (row[of] ?? 0), 0);
    return [sum(services, "priceCents"), sum(payers, "cents"), sum(services, "creditCents"), sum(payers, "creditCents")];
  };
  assert.deepEqual(
    [await monthOf("2026-11"), await monthOf("2026-12")],
    [
      [0, 0, 0, 0],
      [100, 100, 50, 50],
    ],
  );
});

test("anybody reads the plans that are on sale, with what a minute of them comes to beside the cap", async () => {
  const { offer, jail } = await given();
  await offer();
  await offer({ soldFrom: "2026-12-01", soldThrough: "2026-12-02" });
  const page = (await nobody(site)("GET", `/api/public/facilities/${jail.id}/prices`)).json();
  assert.deepEqual(
    page.plans.map((plan: { microsPerMinute: number; cap: { microsPerMinute: number } }) => [
      plan.microsPerMinute,
      plan.cap.microsPerMinute,
    ]),
    [[100_000, 190_000]],
  );
});
