import type { Db } from "#server/platform/database.ts";
import { FORM, NOTHING_BEFORE, rowsHashOf, rowText, type SealedSource, sealHashOf, sha256 } from "./chain.rules.ts";
import { contentsOf, factsOf, SEAL_ROWS_MAX } from "./sealing.service.ts";
import * as store from "./sealing.store.ts";
import type { ChainKind, SealedTable, SealTable } from "./sealing.tables.ts";

/** What is wrong. A head is a hash that was published or kept elsewhere. */
export type Wrong = "changed" | "missing" | "added" | "order" | "seal_changed" | "seal_missing" | "head_lost";

/** One thing that does not fit, told by where it stands; `rowId` where one row can be named. */
export interface Break {
  chain: string;
  kind: ChainKind;
  wrong: Wrong;
  number?: number;
  source?: string;
  rowId?: string;
}

export interface Verified {
  chains: number;
  seals: number;
  rows: number;
  /** Sealed rows whose day was over: their hash is in the chain, what they said is gone. */
  erased: number;
  /** In the order of the chain, the first one first; no more than a few of each chain. */
  breaks: Break[];
}

const SEALS_READ = 50;
const BREAKS_A_CHAIN_MAX = 10;
/** No transaction lasts an hour: a row dated longer than this before an earlier seal was put there afterwards. */
const LATE_HOURS_MAX = 1;

/** Works out every seal anew from the rows as they stand, and tells what does not fit. Reads only, beside a running server. */
export async function verify(
  db: Db,
  sources: readonly SealedSource[],
  asked: { facilityId?: string | undefined; head?: string | undefined } = {},
): Promise<Verified> {
  const all = await store.listChains(db, sources);
  const chains = asked.facilityId ? [{ chain: asked.facilityId, kind: "facility" as const }] : all;
  const result: Verified = { chains: 0, seals: 0, rows: 0, erased: 0, breaks: [] };
  for (const { chain, kind } of chains) {
    result.chains++;
    result.breaks.push(...(await verifyChain(db, sources, { chain, kind }, result)));
  }
  const [first] = chains;
  if (
    asked.head &&
    !(
      first &&
      (await store.hasSeal(
        db,
        chains.map((each) => each.chain),
        asked.head,
      ))
    )
  )
    result.breaks.push({ chain: first?.chain ?? "", kind: first?.kind ?? "world", wrong: "head_lost" });
  return result;
}

async function verifyChain(
  db: Db,
  sources: readonly SealedSource[],
  which: { chain: string; kind: ChainKind },
  counts: Verified,
): Promise<Break[]> {
  const breaks: Break[] = [];
  let before: SealTable | undefined;
  // The last seal after which nothing waited any more: a full one may have left rows behind that are sealed later, and are none the worse for it.
  let emptied: SealTable | undefined;
  for (;;) {
    const seals = await store.listSeals(db, which.chain, before?.number ?? 0, SEALS_READ);
    for (const seal of seals) {
      breaks.push(...(await verifySeal(db, sources, seal, { before, emptied }, counts)));
      before = seal;
      if (seal.count < SEAL_ROWS_MAX) emptied = seal;
      if (breaks.length >= BREAKS_A_CHAIN_MAX) return breaks.slice(0, BREAKS_A_CHAIN_MAX);
    }
    if (seals.length < SEALS_READ) break;
  }
  for (const source of sources)
    for (const rowId of await store.listStrays(db, source, which.chain, BREAKS_A_CHAIN_MAX))
      breaks.push({ ...which, wrong: "added", source: source.source, rowId });
  for (const { number } of await store.listHeadsLost(db, which.chain)) breaks.push({ ...which, wrong: "head_lost", number });
  return breaks.slice(0, BREAKS_A_CHAIN_MAX);
}

interface Earlier {
  before: SealTable | undefined;
  emptied: SealTable | undefined;
}

