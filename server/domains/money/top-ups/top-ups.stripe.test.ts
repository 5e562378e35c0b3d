import assert from "node:assert/strict";
import { test } from "node:test";
import { askAboutDeposits } from "#server/domains/money/payments/deposits.service.ts";
import type { Processor } from "#server/domains/money/payments/processor.ts";
import { newId } from "#server/platform/id.ts";
import { startKeptCards, sums, WALLET } from "./testing/kept-card.ts";

const { stub, site, processor, intentOf, given, run, dies } = await startKeptCards();

test("nothing is kept and nothing is taken by itself unless somebody asks for both", async () => {
  const { ask, topUp, spend, mine } = await given({ choose: false });
  await spend(900);
  await run();
  assert.deepEqual([(await topUp()).rule, await mine()], [null, []]);
  const id = newId();
  await ask("POST", `${WALLET}/deposits`, { id, cents: 1000 });
  const [plain] = intentOf(id);
  assert.deepEqual([plain?.["customer"], plain?.["setup_future_usage"]], [null, null]);
});

test("a kept card is known by its brand, last four and expiry; no number and no name goes to the processor with it", async () => {
  const { topUp, intent, contact } = await given({ choose: false });
  assert.deepEqual((await topUp()).card, { brand: "visa", lastFour: "4242", expiresMonth: 4, expiresYear: 2031, disputed: false });
  const customer = stub.customers.get(String(intent["customer"]));
  assert.deepEqual(Object.keys(customer ?? {}).toSorted(), ["id", "metadata", "object"]);
  assert.ok(!JSON.stringify(customer).includes(contact.id));
});

test("less is free than was chosen: so much is added once, as a deposit that goes back to its card, and its owner hears of it", async () => {
  const { spend, wallet, mine, letters, ask, topUp } = await given();
  await run();
  assert.equal((await mine()).length, 0, "enough is free");
  await spend(600);
  await run();
  await run();
  const { cents, toSourceCents } = await wallet();
  assert.deepEqual([cents, toSourceCents], [2900, 2900]);
  assert.deepEqual((await topUp()).rule.addedCents, 2500);
  assert.deepEqual(await letters(), ["money.top_up_added"]);
  const { rows } = (await ask("GET", `${WALLET}/history`)).json();
  assert.deepEqual([rows[0].move, rows[0].cents], ["deposit_automatic", 2500]);
});

test("a month has no more than its most; the next month by the owner's own clock begins anew", async () => {
  const { spend, mine, topUp } = await given();
  for (const cents of [900, 2500, 2500]) {
    await spend(cents);
    await run();
  }
  assert.equal((await mine()).length, 2);
  const { restsUntil, stopped } = (await topUp()).rule;
  // April begins in Denver, six hours after it began in UTC.
  assert.deepEqual([restsUntil, stopped], ["2026-04-01T06:00:00Z", null]);
  site.clock.set("2026-04-01T05:59:00Z");
  await run();
  assert.equal((await mine()).length, 2);
  site.clock.set("2026-04-01T06:00:00Z");
  await run();
  assert.equal((await mine()).length, 3);
});

for (const [card, why] of [
  ["0341", "declined"],
  ["3184", "authentication"],
] as const)
  test(`a card that says no (${why}) is asked once: it stops, nothing is taken, its owner is told, and starts it again`, async () => {
    const { spend, mine, topUp, letters, ask, wallet, keep } = await given({ card });
    await spend(900);
    await run();
    await run();
    const [only, ...others] = await mine();
    assert.deepEqual([only?.state, others.length, (await topUp()).rule.stopped, (await wallet()).cents], ["failed", 0, why, 100]);
    assert.deepEqual(await letters(), ["money.top_up_stopped"]);
    assert.equal(intentOf(only!.id)[0]?.["status"], "canceled", "nobody can pay it later");
    assert.equal((await ask("POST", `${WALLET}/top-up`, sums)).json().rule.stopped, null);
    await keep("4242");
    await spend(1000);
    await run();
    assert.equal((await wallet()).cents, 2600);
  });

test("whoever dies between asking and hearing has asked once: the same payment is found, within the day and after it", async () => {
  for (const hours of [1, 30]) {
    const { spend, mine, wallet } = await given();
    await spend(900);
    const diesAfter: Processor = {
      ...processor,
      charge: async (deposit) => {
        await processor.charge(deposit);
        throw new Error("the server died");
      },
    };
    await run(diesAfter);
    await run();
    const [only, ...others] = await mine();
    assert.deepEqual([only?.state, others.length, (await wallet()).cents], ["begun", 0, 100]);
    site.clock.advance({ hours });
    await askAboutDeposits(site.ctx, processor);
    await askAboutDeposits(site.ctx, processor);
    assert.deepEqual([intentOf(only!.id).length, (await wallet()).cents], [1, 2600]);
  }
});

