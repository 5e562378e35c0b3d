import assert from "node:assert/strict";
import { test } from "node:test";
import { balanceOf } from "#server/domains/money/ledger/ledger.store.ts";
import { askAboutDeposits } from "#server/domains/money/payments/deposits.service.ts";
import type { Processor } from "#server/domains/money/payments/processor.ts";
import { newId } from "#server/platform/id.ts";
import { forgetCard } from "./cards.service.ts";
import { startKeptCards, sums, WALLET } from "./testing/kept-card.ts";
import { listDue } from "./top-ups.store.ts";

const { stub, site, processor, intentOf, given, run, dies } = await startKeptCards();

type Given = Awaited<ReturnType<typeof given>>;
const closed = ({ contact }: Given) =>
  site.owner.updateTable("contacts.contact").set({ closedAt: site.clock.now() }).where("id", "=", contact.id).execute();
const addsByHand = async ({ ask }: Given) => {
  const id = newId();
  await ask("POST", `${WALLET}/deposits`, { id, cents: 5000 });
  stub.pay(intentOf(id)[0]!.id);
  await ask("POST", `${WALLET}/deposits/${id}/look`);
};
const meanwhile: readonly [what: string, does: (of: Given) => Promise<unknown>, cents: number][] = [
  ["its owner turns it off", ({ ask }) => ask("DELETE", `${WALLET}/top-up`), 100],
  ["its owner removes the card", ({ ask }) => ask("DELETE", `${WALLET}/card`), 100],
  ["its owner chooses anew", ({ ask }) => ask("POST", `${WALLET}/top-up`, { ...sums, addCents: 500 }), 100],
  ["its owner keeps another card", ({ keep }) => keep("3184"), 1100],
  ["its owner closes the account", closed, 100],
  ["its owner adds money by hand", addsByHand, 5100],
  ["its owner has money back", ({ ask }) => ask("POST", `${WALLET}/refunds`, { id: newId(), cents: 50 }), 50],
  ["its bank disputes it", ({ bankDisputes }) => bankDisputes(), 0],
];
for (const [what, does, cents] of meanwhile)
  test(`something is begun, nobody hears of it, and ${what}: the card is never charged for it, and the beginning ends`, async () => {
    const one = await given();
    await one.spend(900);
    await run(dies);
    site.clock.advance({ seconds: 1 });
    await does(one);
    site.clock.advance({ minutes: 4 });
    await askAboutDeposits(site.ctx, processor);
    const [only] = await one.mine();
    assert.deepEqual([only?.state, only?.why, intentOf(only!.id)], ["failed", "never_begun", []]);
    assert.equal((await balanceOf(site.db, one.bookId)).cents, cents);
    await site.runJobs();
    if (what === "its owner removes the card") assert.equal(stub.customers.has(String(one.intent["customer"])), false);
  });

test("what its bank had taken already when its owner said stop is found, comes in, and its owner reads of it", async () => {
  const { spend, ask, letters, bookId } = await given();
  await spend(900);
  await run({
    ...processor,
    charge: async (deposit) => {
      await processor.charge(deposit);
      throw new Error("the server died");
    },
  });
  assert.equal((await ask("DELETE", `${WALLET}/card`)).statusCode, 204);
  site.clock.advance({ minutes: 4 });
  await askAboutDeposits(site.ctx, processor);
  assert.deepEqual([(await balanceOf(site.db, bookId)).cents, await letters()], [2600, ["money.top_up_added"]]);
});

test("what was begun in one month is never asked for in the next, and nothing is begun so late that it could end there", async () => {
  const { spend, mine } = await given();
  await spend(900);
  site.clock.set("2026-04-01T05:58:00Z");
  await run();
  assert.deepEqual(await mine(), []);
  site.clock.set("2026-04-01T05:50:00Z");
  await run(dies);
  site.clock.set("2026-04-01T08:00:00Z");
  await askAboutDeposits(site.ctx, processor);
  for (const cents of [100, 2500, 2500]) {
    await run();
    await spend(cents);
  }
  await run();
  const charged = (await mine()).filter(({ id }) => intentOf(id).length > 0);
  assert.deepEqual(
    charged.map(({ begunAt, cents }) => [begunAt.toString().slice(0, 7), cents]),
    Array(2).fill(["2026-04", 2500]),
  );
});

test("twelve servers ask about the same beginning at once: one of them asks the processor", async () => {
  const { spend, mine } = await given();
  await spend(900);
  await run(dies);
  site.clock.advance({ minutes: 4 });
  let asked = 0;
  const counts: Processor = {
    ...processor,
    charge: (deposit) => {
      asked += 1;
      return processor.charge(deposit);
    },
  };
  await Promise.all(Array.from({ length: 12 }, () => askAboutDeposits(site.ctx, counts)));
  assert.deepEqual([asked, intentOf((await mine())[0]!.id).length], [1, 1]);
});

