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
