import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { faults, openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { practiceCard } from "#server/domains/money/payments/practice.ts";
import { givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenContact } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z", deps: { processor: practiceCard } });
after(async () => {
  assert.deepEqual(await faults(site.db), [], "the ledger adds up after everything");
  await site.close();
});

const WALLET = "/api/outside/wallet";

async function given() {
  const contact = await givenContact(site);
  const ask = await signedIn(site, "outside", contact);
  const wallet = async () => (await ask("GET", WALLET)).json();
  const add = (cents: number, id = newId()) => ask("POST", `${WALLET}/deposits`, { id, cents });
  const back = (cents: number | null = null, id = newId()) => ask("POST", `${WALLET}/refunds`, { id, cents });
  const lines = async () => (await ask("GET", `${WALLET}/history`)).json().rows as { move: string; cents: number }[];
  return { contact, ask, wallet, add, back, lines };
}

test("a mother adds $10 by the practice card, sees it, and has it all back by one tap", async () => {
  const { wallet, add, back, lines } = await given();
  assert.deepEqual(await wallet(), {
    cents: 0,
    freeCents: 0,
    kept: [],
    card: "practice",
    keptCard: null,
    toSourceCents: 0,
    endsAt: null,
    apartCents: 0,
    lowBelowCents: null,
    payouts: [],
    waiting: [],
  });
  const added = await add(1000);
  assert.equal(added.statusCode, 201, added.body);
  assert.deepEqual([added.json().state, added.json().pay], ["taken", null]);
  assert.deepEqual([(await wallet()).freeCents, (await wallet()).toSourceCents], [1000, 1000]);
  const returned = await back();
  assert.equal(returned.statusCode, 201, returned.body);
  assert.deepEqual(
    returned.json().parts.map(({ cents, state }: { cents: number; state: string }) => [cents, state]),
    [[1000, "done"]],
  );
  assert.deepEqual(returned.json().payouts, []);
  assert.equal((await wallet()).cents, 0);
  assert.deepEqual(
    (await lines()).map(({ move, cents }) => [move, cents]),
    [
      ["refund", -1000],
      ["deposit", 1000],
    ],
  );
  await site.runJobs();
  assert.equal((await wallet()).cents, 0, "the job that follows finds it done");
});

test("pressed twice, lost and pressed again: with its id a deposit comes in once and a refund goes out once", async () => {
  const { wallet, add, back } = await given();
  const id = newId();
  for (const answer of await Promise.all([add(500, id), add(500, id), add(500, id)])) assert.equal(answer.statusCode, 201, answer.body);
  assert.equal((await wallet()).cents, 500);
  assert.deepEqual((await add(600, id)).json().codes, ["money.id_taken"]);
  const refund = newId();
  for (const answer of await Promise.all([back(200, refund), back(200, refund)])) assert.equal(answer.statusCode, 201, answer.body);
  assert.equal((await wallet()).cents, 300);
  assert.deepEqual((await back(201, refund)).json().codes, ["money.id_taken"]);
});

test("32 refunds of everything at once give everything back once", async () => {
  const { wallet, add, back } = await given();
  for (const cents of [500, 700, 900]) await add(cents);
  const answers = await Promise.all(Array.from({ length: 30 }, () => back()));
  const good = answers.filter(({ statusCode }) => statusCode === 201);
  assert.equal(good.length, 1);
  assert.equal(good[0]!.json().cents, 2100);
  for (const answer of answers) if (answer.statusCode !== 201) assert.deepEqual(answer.json().codes, ["money.nothing_free"]);
  assert.equal((await wallet()).cents, 0);
});

test("what goes back goes to the newest deposit first, to each at most what it gave", async () => {
  const { add, back } = await given();
  for (const cents of [500, 700, 900]) {
    await add(cents);
    site.clock.advance({ minutes: 1 });
  }
  const newest = (await back(1000)).json();
  assert.deepEqual(
    newest.parts.map(({ cents }: { cents: number }) => cents),
    [900, 100],
  );
  assert.deepEqual(
    (await back()).json().parts.map(({ cents }: { cents: number }) => cents),
    [600, 500],
  );
});

test("money that no card gave is not stuck: staff are asked to pay it out, and until then it is kept", async () => {
  const { contact, wallet, add, back } = await given();
  await add(500);
  const at = site.clock.now();
  const toId = await openBook(site.db, { kind: "contact_wallet", contactId: contact.id }, at);
  const fromId = await openBook(site.db, { kind: "bank" }, at);
  assert.deepEqual(await transfer(site.db, [{ id: newId(), fromId, toId, cents: 250, what: "cash_in" }], at), ["done"]);
  const answer = (await back()).json();
  assert.deepEqual([answer.parts[0].cents, answer.payouts[0].cents, answer.payouts[0].state], [500, 250, "asked"]);
  const { cents, freeCents, kept } = await wallet();
  assert.deepEqual([cents, freeCents, kept[0].for, kept[0].cents], [250, 0, "payout", 250]);
});

test("a sum that makes no sense is refused with every reason, and nothing moves", async () => {
  const { wallet, add, back } = await given();
  assert.deepEqual((await add(99.5)).json().codes, ["money.not_whole_cents", "money.too_little"]);
  assert.deepEqual((await add(50_001)).json().codes, ["money.too_much"]);
  assert.deepEqual((await back(0.5)).json().codes, ["money.not_whole_cents", "money.too_little_back", "money.nothing_free"]);
  await add(1000);
  assert.deepEqual((await back(1001)).json().codes, ["money.more_than_free"]);
  assert.equal((await wallet()).cents, 1000);
});

test("nobody reads or repeats another's deposit by its id", async () => {
  const [one, other] = [await given(), await given()];
  const id = newId();
  await one.add(1000, id);
  assert.deepEqual((await other.add(1000, id)).json().codes, ["money.deposit_unknown"]);
  assert.equal((await other.ask("POST", `${WALLET}/deposits/${id}/look`, undefined)).statusCode, 404);
  assert.equal((await other.wallet()).cents, 0);
});

test("the history goes on page by page, and each line stands once", async () => {
  const { add, ask } = await given();
  for (const cents of [100, 200, 300, 400, 500]) await add(cents);
  const seen: number[] = [];
  let after = "";
  for (let page = 0; page < 4 && (page === 0 || after); page++) {
    const answer = (await ask("GET", `${WALLET}/history?limit=2${after && `&after=${encodeURIComponent(after)}`}`)).json();
    seen.push(...answer.rows.map(({ cents }: { cents: number }) => cents));
    after = answer.next ?? "";
  }
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    [100, 200, 300, 400, 500],
  );
});

