import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import {
  FORM,
  type Json,
  NOTHING_BEFORE,
  rowsHashOf,
  rowText,
  type SealedSource,
  type SealFacts,
  sealHashOf,
  sha256,
} from "./chain.rules.ts";
import * as store from "./sealing.store.ts";
import type { ChainKind, SealTable, UnsealedTable } from "./sealing.tables.ts";

export const SEAL_ROWS_MAX = 1_000;
const CHAINS_MAX = 10_000;
const SEALS_A_RUN_MAX = 1_000;

/** The audit's own tables. The words beside an entry are no part of it: they can be erased, and the chain stays whole. */
export const auditSources: readonly SealedSource[] = [
  {
    source: "audit.entry",
    columns: {
      at: "instant",
      agency_id: "id",
      facility_id: "id",
      actor_realm: "text",
      actor_id: "id",
      what: "text",
      subject_id: "id",
      facts: "json",
      request_id: "text",
    },
  },
  {
    source: "audit.erasure",
    columns: { at: "instant", agency_id: "id", facility_id: "id", source: "text", row_id: "id", why: "text" },
  },
];

/** Seals everything that waits, in every chain; tells how many seals it made. Ended at any instant, it goes on where it stood. */
export async function sealWaiting(ctx: Ctx, sources: readonly SealedSource[]): Promise<number> {
  let seals = 0;
  for (const { chain, kind } of await store.listWaitingChains(ctx.db, CHAINS_MAX))
    while (seals < SEALS_A_RUN_MAX) {
      const sealed = await sealNext(ctx, sources, chain, kind);
      if (sealed > 0) seals++;
      if (sealed < SEAL_ROWS_MAX) break;
    }
  return seals;
}

/** Makes a chain's next seal, if anything waits; tells how many rows are in it. */
export function sealNext(ctx: Ctx, sources: readonly SealedSource[], chain: string, kind: ChainKind): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    await store.lockChain(tx.trx, chain);
    const waiting = await store.listWaiting(tx.trx, chain, SEAL_ROWS_MAX);
    const [first, last] = [waiting[0], waiting.at(-1)];
    if (!first || !last) return 0;
    const before = await store.findLastSeal(tx.trx, chain);
    const rowHashes = await rowHashesOf(tx, sources, waiting);
    const facts = {
      chain,
      number: (before?.number ?? 0) + 1,
      kind,
      form: FORM,
      count: waiting.length,
      total: (before?.total ?? 0) + waiting.length,
      firstId: first.rowId,
      lastId: last.rowId,
      rowsHash: rowsHashOf(rowHashes),
      previousHash: before?.hash ?? NOTHING_BEFORE,
      // As fine as it is stored, and no finer.
      sealedAt: tx.now().round({ smallestUnit: "microsecond", roundingMode: "trunc" }),
    };
    const rows = waiting.map(({ source, rowId }, place) => ({
      chain,
      number: facts.number,
      place,
      source,
      rowId,
      rowHash: rowHashes[place] ?? "",
    }));
    await store.insertSeal(tx.trx, { ...facts, hash: sealHashOf(factsOf(facts)) }, rows);
    await store.deleteWaiting(tx.trx, chain, waiting);
    return waiting.length;
  });
}

/** What a seal says in the form that is hashed: its instant to the microsecond, as it is stored. */
export function factsOf({
  chain,
  number,
  kind,
  form,
  count,
  total,
  firstId,
  lastId,
  rowsHash,
  previousHash,
  sealedAt,
}: Omit<SealTable, "hash">): SealFacts {
  return {
    chain,
    number,
    kind,
    form,
    count,
    total,
    firstId,
    lastId,
    rowsHash,
    previousHash,
    sealedAt: sealedAt.toString({ smallestUnit: "microsecond" }),
  };
}

async function rowHashesOf(tx: TxCtx, sources: readonly SealedSource[], waiting: readonly UnsealedTable[]): Promise<string[]> {
  const contents = await contentsOf(tx.trx, sources, waiting);
  return waiting.map(({ source, rowId }) => sha256(rowText(source, rowId, contents.get(`${source} ${rowId}`))));
}

/** What rows say now, by `source id`. */
export async function contentsOf(
  db: Ctx["db"],
  sources: readonly SealedSource[],
  rows: readonly { source: string; rowId: string }[],
): Promise<Map<string, Json>> {
  const contents = new Map<string, Json>();
  for (const [name, of] of Map.groupBy(rows, (row) => row.source)) {
    const source = sources.find((each) => each.source === name);
    if (!source) throw new Error(`nobody registered the sealed source ${name}`);
    const read = await store.readRows(
      db,
      source,
      of.map((row) => row.rowId),
    );
    for (const [id, content] of read) contents.set(`${name} ${id}`, content);
  }
  return contents;
}
