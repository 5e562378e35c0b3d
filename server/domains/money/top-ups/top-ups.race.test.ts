import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { balanceOf, faults, openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { practiceCard } from "#server/domains/money/payments/practice.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, PASSWORD } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { removeGoneCards } from "./cards.service.ts";
import { topUpWallets } from "./top-ups.service.ts";

const START = "2026-03-02T16:00:00Z";
const site = await startSite({ startsAt: START, deps: { processor: practiceCard } });
after(async () => {
  assert.deepEqual(await faults(site.db), [], "the ledger adds up after everything");
  await site.close();
});

const WALLET = "/api/outside/wallet";
const sums = { belowCents: 500, addCents: 1000, monthCents: 2500, zone: "America/New_York", password: PASSWORD };

async function given() {
  site.clock.set(START);
  const world = await givenPeople(site);
  const [contact, connection] = [world.contacts[0], world.connections[0]];
  const ask = await signedIn(site, "outside", contact);
  const kept = await ask("POST", `${WALLET}/deposits`, { id: newId(), cents: 1000, keepCard: true });
  assert.equal(kept.json().state, "taken", kept.body);
  assert.equal((await ask("POST", `${WALLET}/top-up`, sums)).statusCode, 200);
  const bookId = await openBook(site.db, { kind: "contact_wallet", contactId: contact.id }, site.clock.now());
  const costs = await openBook(site.db, { kind: "costs" }, site.clock.now());
  const free = async () => (await balanceOf(site.db, bookId)).cents;
  const spend = (cents: number) =>
    transfer(site.db, [{ id: newId(), fromId: bookId, toId: costs, cents, what: "charge" }], site.clock.now());
  const mine = () => site.db.selectFrom("money.deposit").selectAll().where("bookId", "=", bookId).where("automatic", "=", true).execute();
  return { contact, connection, free, spend, mine, bookId };
}
const run = () => topUpWallets(site.ctx, practiceCard);

test("twelve servers at once add to one wallet once", async () => {
  const { spend, mine, free } = await given();
  await spend(900);
  await Promise.all(Array.from({ length: 12 }, run));
  assert.deepEqual([(await mine()).length, await free()], [1, 1100]);
});

test("whoever has no connection that holds, or has left, is charged nothing; with the account goes the card", async () => {
  const { spend, mine, connection, contact } = await given();
  await spend(900);
  const set = (status: "suspended" | "approved") =>
    site.owner.updateTable("contacts.connection").set({ status }).where("id", "=", connection.id).execute();
  await set("suspended");
  await run();
  assert.deepEqual(await mine(), []);
  await set("approved");
  await site.owner.updateTable("contacts.contact").set({ closedAt: site.clock.now() }).where("id", "=", contact.id).execute();
  await run();
  assert.deepEqual(await mine(), []);
  await removeGoneCards(site.ctx);
  assert.equal(await site.db.selectFrom("money.savedCard").selectAll().where("contactId", "=", contact.id).executeTakeFirst(), undefined);
});

test("random spends, months and servers at once: no month of the owner's own clock has more than its most", async () => {
  const { spend, mine, free } = await given();
  const moves = fc.array(fc.record({ hours: fc.integer({ min: 1, max: 500 }), cents: fc.integer({ min: 1, max: 1500 }) }), {
    minLength: 8,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(moves, async (steps) => {
      for (const { hours, cents } of steps) {
        site.clock.advance({ hours });
        await spend(Math.min(cents, (await free()) || 1));
        await Promise.all([run(), run(), run()]);
      }
      const months = Map.groupBy(await mine(), ({ begunAt }) => begunAt.toZonedDateTimeISO(sums.zone).toPlainDate().toString().slice(0, 7));
      for (const [month, list] of months) assert.ok(list.reduce((sum, { cents }) => sum + cents, 0) <= sums.monthCents, month);
    }),
    { numRuns: 4 },
  );
});
