import { sql } from "kysely";
import type { HeadTable, SealTable } from "#server/domains/audit/sealing/sealing.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const CHAINS_MAX = 20_000;

/** The newest seal before an instant of every chain, or of one. */
export async function listNewestSeals(db: Db, before: Temporal.Instant, chain?: string): Promise<SealTable[]> {
  return db
    .selectFrom("audit.seal")
    .selectAll()
    .distinctOn("chain")
    .where("sealedAt", "<", before)
    .$if(chain !== undefined, (query) => query.where("chain", "=", chain!))
    .orderBy("chain")
    .orderBy("number", "desc")
    .limit(CHAINS_MAX)
    .execute();
}

/** Writes down where every chain stood before an instant, once a day; tells of how many. */
export async function insertHeads(trx: Trx, day: string, before: Temporal.Instant): Promise<number> {
  const { rows } = await sql`insert into audit.head (chain, day, kind, number, total, hash, sealed_at)
    select distinct on (chain) chain, ${day}::date, kind, number, total, hash, sealed_at from audit.seal
    where sealed_at < ${before} order by chain, number desc
    on conflict do nothing returning chain`.execute(trx);
  return rows.length;
}

/** A chain's heads, newest day first, those before `after` when given. */
export function listHeads(db: Db, chain: string, page: { limit: number; after: string | undefined }): Promise<HeadTable[]> {
  return db
    .selectFrom("audit.head")
    .selectAll()
    .where("chain", "=", chain)
    .$if(page.after !== undefined, (query) => query.where("day", "<", page.after!))
    .orderBy("day", "desc")
    .limit(page.limit)
    .execute();
}

/** The heads that these chains had on a day. */
export function listHeadsOn(db: Db, day: string, chains: readonly string[]): Promise<HeadTable[]> {
  return db
    .selectFrom("audit.head")
    .selectAll()
    .where("day", "=", day)
    .where("chain", "in", [...chains])
    .orderBy("kind")
    .execute();
}
