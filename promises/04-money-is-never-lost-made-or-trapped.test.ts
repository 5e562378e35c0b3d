import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { sql } from "kysely";
import { verifyLedger } from "#server/domains/money/index.ts";
import { faults, fold, openBook, settle, type Transfer, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { practiceCard } from "#server/domains/money/payments/practice.ts";
import { lookAfterSilent } from "#server/domains/money/wallets/silence.service.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenMoney } from "#server/testing/money.ts";
import { givenConnection, givenContact, givenPeople, givenStaff, PASSWORD } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/**
 * Promise 4: money is never lost, made, or trapped.
 *
 * Every cent that came in is in somebody's wallet, or went where a row says; all books together hold nothing; no wallet goes below nothing or below what is
 * kept of it; nothing runs out; and all that is free goes back by one tap, any day, also when the account is closed. That random histories of the
 * ledger itself end as a plain model says, with server and database killed in the middle, is shown in `money/ledger/ledger.history.test.ts`; what a card
 * processor can do wrong in `money/payments/stripe.test.ts`.
 */
const START = "2026-03-02T16:00:00Z";
const site = await startSite({ startsAt: START, deps: { processor: practiceCard } });
after(() => site.close());
const WALLET = "/api/outside/wallet";

const wholeLedger = async () => assert.deepEqual((await verifyLedger(site.db)).faults, []);

test("the program's own rights at the database can't make, change or lose a cent", async () => {
  for (const attempt of [
    sql`update money.book set cents = cents + 1`,
    sql`insert into money.unfolded (book_id, cents) values (gen_random_uuid(), 1)`,
    sql`update money.transfer set cents = cents + 1`,
    sql`delete from money.transfer`,
    sql`insert into money.transfer (id, from_id, to_id, cents, what, at) values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 'gift', ${site.clock.now()})`,
    sql`update money.reserve set left_cents = 0`,
    sql`delete from money.deposit`,
    sql`update money.deposit set cents = cents + 1`,
    sql`update money.refund set cents = cents + 1`,
    sql`update money.payout set cents = cents + 1`,
    sql`update money.cash_entry set cents = cents + 1`,
    sql`update money.gift set cents = cents + 1`,
  ])
    await assert.rejects(attempt.execute(site.db), { code: "42501" });
});

test("whoever owns the whole database is refused what no ledger can hold, one by one and many at once, and a forged row is found", async () => {
  const { contacts } = await givenPeople(site);
  const walletId = await givenMoney(site.ctx, { contactId: contacts[0].id }, 500);
  const clearing = await openBook(site.db, { kind: "clearing" }, site.clock.now());
  const insert = (fromId: string, toId: string, cents: number, what = "gift") =>
    sql`insert into money.transfer (id, from_id, to_id, cents, what, at) values (gen_random_uuid(), ${fromId}, ${toId}, ${cents}, ${what}, ${site.clock.now()})`;
  const one = (more: Partial<Transfer> = {}) => ({
    id: newId(),
    fromId: walletId,
    toId: clearing,
    cents: 1,
    what: "refund" as const,
    ...more,
  });
  const impossible: [string, () => Promise<unknown>][] = [
    ["nothing is moved", () => insert(walletId, clearing, 0).execute(site.owner)],
    ["from a book to itself", () => insert(walletId, walletId, 1).execute(site.owner)],
    ["no such movement", () => insert(walletId, clearing, 1, "fee").execute(site.owner)],
    ["less than nothing is kept", () => sql`update money.book set reserved_cents = -1 where id = ${walletId}`.execute(site.owner)],
    ["more is kept than is there", () => sql`update money.book set reserved_cents = 501 where id = ${walletId}`.execute(site.owner)],
    ["less is there than nothing", () => sql`update money.book set cents = -1 where id = ${walletId}`.execute(site.owner)],
    [
      "something is kept of what is no wallet",
      () => sql`update money.book set reserved_cents = 1 where id = ${clearing}`.execute(site.owner),
    ],
    ["a correction of nothing", () => transfer(site.db, [one({ what: "correction" })], site.clock.now())],
    [
      "what was kept is taken as a correction",
      () => settle(site.db, newId(), [{ ...one(), what: "correction" as "refund" }], site.clock.now()),
    ],
    ["a correction that is none, among others", () => transfer(site.db, [one(), one({ corrects: newId() })], site.clock.now())],
  ];
  for (const [what, attempt] of impossible) await assert.rejects(attempt(), { code: "23514" }, what);
  await wholeLedger();
  const forged = insert(walletId, clearing, 1, "correction");
  await site.owner
    .transaction()
    .execute(async (trx) => {
      await forged.execute(trx);
      assert.ok((await faults(trx)).some(({ fault }) => fault === "wrong_correction"));
      throw new Error("as if it had never been");
    })
    .catch((error: Error) => assert.match(error.message, /as if/));
});

type Act = { what: "add" | "back" | "give" | "undo" | "cash" | "fold" | "again"; who: number; cents: number };
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    what: fc.constantFrom<Act["what"]>("add", "back", "give", "undo", "cash", "fold", "again"),
    who: fc.integer({ min: 0, max: 1 }),
    cents: fc.integer({ min: 100, max: 3000 }),
  }),
  { minLength: 8, maxLength: 24 },
);