test("a resident reads their own wallet at the kiosk, and nothing of a family's", async () => {
  const booking = await givenBooking(site);
  const [resident] = booking.world.residents;
  const at = site.clock.now();
  const inside = await insideOf(site, booking);
  const before = (await inside.ask("GET", "/api/inside/wallet")).json();
  assert.deepEqual(before, { cents: 0, freeCents: 0, kept: [] });
  const toId = await openBook(site.db, { kind: "resident_wallet", agencyId: resident.agencyId, residentId: resident.id }, at);
  const fromId = await openBook(site.db, { kind: "bank" }, at);
  await transfer(site.db, [{ id: newId(), fromId, toId, cents: 400, what: "cash_in" }], at);
  assert.equal((await inside.ask("GET", "/api/inside/wallet")).json().freeCents, 400);
  const { rows } = (await inside.ask("GET", "/api/inside/wallet/history")).json();
  assert.deepEqual([rows.length, rows[0].move, rows[0].cents], [1, "cash_in", 400]);
});

test("whoever tries card after card is slowed down", async () => {
  const { add } = await given();
  const answers = [];
  for (let turn = 0; turn < 16; turn++) answers.push((await add(100)).statusCode);
  assert.deepEqual([answers[14], answers[15]], [201, 429]);
});

test("no sum, name or card stands in the log", async () => {
  assert.doesNotMatch(site.logged(), /"cents"|client_secret|clientSecret/);
});

test("in a real world without a processor no card is taken, and the answer says so", async () => {
  const real = await startSite({ startsAt: "2026-03-02T16:00:00Z" });
  try {
    const ask = await signedIn(real, "outside", await givenContact(real));
    assert.equal((await ask("GET", WALLET)).json().card, null);
    const answer = await ask("POST", `${WALLET}/deposits`, { id: newId(), cents: 10 });
    assert.deepEqual(answer.json().codes, ["money.cards_off", "money.too_little"]);
    const { rows } = await sql<{ many: number }>`select count(*) as many from money.deposit`.execute(real.db);
    assert.equal(rows[0]!.many, 0);
  } finally {
    await real.close();
  }
});
