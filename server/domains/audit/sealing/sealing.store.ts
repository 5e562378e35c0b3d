import { type Insertable, sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { ColumnKind, Json, SealedSource } from "./chain.rules.ts";
import type { ChainKind, SealedTable, SealTable, UnsealedTable } from "./sealing.tables.ts";

/** Any number, the same for every server: with the chain's name it is the lock that keeps a chain from forking. */
const CHAIN_LOCK = 1_726_017;

/** Chains with rows that wait. */
export function listWaitingChains(db: Db, limit: number): Promise<{ chain: string; kind: ChainKind }[]> {
  return db.selectFrom("audit.unsealed").select(["chain", "kind"]).distinct().limit(limit).execute();
}

/** Nobody else adds to this chain until the transaction ends. */
export async function lockChain(trx: Trx, chain: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CHAIN_LOCK}, hashtext(${chain}))`.execute(trx);
}

/** The newest seal of a chain. */
export function findLastSeal(db: Db, chain: string): Promise<SealTable | undefined> {
  return db.selectFrom("audit.seal").selectAll().where("chain", "=", chain).orderBy("number", "desc").limit(1).executeTakeFirst();
}

/** Rows of a chain that wait, in the order in which they are sealed. */
export function listWaiting(db: Db, chain: string, limit: number): Promise<UnsealedTable[]> {
  const waiting = db.selectFrom("audit.unsealed").selectAll().where("chain", "=", chain);
  return waiting.orderBy("rowId").orderBy("source").limit(limit).execute();
}

export async function insertSeal(trx: Trx, seal: SealTable, rows: readonly Insertable<SealedTable>[]): Promise<void> {
  await trx.insertInto("audit.seal").values(seal).execute();
  await trx.insertInto("audit.sealed").values(rows).execute();
}

/** Takes sealed rows from those that wait. */
export async function deleteWaiting(trx: Trx, chain: string, rows: readonly UnsealedTable[]): Promise<void> {
  await sql`delete from audit.unsealed waiting using unnest(${rows.map((row) => row.rowId)}::uuid[], ${rows.map((row) => row.source)}::text[])
    as done (row_id, source) where waiting.chain = ${chain} and waiting.row_id = done.row_id and waiting.source = done.source`.execute(trx);
}

/** How PostgreSQL writes a column in the canonical form; the domain's own table is read here and nowhere else by another's code. */
const written: Readonly<Record<ColumnKind, (column: string) => string>> = {
  id: (column) => column,
  text: (column) => column,
  number: (column) => column,
  json: (column) => column,
  instant: (column) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
};

/** What rows of one source say, by id; a row that is not there is missing from the answer. */
export async function readRows(db: Db, { source, columns }: SealedSource, ids: readonly string[]): Promise<Map<string, Json>> {
  const parts = Object.entries(columns).map(([name, kind]) => `'${name}', ${written[kind](name)}`);
  const { rows } = await sql<{ id: string; content: Json }>`select id, jsonb_build_object(${sql.raw(parts.join(", "))}) as content
    from ${sql.table(source)} where id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, content }) => [id, content]));
}

/** Seals of a chain after a number, oldest first. */
export function listSeals(db: Db, chain: string, after: number, limit: number): Promise<SealTable[]> {
  return db
    .selectFrom("audit.seal")
    .selectAll()
    .where("chain", "=", chain)
    .where("number", ">", after)
    .orderBy("number")
    .limit(limit)
    .execute();
}

/** A seal's rows in their order. */
export function listSealed(db: Db, chain: string, number: number): Promise<SealedTable[]> {
  return db.selectFrom("audit.sealed").selectAll().where("chain", "=", chain).where("number", "=", number).orderBy("place").execute();
}

/** Where rows stand in a chain, by `source id`; those that are not sealed yet are missing. */
export async function placesOf(
  db: Db,
  chain: string,
  rows: readonly { source: string; rowId: string }[],
): Promise<Map<string, SealedTable>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map((row) => row.rowId);
  const found = await db.selectFrom("audit.sealed").selectAll().where("chain", "=", chain).where("rowId", "in", ids).execute();
  return new Map(found.map((row) => [`${row.source} ${row.rowId}`, row]));
}

/** Which of these rows a note says were erased, when it says so, and when the note itself was sealed. */
export async function listErased(
  db: Db,
  source: string,
  ids: readonly string[],
): Promise<{ rowId: string; at: Temporal.Instant; sealedAt: Temporal.Instant | null }[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom("audit.erasure as note")
    .leftJoin("audit.sealed as place", (join) => join.on("place.source", "=", "audit.erasure").onRef("place.rowId", "=", "note.id"))
    .leftJoin("audit.seal as seal", (join) => join.onRef("seal.chain", "=", "place.chain").onRef("seal.number", "=", "place.number"))
    .select(["note.rowId", "note.at", "seal.sealedAt"])
    .where("note.source", "=", source)
    .where("note.rowId", "in", [...ids])
    .execute();
}

/** Every chain that has a seal, a row that waits, or a row at all. */
export async function listChains(db: Db, sources: readonly SealedSource[]): Promise<{ chain: string; kind: ChainKind }[]> {
  const of = sources.map(
    (each) => sql`select distinct ${sql.raw(chainOf(each))} as chain, ${sql.raw(kindOf(each))} as kind from ${sql.table(each.source)}`,
  );
  const all = sql.join([sql`select chain, kind from audit.seal`, sql`select chain, kind from audit.unsealed`, ...of], sql` union `);
  const { rows } = await sql<{
    chain: string;
    kind: ChainKind;
  }>`select distinct chain, kind from (${all}) as every order by kind, chain`.execute(db);
  return rows;
}

/** The first rows of a chain that are neither sealed nor waiting: nothing that the system itself adds can be so. */
export async function listStrays(db: Db, each: SealedSource, chain: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select it.id from ${sql.table(each.source)} it where ${sql.raw(chainOf(each))} = ${chain}::uuid
    and not exists (select from audit.sealed where source = ${each.source} and row_id = it.id)
    and not exists (select from audit.unsealed where source = ${each.source} and row_id = it.id)
    order by it.id limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/** Whether a chain has a seal with this hash. */
export async function hasSeal(db: Db, chains: readonly string[], hash: string): Promise<boolean> {
  const row = await db
    .selectFrom("audit.seal")
    .select("number")
    .where("hash", "=", hash)
    .where("chain", "in", [...chains])
    .executeTakeFirst();
  return row !== undefined;
}

/** Heads that were published of a chain and that no seal of it has any more. */
export async function listHeadsLost(db: Db, chain: string): Promise<{ day: string; number: number }[]> {
  const { rows } = await sql<{ day: string; number: number }>`select head.day, head.number from audit.head head where head.chain = ${chain}
    and not exists (select from audit.seal where chain = head.chain and number = head.number and hash = head.hash) order by head.day limit 1`.execute(
    db,
  );
  return rows;
}

const facilityOf = ({ columns }: SealedSource) => ("facility_id" in columns ? "facility_id" : "null::uuid");
const agencyOf = ({ columns }: SealedSource) => ("agency_id" in columns ? "agency_id" : "null::uuid");
const chainOf = (each: SealedSource) => `coalesce(${facilityOf(each)}, ${agencyOf(each)}, '00000000-0000-0000-0000-000000000000')`;
const kindOf = (each: SealedSource) =>
  `case when ${facilityOf(each)} is not null then 'facility' when ${agencyOf(each)} is not null then 'agency' else 'world' end`;
