import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { sealWaiting, verify } from "#server/domains/audit/index.ts";
import { release } from "#server/domains/residents/index.ts";
import { givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { letTimePass } from "#server/testing/later.ts";
import { startSite } from "#server/testing/site.ts";
import { hasHidden, leaveTraces } from "#server/testing/traces.ts";
import { eraseDue } from "./erasing.service.ts";
import { wholeDatabase } from "./testing/whole.ts";

const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());
await letTimePass(site.owner);
const MARK = "Qtrace";
const BLOBS = path.join(site.config.dataDir, "blobs");

/** Every file of the data folder, with its name. */
function wholeFolder(): string {
  const files = readdirSync(site.config.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => `${entry.name} ${readFileSync(path.join(entry.parentPath, entry.name), "latin1")}`).join("\n");
}
const blobs = () => (readdirSync(BLOBS, { recursive: true }) as string[]).filter((name) => path.basename(name).length > 30);
const nowhere = (mark: string, tables: ReadonlyMap<string, string>) =>
  [...tables].filter(([, words]) => words.toLowerCase().includes(mark.toLowerCase())).map(([table]) => table);

test("passkeys, guests, pictures, exports, names at the kiosk, faults, keep-aparts, merged people and lists leave nothing when they are old enough, and the record still proves itself", async () => {
  const booking = await givenBooking(site);
  const marks = await leaveTraces(site, booking, MARK);
  const young = await wholeDatabase(site.owner);
  for (const mark of marks) assert.notDeepEqual(nowhere(mark, young), [], `${mark} was there`);
  for (const mark of [`${MARK}charge`, `${MARK}home`]) assert.deepEqual(nowhere(mark, young), [], `${mark} was never kept`);
  assert.ok(!hasHidden(wholeFolder()) && !wholeFolder().includes(MARK), "no file can be read, hidden data or not");
  // Two pictures, a record for a court and somebody's own data.
  assert.equal(blobs().length, 4);

  for (const { stayId } of booking.world.residents) await inTransaction(site.ctx, (tx) => release(tx, stayId));
  site.clock.advance({ hours: 2 });
  await site.runJobs();
  const { rows: flags } = await sql`select from visits.flag where reason = 'released'`.execute(site.owner);
  assert.ok(flags.length > 0);
  await sealWaiting(site.ctx, sealedSources);
  const sealed = await verify(site.db, sealedSources);
  assert.deepEqual([sealed.breaks, sealed.erased], [[], 0]);

  site.clock.advance({ hours: 24 * 366 * 4 });
  for (let night = 0; night < 3; night++) assert.deepEqual((await eraseDue(site.ctx, site.keeping)).failed, []);
  const old = await wholeDatabase(site.owner);
  for (const mark of [MARK, ...booking.world.contacts.map(({ email }) => email)]) {
    assert.deepEqual(nowhere(mark, old), [], mark);
    assert.ok(!wholeFolder().toLowerCase().includes(mark.toLowerCase()), mark);
    assert.ok(!site.logged().toLowerCase().includes(mark.toLowerCase()), `${mark} is in the log`);
  }
  assert.deepEqual(blobs(), []);
  for (const table of ["identity.passkey", "contacts.guest", "residents.resident", "residents.merge", "contacts.keep_apart", "visits.flag"])
    assert.equal(old.get(table), "", table);

  const { rows: gone } = await sql<{
    count: number;
  }>`select count(*)::int as count from audit.erasure where source = 'visits.timeline'`.execute(site.owner);
  await sealWaiting(site.ctx, sealedSources);
  const { breaks, erased } = await verify(site.db, sealedSources);
  assert.deepEqual(breaks, []);
  assert.ok(erased > 0 && erased === gone[0]?.count, `${erased} sealed rows went, ${gone[0]?.count} say so`);
});
