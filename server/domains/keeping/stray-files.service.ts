import { sql } from "kysely";
import { keeping as kinds } from "#contracts/keeping.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import type { Ctx } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import type { FileRows, Keeping, Passed } from "#server/platform/keeping.ts";

const HOURS_PER_DAY = 24;
const BATCH = 500;
/** Enough to see what happened; the count tells the rest. */
const NAMED_MAX = 20;

/**
 * Deletes files that no row names any more: what a crash left between writing a file and its row. And the other way round, says in the log
 * which rows name a file that is not there: nothing can bring it back but a backup, so somebody must know.
 */
export function registerStrayFiles(keeping: Keeping, blobs: Blobs): void {
  const files = () => keeping.parts.flatMap((part) => part.files ?? []);
  keeping.register({
    kind: "stray_file",
    tables: [],
    erase: async (ctx, report) => {
      const expected = await Promise.all(files().map(async (rows) => ({ rows, ids: await keyed(ctx.db, rows) })));
      const seen = new Set<string>();
      let batch: WrittenFile[] = [];
      const sweep = async () => {
        await report(await removeStrays(ctx, blobs, files(), batch));
        batch = [];
      };
      for await (const file of blobs.list()) {
        seen.add(file.id);
        if (batch.push(file) >= BATCH) await sweep();
      }
      await sweep();
      for (const { rows, ids } of expected)
        await tellMissing(
          ctx,
          rows,
          ids.filter((id) => !seen.has(id)),
        );
    },
  });
}

interface WrittenFile {
  id: string;
  writtenAt: Temporal.Instant;
}

async function removeStrays(ctx: Ctx, blobs: Blobs, tables: readonly FileRows[], batch: readonly WrittenFile[]): Promise<Passed[]> {
  const dueBy = ctx.now().subtract({ hours: HOURS_PER_DAY * kinds.stray_file.days });
  const old = batch.filter(({ writtenAt }) => Temporal.Instant.compare(writtenAt, dueBy) <= 0);
  const ids = old.map((file) => file.id);
  const wanted = new Set<string>();
  for (const rows of tables) for (const id of await named(ctx.db, rows, ids)) wanted.add(id);
  const gone: Passed[] = [];
  for (const { id, writtenAt } of old.filter((file) => !wanted.has(file.id))) {
    await blobs.remove(id);
    gone.push({ agencyId: null, facilityId: null, outcome: "erased", since: writtenAt });
  }
  return gone;
}

async function named(db: Db, { table, id }: FileRows, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select ${sql.ref(id)} as id from ${sql.table(table)}
    where ${sql.ref(id)} = any (${ids}::uuid[])`.execute(db);
  return rows.map((row) => row.id);
}

/** The files that rows name and could open. */
async function keyed(db: Db, { table, id, key }: FileRows, among?: readonly string[]): Promise<string[]> {
  const wanted = among ? sql`and ${sql.ref(id)} = any (${among}::uuid[])` : sql``;
  const { rows } = await sql<{ id: string }>`select ${sql.ref(id)} as id from ${sql.table(table)}
    where ${sql.ref(key)} is not null and ${sql.ref(id)} is not null ${wanted}`.execute(db);
  return rows.map((row) => row.id);
}

/** Of the rows that stood before the files were looked through: those that still name one that was not there. */
async function tellMissing(ctx: Ctx, rows: FileRows, unseen: readonly string[]): Promise<void> {
  const ids = unseen.length === 0 ? [] : await keyed(ctx.db, rows, unseen);
  if (ids.length === 0) return;
  const facts = { job: "keeping.stray_files", table: rows.table, missing: ids.length, ids: ids.slice(0, NAMED_MAX) };
  ctx.log.error(facts, "rows name files that are not there");
}
