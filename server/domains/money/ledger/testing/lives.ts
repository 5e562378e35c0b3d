import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { balanceOf, faults } from "#server/domains/money/ledger/ledger.store.ts";
import { type Db, openDatabase } from "#server/platform/database.ts";
import { startDatabase, startDatabaseApart } from "#server/testing/database.ts";
import { randomFrom } from "#server/testing/random.ts";
import { type Books, drawActs, liveAtOnce, liveInOrder, openBooks } from "./history.ts";
import type { Act, Said } from "./model.ts";

const ACTS = 120;
const AT_ONCE = 8;
/** Every so many histories the server and then the database are killed in the middle. */
const KILLED_EACH = 5;
const WORKER = path.join(import.meta.dirname, "history.worker.ts");

/** Each seed's history asked act by act: every answer and every balance is the plain ledger's. */
export async function liveOneByOne(seeds: readonly number[]): Promise<void> {
  const database = await startDatabase();
  try {
    const sums = new Map<string, number>();
    for (const seed of seeds) {
      const books = await openBooks(database.owner, database.db, 3);
      const plain = await liveInOrder(database.db, books, drawActs(randomFrom(seed), books, ACTS), seed);
      for (const wallet of books.wallets) {
        const { cents, reservedCents } = await balanceOf(database.db, wallet);
        assert.deepEqual({ cents, reservedCents }, plain.balanceOf(wallet), `a wallet of seed ${seed}`);
      }
      for (const other of books.others) sums.set(other, (sums.get(other) ?? 0) + plain.balanceOf(other).cents);
    }
    for (const [other, sum] of sums) assert.equal((await balanceOf(database.db, other)).cents, sum, `from seed ${seeds[0]}`);
    assert.deepEqual(await faults(database.db), []);
  } finally {
    await database.close();
  }
}

/** Each seed's history asked by eight at once, with servers and databases killed in the middle: each thing happened once or not at all. */
export async function liveThroughDeaths(seeds: readonly number[]): Promise<void> {
  const apart = await startDatabaseApart();
  const [owner, db] = [openDatabase(apart.ownerUrl, { max: 2 }), openDatabase(apart.appUrl, { max: AT_ONCE })];
  try {
    for (const seed of seeds) {
      const random = randomFrom(~seed);
      const books = await openBooks(owner, db, 3);
      const acts = drawActs(randomFrom(seed), books, ACTS);
      const killed = seed % KILLED_EACH === 0;
      if (killed) {
        const given = JSON.stringify({ url: apart.appUrl, books, seed, acts: ACTS, atOnce: AT_ONCE });
        const server = spawn(process.execPath, [WORKER, given], { stdio: ["ignore", "pipe", "inherit"] });
        await once(server.stdout, "data");
        await delay(random() * 100);
        server.kill("SIGKILL");
        await once(server, "exit");
      }
      const living = liveAtOnce(db, acts, AT_ONCE);
      if (killed) {
        await delay(random() * 60);
        await apart.killPostgres();
      }
      await assertOnce(db, books, acts, await living, seed);
    }
    assert.deepEqual(await faults(db), []);
  } finally {
    await Promise.all([owner.destroy(), db.destroy()]);
    await apart.stop();
  }
}

/** What was answered stands, what was refused does not, and each balance is the sum of what stands. */
async function assertOnce(db: Db, books: Books, acts: readonly Act[], said: readonly Said[], seed: number): Promise<void> {
  const rows = await db
    .selectFrom("money.transfer")
    .selectAll()
    .where((is) => is.or([is("fromId", "in", books.wallets), is("toId", "in", books.wallets)]))
    .execute();
  const standing = new Map(rows.map((row) => [row.id, row]));
  for (const [at, act] of acts.entries()) {
    const answer = said[at];
    const ids = act.does === "transfer" ? [act.transfer.id] : act.does === "settle" ? act.parts.map(({ id }) => id) : [];
    if (answer === "done" || answer === "repeated")
      for (const id of ids) assert.ok(standing.has(id), `act ${at} of seed ${seed} was answered ${answer} and does not stand`);
  }
  for (const wallet of books.wallets) {
    const sum = rows.reduce((so, row) => so + (row.toId === wallet ? row.cents : 0) - (row.fromId === wallet ? row.cents : 0), 0);
    const { cents, reservedCents } = await balanceOf(db, wallet);
    assert.equal(cents, sum, `a wallet of seed ${seed}`);
    assert.ok(reservedCents <= cents, `seed ${seed} reserved more than there is`);
  }
  // Asked once more, whatever was done says so, and moves nothing.
  const again = await liveAtOnce(
    db,
    acts.filter((_, at) => said[at] === "done" && ["transfer", "reserve"].includes(acts[at]!.does)),
    1,
  );
  assert.deepEqual(
    [...new Set(again)].filter((answer) => answer !== "repeated"),
    [],
    `seed ${seed}`,
  );
}
