import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { sql } from "kysely";
import { faults } from "#server/domains/money/ledger/ledger.store.ts";
import { settleForgotten } from "#server/domains/visits/credits/credits.service.ts";
import { closeOverdue } from "#server/domains/visits/index.ts";
import { book } from "#server/domains/visits/testing/booking.ts";
import { givenPaid, MONDAY, NINE, type Paid, play } from "#server/testing/paid-visits.ts";
import { startSite } from "#server/testing/site.ts";

/**
 * Promise 2: only connected time is charged: seconds in which both sides really had media, rounded down, and never above what was quoted. A visit
 * that failed, or was too short to be one, costs nothing; whatever dies in between, each visit is settled once.
 */

const CENTS_A_MINUTE = 11;
const QUOTED = 330;
const LATER = "2026-03-04T17:00:00Z";
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

/** What the pieces of connected time come to: whole seconds once over their sum, whole cents, nothing under a minute. */
const due = (ms: readonly number[]) => {
  const seconds = Math.floor(ms.reduce((sum, one) => sum + one, 0) / 1000);
  return { seconds, cents: seconds < 60 ? 0 : Math.min(QUOTED, Math.floor((seconds * CENTS_A_MINUTE) / 60)) };
};
/** Pieces of connected time in half an hour, in milliseconds, with gaps between them. */
const pieces = fc
  .uniqueArray(fc.nat(30 * 60_000), { maxLength: 14 })
  .map((edges) => edges.toSorted((a, b) => a - b))
  .map((edges) =>
    edges.flatMap((from, index) => (index % 2 === 0 && edges[index + 1] ? [[from / 1000, edges[index + 1]! / 1000] as const] : [])),
  );

async function bill(paid: Paid, visitId: string) {
  return (await paid.family("GET", `/api/outside/visits/${visitId}/bill`)).json().bill;
}

test("whatever was connected of a visit, that and no second more is charged, to the cent, and the bill says so", async () => {
  const numRuns = 12;
  await fc.assert(
    fc.asyncProperty(pieces, async (connected) => {
      const paid = await givenPaid(site);
      const visitId = await book(paid, NINE);
      await play(site, visitId, { connected });
      site.clock.set(LATER);
      await closeOverdue(site.ctx);
      const { seconds, cents } = due(connected.map(([from, to]) => (to - from) * 1000));
      const { charge, quotedCents, takenCents, letGoCents } = await bill(paid, visitId);
      assert.ok(Math.abs(charge.seconds - seconds) <= 1 && charge.seconds <= Math.ceil(seconds + 0.001), `${charge.seconds} of ${seconds}`);
      const exact = charge.seconds === seconds ? cents : due([charge.seconds * 1000]).cents;
      assert.deepEqual([takenCents, letGoCents, quotedCents], [exact, QUOTED - exact, QUOTED]);
      assert.deepEqual((await paid.held()).family, { cents: 1000 - exact, reservedCents: 0 });
    }),
    { numRuns, endOnFailure: true },
  );
  assert.deepEqual(await faults(site.db), []);
});

test("what was shown before is the most that is ever taken: a price that has risen since is refused, and shown anew", async () => {
  const paid = await givenPaid(site);
  const hold = { id: crypto.randomUUID(), connectionId: paid.connectionId, sessionTemplateId: paid.templateId, startsAt: NINE };
  const held = (await paid.family("POST", "/api/outside/holds", hold)).json();
  assert.deepEqual([held.quote.cents, held.quote.minutes, held.quote.microsPerMinute, held.walletCents], [QUOTED, 30, 110_000, 1000]);
  const asked = { id: crypto.randomUUID(), holdId: hold.id, guestIds: [] };
  for (const atMostCents of [undefined, 0, QUOTED - 1]) {
    const refused = await paid.family("POST", "/api/outside/visits", { ...asked, ...(atMostCents === undefined ? {} : { atMostCents }) });
    assert.deepEqual([refused.statusCode, refused.json().codes], [409, ["money.price_changed"]]);
  }
  assert.equal((await paid.held()).family.reservedCents, 0);
  assert.equal((await paid.family("POST", "/api/outside/visits", { ...asked, atMostCents: QUOTED })).statusCode, 201);
});

test("backends die while visits end, again and again: each visit is settled once, for what was connected", async () => {
  const VISITS = 8;
  const ROUNDS = 12;
  const given: { paid: Paid; visitId: string; cents: number }[] = [];
  for (let index = 0; index < VISITS; index++) {
    const paid = await givenPaid(site);
    const visitId = await book(paid, NINE);
    await play(site, visitId, { connected: [[0, 60 + index * 97]] });
    given.push({ paid, visitId, cents: due([(60 + index * 97) * 1000]).cents });
  }
  site.clock.set(LATER);
  for (let round = 0; round < ROUNDS; round++) {
    const ending = Promise.allSettled([closeOverdue(site.ctx), settleForgotten(site.ctx, 48), closeOverdue(site.ctx)]);
    // Not every round hits something: where it does, all of a transaction is gone with it.
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and application_name not like '%jobs%'`
      .execute(site.owner)
      .catch(() => undefined);
    await ending;
  }
  await closeOverdue(site.ctx);
  site.clock.advance({ minutes: 2 });
  await settleForgotten(site.ctx, 48);
  for (const { paid, visitId, cents } of given) {
    const { takenCents } = await bill(paid, visitId);
    assert.equal(takenCents, cents);
    assert.equal((await paid.held()).family.reservedCents, 0);
  }
  const { rows } = await sql<{
    many: number;
  }>`select count(*)::int as many from visits.timeline where code = 'charged' and visit_id = any (${given.map(({ visitId }) => visitId)}::uuid[])`.execute(
    site.db,
  );
  assert.equal(rows[0]?.many, VISITS, "the record says it once of each");
  assert.deepEqual(await faults(site.db), []);
});