test("whoever dies before asking has asked nothing: it is asked once within the day, and after it given up, and begun anew", async () => {
  const soon = await given();
  await soon.spend(900);
  await run(dies);
  site.clock.advance({ minutes: 5 });
  await askAboutDeposits(site.ctx, processor);
  assert.deepEqual([(await soon.mine()).length, (await soon.wallet()).cents], [1, 2600]);
  const late = await given();
  await late.spend(900);
  await run(dies);
  site.clock.advance({ hours: 30 });
  await askAboutDeposits(site.ctx, processor);
  const [over] = await late.mine();
  assert.deepEqual([over?.why, intentOf(over!.id), (await late.topUp()).rule.stopped], ["never_begun", [], null]);
  await run();
  assert.equal((await late.wallet()).cents, 2600);
});

test("Stripe is silent, breaks, or loses its answer: there is one payment", async () => {
  const { spend, mine, wallet } = await given();
  await spend(900);
  stub.faults.push("broken", "lost", "broken", "lost", "silent", "silent", "silent", "silent");
  await run();
  stub.faults.length = 0;
  site.clock.advance({ minutes: 5 });
  await askAboutDeposits(site.ctx, processor);
  const [only] = await mine();
  assert.deepEqual([intentOf(only!.id).length, (await wallet()).cents], [1, 2600]);
});

test("a card is forgotten here at once and at the processor by a job, and with it ends what it paid for", async () => {
  const { ask, topUp, intent, spend, mine } = await given();
  assert.equal((await ask("DELETE", `${WALLET}/card`)).statusCode, 204);
  assert.equal((await ask("DELETE", `${WALLET}/card`)).statusCode, 204);
  assert.deepEqual(await topUp(), { card: null, rule: null });
  await site.runJobs();
  assert.equal(stub.customers.has(String(intent["customer"])), false);
  await spend(900);
  await run();
  assert.deepEqual(await mine(), []);
  assert.deepEqual((await ask("POST", `${WALLET}/top-up`, sums)).json().codes, ["money.no_card"]);
});

const byCard = ({ ask }: Awaited<ReturnType<typeof given>>, body: object) =>
  ask("POST", `${WALLET}/card/deposits`, { id: newId(), cents: 2500, lastFour: "4242", ...body });
const said = (answer: { json: () => { codes?: string[]; state?: string; refused?: string | null } }) => {
  const { codes, state, refused } = answer.json();
  return codes ?? [state, refused];
};

test("the kept card pays by one tap, once for its id however often it is pressed, with its owner there and as a deposit like any other", async () => {
  const one = await given({ choose: false });
  assert.deepEqual((await one.wallet()).keptCard, { brand: "visa", lastFour: "4242", openCents: 10_000 });
  const id = newId();
  for (const answer of await Promise.all(Array.from({ length: 6 }, () => byCard(one, { id }))))
    assert.deepEqual(said(answer), ["taken", null]);
  const [intent, ...others] = intentOf(id);
  assert.deepEqual([others, intent?.["customer"]], [[], one.intent["customer"]]);
  const { cents, toSourceCents, keptCard } = await one.wallet();
  assert.deepEqual([cents, toSourceCents, keptCard.openCents], [3500, 3500, 7500]);
  const { rows } = (await one.ask("GET", `${WALLET}/history`)).json();
  assert.deepEqual([rows[0].move, rows[0].cents], ["deposit", 2500]);
  assert.deepEqual([(await one.topUp()).card.lastFour, await one.mine(), await one.letters()], ["4242", [], []]);
});

for (const [lastFour, refused] of [
  ["0341", "declined"],
  ["3184", "authentication"],
] as const)
  test(`a kept card says no (${refused}) to its owner's tap: they read why, nothing is taken, and nobody can pay it later`, async () => {
    const one = await given({ card: lastFour });
    const id = newId();
    for (const _ of [1, 2]) assert.deepEqual(said(await byCard(one, { id, lastFour })), ["failed", refused]);
    assert.deepEqual([intentOf(id).map(({ status }) => status), (await one.wallet()).cents], [["canceled"], 1000]);
    assert.equal((await one.topUp()).rule.stopped, null, "what is added by itself has its own word");
  });

