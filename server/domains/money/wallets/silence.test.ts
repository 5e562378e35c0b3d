import assert from "node:assert/strict";
import { after, test } from "node:test";
import { faults, openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { practiceCard } from "#server/domains/money/payments/practice.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, PASSWORD } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { tellLow } from "./low.service.ts";
import { lookAfterSilent } from "./silence.service.ts";

const START = "2026-01-05T16:00:00Z";
const site = await startSite({ startsAt: START, deps: { processor: practiceCard } });
after(async () => {
  assert.deepEqual(await faults(site.db), [], "the ledger adds up after everything");
  await site.close();
});
const WALLET = "/api/outside/wallet";

/** A contact with $10 by card and $4 that no card gave. */
async function given() {
  site.clock.set(START);
  const { contacts } = await givenPeople(site);
  const [contact] = contacts;
  const ask = await signedIn(site, "outside", contact);
  assert.equal((await ask("POST", `${WALLET}/deposits`, { id: newId(), cents: 1000 })).statusCode, 201);
  const at = site.clock.now();
  const toId = await openBook(site.db, { kind: "contact_wallet", contactId: contact.id }, at);
  await transfer(site.db, [{ id: newId(), fromId: await openBook(site.db, { kind: "bank" }, at), toId, cents: 400, what: "cash_in" }], at);
  const letters = async () =>
    (
      await site.owner
        .selectFrom("notifications.delivery")
        .select("facts")
        .where("accountId", "=", contact.accountId)
        .where("template", "=", "money.silent")
        .orderBy("id")
        .execute()
    ).map(({ facts }) => facts.which);
  const days = (many: number) => site.clock.advance({ hours: 24 * many });
  // Whoever did nothing for so long signs in anew.
  const wallet = async () => (await (await signedIn(site, "outside", contact))("GET", WALLET)).json();
  return {
    contact,
    ask: async () => signedIn(site, "outside", contact),
    letters,
    days,
    wallet,
    look: () => lookAfterSilent(site.ctx, practiceCard),
  };
}

test("150 days of silence bring a letter, 180 give the money back: to its card, and what has none is kept apart and to be had at any time", async () => {
  const { letters, days, wallet, look, ask } = await given();
  days(149);
  await look();
  assert.deepEqual(await letters(), []);
  days(2);
  await look();
  await look();
  assert.deepEqual(await letters(), ["told"]);
  assert.match((await wallet()).endsAt, /^2026-07-0[45]/);
  days(29);
  await look();
  assert.equal((await wallet()).cents, 1400, "nothing before the 30 days after the letter are over");
  days(1);
  await look();
  await look();
  assert.deepEqual(await letters(), ["told", "ended"]);
  const { cents, apartCents } = await wallet();
  assert.deepEqual([cents, apartCents], [0, 400]);
  assert.equal((await (await ask())("POST", `${WALLET}/keep`)).statusCode, 204);
  assert.equal((await (await ask())("POST", `${WALLET}/keep`)).statusCode, 204);
  assert.deepEqual([(await wallet()).cents, (await wallet()).apartCents], [400, 0]);
});

test("whoever says that it is to stay has another 150 days", async () => {
  const { letters, days, wallet, look, ask } = await given();
  days(151);
  await look();
  assert.equal((await (await ask())("POST", `${WALLET}/keep`)).statusCode, 204);
  days(60);
  await look();
  assert.deepEqual([await letters(), (await wallet()).cents, (await wallet()).endsAt], [["told"], 1400, null]);
});

test("a closed account's money is not locked: it goes back to its card, and staff are asked to pay out the rest", async () => {
  const { contact, look, ask } = await given();
  const closed = await (await ask())("POST", "/api/outside/closing", { password: PASSWORD });
  assert.equal(closed.statusCode, 204, closed.body);
  await look();
  await look();
  const book = await site.db.selectFrom("money.balance").selectAll().where("contactId", "=", contact.id).executeTakeFirstOrThrow();
  assert.deepEqual([book.cents, book.reservedCents], [400, 400]);
  const payouts = await site.db.selectFrom("money.payout").selectAll().where("bookId", "=", book.id).execute();
  assert.deepEqual(
    payouts.map(({ cents, why, facilityId }) => [cents, why, facilityId !== null]),
    [[400, "account_closed", true]],
  );
});

test("whoever wants it is told once when little is left, and again only after there was enough", async () => {
  const { ask, contact } = await given();
  const person = await ask();
  const letters = async () =>
    (
      await site.owner
        .selectFrom("notifications.delivery")
        .select("id")
        .where("accountId", "=", contact.accountId)
        .where("template", "=", "money.low")
        .execute()
    ).length;
  assert.equal((await person("POST", `${WALLET}/low-notice`, { belowCents: 1000 })).statusCode, 204);
  await tellLow(site.ctx);
  assert.equal(await letters(), 0);
  await person("POST", `${WALLET}/refunds`, { id: newId(), cents: 1000 });
  await tellLow(site.ctx);
  await tellLow(site.ctx);
  assert.equal(await letters(), 1);
  await person("POST", `${WALLET}/deposits`, { id: newId(), cents: 2000 });
  await tellLow(site.ctx);
  await person("POST", `${WALLET}/refunds`, { id: newId(), cents: 2000 });
  await tellLow(site.ctx);
  assert.equal(await letters(), 2);
  assert.equal((await person("POST", `${WALLET}/low-notice`, { belowCents: null })).statusCode, 204);
  assert.equal((await person("GET", WALLET)).json().lowBelowCents, null);
});