test("a card whose bank took something back stays so, however often it is removed and entered again; another card is good", async () => {
  const { ask, bankDisputes, keep, topUp } = await given();
  await bankDisputes();
  const again = async () => (await ask("POST", `${WALLET}/top-up`, sums)).json();
  await keep();
  assert.deepEqual([(await topUp()).card.disputed, (await again()).codes], [true, ["money.card_disputed"]]);
  assert.equal((await ask("DELETE", `${WALLET}/card`)).statusCode, 204);
  await keep();
  assert.deepEqual([(await topUp()).card.disputed, (await again()).codes], [true, ["money.card_disputed"]]);
  await keep("0341");
  assert.deepEqual([(await topUp()).card.disputed, (await again()).rule.stopped], [false, null]);
});

test("a card that was removed before its bank took something back is known when it is entered again", async () => {
  const { ask, bankDisputes, keep, topUp } = await given();
  assert.equal((await ask("DELETE", `${WALLET}/card`)).statusCode, 204);
  await bankDisputes();
  await keep();
  assert.equal((await topUp()).card.disputed, true);
});

test("more is taken of a card only by its owner's password; less, and nothing, at any time", async () => {
  const { ask, topUp } = await given({ choose: false });
  const { password, ...open } = sums;
  const choose = async (body: object) => {
    const answer = await ask("POST", `${WALLET}/top-up`, body);
    return answer.statusCode === 200 ? "done" : answer.json().codes.join(" ");
  };
  assert.equal(await choose({ ...open, addCents: 1 }), "money.top_up_choice money.top_up_password");
  assert.equal(await choose({ ...sums, password: "a guess of somebody" }), "account.credentials_wrong");
  assert.deepEqual(
    [await choose(sums), await choose({ ...open, addCents: 500 }), await choose(open)],
    ["done", "done", "money.top_up_password"],
  );
  for (const more of [{ belowCents: 1000 }, { monthCents: 20_000 }])
    assert.equal(await choose({ ...open, addCents: 500, ...more }), "money.top_up_password");
  assert.equal((await topUp()).rule.monthCents, 5000);
  await ask("DELETE", `${WALLET}/top-up`);
  assert.equal(await choose({ ...open, addCents: 500 }), "money.top_up_password");
});

test("a refused card is tried again a few times a day, not as often as somebody presses; turning it off is never refused", async () => {
  const { ask, spend, mine } = await given({ card: "0341" });
  await spend(900);
  let answer = await ask("POST", `${WALLET}/top-up`, sums);
  for (let turn = 0; turn < 12 && answer.statusCode === 200; turn++) {
    await run();
    site.clock.advance({ minutes: 1 });
    answer = await ask("POST", `${WALLET}/top-up`, sums);
  }
  assert.deepEqual([answer.json().codes, (await mine()).length], [["request.too_many"], 10]);
  assert.equal((await ask("DELETE", `${WALLET}/top-up`)).statusCode, 204);
  site.clock.advance({ hours: 24 });
  assert.equal((await ask("POST", `${WALLET}/top-up`, sums)).statusCode, 200);
});

test("a card that the processor does not forget, for want of its keys or by others, is asked for again until it is forgotten", async () => {
  const { ask, intent } = await given();
  const customerId = String(intent["customer"]);
  const isThere = () => stub.customers.has(customerId);
  await ask("DELETE", `${WALLET}/card`);
  const said: string[] = [];
  const others: Processor = {
    ...processor,
    forget: async () => {
      said.push("no such name");
      throw new Error("no such name");
    },
  };
  await forgetCard(site.ctx, null, { customerId, way: "stripe", tries: 0 });
  await forgetCard(site.ctx, others, { customerId, way: "stripe", tries: 5 });
  assert.deepEqual([isThere(), said.length], [true, 1]);
  site.clock.advance({ minutes: 3 });
  await site.runJobs();
  assert.equal(isThere(), false);
  await assert.rejects(processor.forget({ customerId: "cus_ofotherkeys" }), /No such/);
  await processor.forget({ customerId });
});

test("cards of a processor that is not set up keep nobody else waiting", async () => {
  const { spend, bookId } = await given();
  await spend(900);
  const [due, others] = await Promise.all([
    listDue(site.db, site.clock.now(), "stripe", { limit: 200 }),
    listDue(site.db, site.clock.now(), "practice", { limit: 200 }),
  ]);
  assert.deepEqual([due.includes(bookId), others], [true, []]);
});