test("only the card that its owner sees pays: not one that was removed, changed or disputed meanwhile, and no sum that no deposit may have", async () => {
  const one = await given({ choose: false });
  assert.deepEqual(said(await byCard(one, { lastFour: "1111" })), ["money.no_card"]);
  assert.deepEqual(said(await byCard(one, { cents: 99.5 })), ["money.not_whole_cents", "money.too_little"]);
  assert.deepEqual(said(await byCard(one, { cents: 50_001 })), ["money.too_much"]);
  const other = await given({ choose: false });
  const id = newId();
  await byCard(one, { id });
  assert.deepEqual(said(await byCard(other, { id })), ["money.deposit_unknown"]);
  assert.deepEqual(said(await byCard(one, { id, cents: 3000 })), ["money.id_taken"]);
  assert.deepEqual(said(await one.ask("POST", `${WALLET}/deposits`, { id, cents: 2500 })), ["money.id_taken"]);
  await one.bankDisputes();
  assert.deepEqual([said(await byCard(one, {})), (await one.wallet()).keptCard], [["money.card_disputed"], null]);
  await one.ask("DELETE", `${WALLET}/card`);
  assert.deepEqual([said(await byCard(one, {})), (await one.wallet()).keptCard], [["money.no_card"], null]);
});

test("above $100 in a day a tap is not enough: the password is asked, also of many taps at once", async () => {
  const one = await given({ choose: false });
  const all = await Promise.all(Array.from({ length: 6 }, () => byCard(one, { cents: 3000 })));
  assert.equal(all.filter(({ statusCode }) => statusCode === 201).length, 3);
  assert.deepEqual(said(await byCard(one, { cents: 1001 })), ["money.card_password"]);
  assert.deepEqual(said(await byCard(one, { cents: 1001, password: "a guess of somebody" })), ["account.credentials_wrong"]);
  assert.deepEqual(said(await byCard(one, { cents: 5000, password: sums.password })), ["taken", null]);
  assert.equal((await one.wallet()).keptCard.openCents, 0);
  site.clock.advance({ hours: 24, seconds: 1 });
  assert.deepEqual(said(await byCard(one, { cents: 10_000 })), ["taken", null]);
});

test("the answer to a tap is lost, or the server dies: pressed again it is one payment; left alone, what was asked comes in and what was not is over", async () => {
  const one = await given({ choose: false });
  const id = newId();
  stub.faults.push(...Array<"silent">(3).fill("silent"));
  assert.deepEqual(said(await byCard(one, { id })), ["money.processor_down"]);
  assert.deepEqual([said(await byCard(one, { id })), intentOf(id).length], [["taken", null], 1]);
  const [asked, unasked] = [newId(), newId()];
  // What was paid before is asked for first, and then the payment; each three times.
  for (const [each, faults] of [
    [asked, ["none", "lost", "lost", "lost"]],
    [unasked, ["silent", "silent", "silent"]],
  ] as const) {
    stub.faults.push(...faults);
    assert.deepEqual(said(await byCard(one, { id: each })), ["money.processor_down"]);
  }
  site.clock.advance({ minutes: 5 });
  await askAboutDeposits(site.ctx, processor);
  const state = async (each: string) =>
    (await site.db.selectFrom("money.deposit").selectAll().where("id", "=", each).executeTakeFirst())?.state;
  assert.deepEqual([await state(asked), intentOf(asked).length], ["taken", 1]);
  assert.deepEqual([await state(unasked), intentOf(unasked).length], ["failed", 0]);
});

test("another card takes the place of the first, which is forgotten", async () => {
  const { keep, intent, topUp } = await given();
  await keep("3184");
  await site.runJobs();
  assert.equal(stub.customers.has(String(intent["customer"])), false);
  assert.deepEqual([(await topUp()).card.lastFour, (await topUp()).rule.stopped], ["3184", null]);
});

test("whoever has their money back is not charged for it again; whoever's bank took it back never by that card", async () => {
  const { ask, bankDisputes, mine, topUp, letters } = await given();
  await ask("POST", `${WALLET}/refunds`, { id: newId(), cents: 700 });
  await run();
  assert.deepEqual([await mine(), (await topUp()).rule.stopped, await letters()], [[], "gave_back", []]);
  await ask("POST", `${WALLET}/top-up`, sums);
  await bankDisputes();
  await run();
  assert.deepEqual([await mine(), (await topUp()).rule.stopped, (await topUp()).card.disputed], [[], "disputed", true]);
  assert.ok((await letters()).includes("money.top_up_stopped"));
  assert.deepEqual((await ask("POST", `${WALLET}/top-up`, sums)).json().codes, ["money.card_disputed"]);
});
