import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { openBook, reserve, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { newId } from "#server/platform/id.ts";
import { startSite } from "#server/testing/site.ts";
import { endAll, throughline } from "./testing/run.ts";

const site = await startSite();
const root = mkdtempSync(path.join(tmpdir(), "throughline-ledger-"));
after(async () => {
  endAll();
  await site.close();
  rmSync(root, { recursive: true, force: true });
});

async function verified() {
  const { lines, ended } = throughline(["ledger", "verify"], {
    HOME: root,
    THROUGHLINE_DATA: path.join(root, "data"),
    DATABASE_URL: site.databaseUrl,
  });
  return { status: await ended, lines };
}

test("verify, run beside the server, says whole with status 0; a row that somebody wrote past the ledger is named with status 1", async () => {
  const at = site.clock.now();
  const wallet = await openBook(site.db, { kind: "contact_wallet", contactId: newId() }, at);
  const clearing = await openBook(site.db, { kind: "clearing" }, at);
  const deposit = { id: newId(), fromId: clearing, toId: wallet, cents: 2500, what: "deposit" } as const;
  assert.deepEqual(await transfer(site.db, [deposit], at), ["done"]);
  const kept = { id: newId(), bookId: wallet, cents: 220, subjectId: newId(), expiresAt: at.add({ hours: 2 }) };
  assert.equal(await reserve(site.db, kept, at), "done");
  const whole = await verified();
  assert.deepEqual([whole.status, whole.lines.at(-1)], [0, "Whole: 1 transfers between 2 books, and all of them together hold nothing."]);

  await sql`update money.book set cents = cents + 100 where id = ${wallet}`.execute(site.owner);
  const broken = await verified();
  assert.equal(broken.status, 1);
  assert.ok(broken.lines.includes(`A book does not hold what its transfers put there: ${wallet} has 2600 cents and should have 2500.`));
});

test("the application's own role can read the ledger, and write none of it", async () => {
  for (const [table, change] of [
    ["book", "cents = 0"],
    ["transfer", "cents = 1"],
    ["reserve", "left_cents = 0"],
    ["unfolded", "cents = 0"],
  ] as const) {
    const denied = { code: "42501" };
    await assert.rejects(sql`update ${sql.table(`money.${table}`)} set ${sql.raw(change)}`.execute(site.db), denied, `update of ${table}`);
    await assert.rejects(sql`delete from ${sql.table(`money.${table}`)}`.execute(site.db), denied, `delete from ${table}`);
    await assert.rejects(sql`insert into ${sql.table(`money.${table}`)} default values`.execute(site.db), denied, `insert into ${table}`);
  }
  for (const inner of ["money.add(null, null)", "money.lock_books(null)", "money.end_reserve(null, null, null)"])
    await assert.rejects(sql`select ${sql.raw(inner)}`.execute(site.db), { code: "42501" }, inner);
});
