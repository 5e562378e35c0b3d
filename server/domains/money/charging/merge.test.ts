import assert from "node:assert/strict";
import { after, test } from "node:test";
import { faults } from "#server/domains/money/ledger/ledger.store.ts";
import { followMerges } from "#server/domains/money/wallets/merge-part.ts";
import { release } from "#server/domains/residents/index.ts";
import { book } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenMoney, walletOf } from "#server/testing/money.ts";
import { givenPaid, MONDAY, NINE } from "#server/testing/paid-visits.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

test("two records of one resident become one: so do their wallets, what was kept follows when it is let go, and an undo brings it back", async () => {
  const paid = await givenPaid(site, { tariff: { familyPercent: 0, residentPercent: 100 }, resident: 900 });
  const [from, into] = paid.world.residents;
  const { agencyId } = paid.world;
  const wallet = await givenMoney(site.ctx, { agencyId, residentId: into.id }, 100);
  const visitId = await book(paid, NINE);
  await inTransaction(site.ctx, (tx) => release(tx, from.stayId));
  const at = `/api/staff/facilities/${paid.facility.id}/residents/${into.id}`;
  const id = newId();
  const merged = await paid.staff("POST", `${at}/merge`, { id, fromResidentId: from.id });
  assert.equal(merged.statusCode, 204, merged.body);
  assert.deepEqual(await walletOf(site.db, wallet), { cents: 100 + 570, reservedCents: 0 });
  assert.deepEqual(await walletOf(site.db, paid.residentWallet), { cents: 330, reservedCents: 330 });
  const quote = await site.db.selectFrom("money.quote").select("residentId").where("subjectId", "=", visitId).executeTakeFirstOrThrow();
  assert.equal(quote.residentId, into.id, "free minutes are of the person");
  const cancelled = await paid.family("POST", `/api/outside/visits/${visitId}/cancel`, { reason: "no_reason" });
  assert.equal(cancelled.statusCode, 200, cancelled.body);
  await followMerges(site.ctx);
  await followMerges(site.ctx);
  assert.deepEqual((await walletOf(site.db, wallet)).cents, 1000);
  assert.equal((await paid.staff("POST", `${at}/merges/${id}/undo`)).statusCode, 204);
  assert.deepEqual([(await walletOf(site.db, wallet)).cents, (await walletOf(site.db, paid.residentWallet)).cents], [100, 900]);
  assert.deepEqual(await faults(site.db), []);
});