async function verifySeal(
  db: Db,
  sources: readonly SealedSource[],
  seal: SealTable,
  { before, emptied }: Earlier,
  counts: Verified,
): Promise<Break[]> {
  const at = { chain: seal.chain, kind: seal.kind, number: seal.number };
  const rows = await store.listSealed(db, seal.chain, seal.number);
  counts.seals++;
  counts.rows += rows.length;
  const breaks: Break[] = [];
  if (seal.number !== (before?.number ?? 0) + 1) breaks.push({ ...at, number: (before?.number ?? 0) + 1, wrong: "seal_missing" });
  breaks.push(...(await verifyRows(db, sources, rows, { seal, emptied }, counts)).map((each) => ({ ...at, ...each })));
  const listed = listFault(seal, rows);
  if (listed && breaks.length === 0) breaks.push({ ...at, ...listed });
  const follows =
    seal.number !== (before?.number ?? 0) + 1 ||
    (seal.previousHash === (before?.hash ?? NOTHING_BEFORE) && seal.total === (before?.total ?? 0) + seal.count);
  if (!follows || seal.form !== FORM || sealHashOf(factsOf(seal)) !== seal.hash) breaks.push({ ...at, wrong: "seal_changed" });
  return breaks;
}

/** What is wrong with the list of a seal's rows, which is sorted by id when it is made. */
function listFault(seal: SealTable, rows: readonly SealedTable[]): { wrong: Wrong } | undefined {
  if (rowsHashOf(rows.map((row) => row.rowHash)) === seal.rowsHash) return undefined;
  if (rows.length !== seal.count) return { wrong: rows.length < seal.count ? "missing" : "added" };
  const sorted = rows.toSorted((one, other) =>
    one.rowId < other.rowId ? -1 : one.rowId > other.rowId ? 1 : one.source < other.source ? -1 : 1,
  );
  return { wrong: rowsHashOf(sorted.map((row) => row.rowHash)) === seal.rowsHash ? "order" : "seal_changed" };
}

/**
 * Whether a note of an erasure is to be believed: whoever could take a row away could write a note as well. The row's day must have been able
 * to come, and the note can't be from a time after its own seal.
 */
function isExcused(
  note: { at: Temporal.Instant; sealedAt: Temporal.Instant | null },
  rowSealedAt: Temporal.Instant,
  days?: number,
): boolean {
  if (days === undefined || Temporal.Instant.compare(note.at, rowSealedAt.add({ hours: days * 24 })) < 0) return false;
  return note.sealedAt === null || Temporal.Instant.compare(note.at, note.sealedAt.add({ hours: LATE_HOURS_MAX })) <= 0;
}

type RowBreak = Pick<Break, "wrong" | "source" | "rowId">;
async function verifyRows(
  db: Db,
  sources: readonly SealedSource[],
  rows: readonly SealedTable[],
  { seal: { sealedAt }, emptied }: { seal: SealTable; emptied: SealTable | undefined },
  counts: Verified,
): Promise<RowBreak[]> {
  const contents = await contentsOf(db, sources, rows);
  const gone = rows.filter(({ source, rowId }) => !contents.has(`${source} ${rowId}`));
  const erased = new Set<string>();
  for (const [source, of] of Map.groupBy(gone, (row) => row.source)) {
    const ids = of.map((row) => row.rowId);
    const days = sources.find((each) => each.source === source)?.erasedAfterDays;
    for (const { rowId, ...note } of await store.listErased(db, source, ids))
      if (isExcused(note, sealedAt, days)) erased.add(`${source} ${rowId}`);
  }
  counts.erased += erased.size;
  const latest = emptied?.sealedAt.subtract({ hours: LATE_HOURS_MAX });
  return rows.flatMap(({ source, rowId, rowHash }): RowBreak[] => {
    const content = contents.get(`${source} ${rowId}`) as { at?: string } | undefined;
    if (!content) return erased.has(`${source} ${rowId}`) ? [] : [{ wrong: "missing", source, rowId }];
    if (sha256(rowText(source, rowId, content)) !== rowHash) return [{ wrong: "changed", source, rowId }];
    const late = latest && content.at && Temporal.Instant.compare(Temporal.Instant.from(content.at), latest) < 0;
    return late ? [{ wrong: "added", source, rowId }] : [];
  });
}
