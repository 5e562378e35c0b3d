import type { Db } from "#server/platform/database.ts";
import { rowsHashOf, rowText, type SealedSource, type SealFacts, sealHashOf, sha256 } from "./chain.rules.ts";
import { contentsOf, factsOf } from "./sealing.service.ts";
import * as store from "./sealing.store.ts";

/** A row, the exact text whose SHA-256 is its hash, and where that hash stands. A row that is not sealed yet has no place. */
export interface ProvenRow {
  source: string;
  id: string;
  text: string;
  hash: string;
  number: number | null;
  place: number | null;
}
/** A seal; with `rows`, the hashes of all its rows in their order, where one of ours is among them. */
export type ProvenSeal = SealFacts & { hash: string; rows?: string[] };

/** All that is needed to show, without us, that rows stand in a chain as they are told: their texts, and every seal from the first of them to the head. */
export interface Proof {
  chain: string;
  rows: ProvenRow[];
  seals: ProvenSeal[];
}

const ROWS_READ = 1_000;
const SEALS_READ = 500;

/** The proof of some rows of one chain. */
export async function proofOf(
  db: Db,
  sources: readonly SealedSource[],
  chain: string,
  wanted: readonly { source: string; rowId: string }[],
): Promise<Proof> {
  const rows: ProvenRow[] = [];
  for (let from = 0; from < wanted.length; from += ROWS_READ) {
    const some = wanted.slice(from, from + ROWS_READ);
    const [contents, places] = [await contentsOf(db, sources, some), await store.placesOf(db, chain, some)];
    for (const { source, rowId } of some) {
      const text = rowText(source, rowId, contents.get(`${source} ${rowId}`));
      const at = places.get(`${source} ${rowId}`);
      rows.push({ source, id: rowId, text, hash: sha256(text), number: at?.number ?? null, place: at?.place ?? null });
    }
  }
  const holding = new Set(rows.flatMap((row) => row.number ?? []));
  const seals: ProvenSeal[] = [];
  let after = holding.size > 0 ? Math.min(...holding) - 1 : undefined;
  while (after !== undefined) {
    const read = await store.listSeals(db, chain, after, SEALS_READ);
    for (const seal of read) {
      const list = holding.has(seal.number) ? { rows: (await store.listSealed(db, chain, seal.number)).map((row) => row.rowHash) } : {};
      seals.push({ ...factsOf(seal), hash: seal.hash, ...list });
    }
    after = read.length === SEALS_READ ? read.at(-1)?.number : undefined;
  }
  return { chain, rows, seals };
}

/** What does not fit in a proof; empty when every row stands in its seal, every seal follows the one before, and `head`, where given, is among them. */
export function faultsOf(proof: Proof, head?: string): string[] {
  const faults: string[] = [];
  const bySeal = new Map(proof.seals.map((seal) => [seal.number, seal]));
  for (const row of proof.rows) {
    const name = `${row.source} ${row.id}`;
    if (sha256(row.text) !== row.hash) faults.push(`${name}: its text and its hash do not fit`);
    else if (row.number === null || row.place === null) continue;
    else if (bySeal.get(row.number)?.rows?.[row.place] !== row.hash)
      faults.push(`${name}: does not stand in seal ${row.number} as it is told`);
  }
  for (const [index, { hash, rows, ...facts }] of proof.seals.entries()) {
    const before = proof.seals[index - 1];
    if (rows && (rowsHashOf(rows) !== facts.rowsHash || rows.length !== facts.count))
      faults.push(`seal ${facts.number}: its list of rows was changed`);
    if (sealHashOf(facts) !== hash) faults.push(`seal ${facts.number}: was changed`);
    if (facts.chain !== proof.chain || (before && (facts.number !== before.number + 1 || facts.previousHash !== before.hash)))
      faults.push(`seal ${facts.number}: does not follow the one before`);
  }
  if (head && !proof.seals.some((seal) => seal.hash === head)) faults.push("this head is not among the seals of the file");
  return faults;
}