test("whatever people do with their money, at once and twice over: all that came in is there or went out by a row, and nobody's wallet is below nothing", async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (asked) => {
      const { contacts, residents, agencyId, prison } = await givenPeople(site);
      const [resident] = residents;
      const people = await Promise.all(contacts.map((contact) => signedIn(site, "outside", contact)));
      const connection = await givenConnection(site, resident, contacts[1]);
      const connectionOf = [(await people[0]!("GET", "/api/outside/connections")).json()[0].id, connection.id];
      const staff = await Promise.all(
        [0, 1].map(async () => signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role: "supervisor" }))),
      );
      const money = `/api/staff/facilities/${prison.id}/money`;
      const sent: [who: number, path: string, body: object][] = [];
      const ask = (who: number, path: string, body: object) => {
        sent.push([who, path, body]);
        return people[who]!("POST", `${WALLET}${path}`, body);
      };
      const moves = asked.map(({ what, who, cents }) => async () => {
        const id = newId();
        if (what === "add") return ask(who, "/deposits", { id, cents });
        if (what === "back") return ask(who, "/refunds", { id, cents });
        if (what === "give") return ask(who, "/gifts", { id, cents, connectionId: connectionOf[who] });
        if (what === "fold") return void (await fold(site.db));
        if (what === "again") {
          // Whatever was asked before is asked once more, as a page does whose answer was lost.
          const [before, path, body] = sent.at(cents % Math.max(1, sent.length)) ?? [];
          return before === undefined ? undefined : people[before]!("POST", `${WALLET}${path}`, body as object);
        }
        if (what === "undo") {
          const { given } = (await people[who]!("GET", `${WALLET}/gifts`)).json();
          return given[0] && people[who]!("POST", `${WALLET}/gifts/${given[0].id}/undo`);
        }
        const entry = { id, cents, kind: "cash", receiptNumber: id, orderNumber: null, bookingNumber: resident.bookingNumber };
        await staff[0]!("POST", `${money}/cash`, entry);
        return staff[1]!("POST", `${money}/cash/${id}`, { decision: "confirmed" });
      });
      // Four at a time: rivals for the same wallets.
      for (let at = 0; at < moves.length; at += 4)
        for (const answer of await Promise.all(moves.slice(at, at + 4).map((move) => move())))
          assert.ok(!answer || answer.statusCode < 500, answer?.body);
      await wholeLedger();
      const { rows } = await sql<{ held: number; cameIn: number; wentOut: number; below: number }>`
        with mine as (select b.id, b.cents, b.reserved_cents from money.book b
          where b.contact_id = any (${contacts.map(({ id }) => id)}::uuid[]) or b.resident_id = ${resident.id})
        select coalesce((select sum(cents) from mine), 0)::bigint as held,
          (select count(*) from mine where cents < reserved_cents or cents < 0)::int as below,
          coalesce((select sum(t.cents) from money.transfer t where t.to_id in (select id from mine) and t.from_id not in (select id from mine)), 0)::bigint as came_in,
          coalesce((select sum(t.cents) from money.transfer t where t.from_id in (select id from mine) and t.to_id not in (select id from mine)), 0)::bigint as went_out`.execute(
        site.db,
      );
      const [{ held, cameIn, wentOut, below }] = rows as [(typeof rows)[number]];
      assert.deepEqual([held, below], [cameIn - wentOut, 0]);
      // And all that is free is theirs again by one tap.
      for (const person of people) {
        const { freeCents } = (await person("GET", WALLET)).json();
        if (freeCents === 0) continue;
        const back = await person("POST", `${WALLET}/refunds`, { id: newId(), cents: null });
        assert.deepEqual([back.statusCode, back.json().cents], [201, freeCents], back.body);
        assert.equal((await person("GET", WALLET)).json().freeCents, 0);
      }
      await wholeLedger();
    }),
    { numRuns: 5 },
  );
});

test("what is added is what arrives, to the cent, and what goes back is what was added: there is no fee on either way", async () => {
  const person = await signedIn(site, "outside", await givenContact(site));
  for (const cents of [100, 999, 50_000]) {
    await person("POST", `${WALLET}/deposits`, { id: newId(), cents });
    assert.equal((await person("GET", WALLET)).json().freeCents, cents);
    const back = (await person("POST", `${WALLET}/refunds`, { id: newId(), cents: null })).json();
    assert.equal(
      back.parts.reduce((sum: number, part: { cents: number }) => sum + part.cents, 0),
      cents,
    );
  }
});

test("a balance never runs out: years later it is there, or it has gone back whole", async () => {
  const contact = await givenContact(site);
  const person = await signedIn(site, "outside", contact);
  await person("POST", `${WALLET}/deposits`, { id: newId(), cents: 700 });
  for (let month = 0; month < 30; month++) {
    site.clock.advance({ hours: 24 * 30 });
    await lookAfterSilent(site.ctx, practiceCard);
  }
  const later = await signedIn(site, "outside", contact);
  const { cents, apartCents } = (await later("GET", WALLET)).json();
  const { rows } = (await later("GET", `${WALLET}/history`)).json();
  const back = rows
    .filter(({ move }: { move: string }) => move === "refund")
    .reduce((sum: number, row: { cents: number }) => sum - row.cents, 0);
  assert.equal(cents + apartCents + back, 700);
  await wholeLedger();
});

test("nobody's money is locked because their account is: it goes back by itself when the account is closed", async () => {
  site.clock.set(START);
  const contact = await givenContact(site);
  const person = await signedIn(site, "outside", contact);
  await person("POST", `${WALLET}/deposits`, { id: newId(), cents: 1200 });
  assert.equal((await person("POST", "/api/outside/closing", { password: PASSWORD })).statusCode, 204);
  await lookAfterSilent(site.ctx, practiceCard);
  const { rows } = await sql<{ cents: number }>`select cents from money.balance where contact_id = ${contact.id}`.execute(site.db);
  assert.equal(rows[0]!.cents, 0);
  await wholeLedger();
});
