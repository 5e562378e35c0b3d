import { createHash } from "node:crypto";

/** Changes when the canonical form of a row or a seal does; a seal is always checked by the form it was made in. */
export const FORM = 1;
/** What the first seal of a chain follows. */
export const NOTHING_BEFORE = "0".repeat(64);
/** The chain of rows that belong to no agency. */
export const WORLD = "00000000-0000-0000-0000-000000000000";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** How a value of a row is written down; `instant` is UTC with all six digits that are stored. */
export type ColumnKind = "id" | "text" | "instant" | "number" | "json";

/** A table whose rows are sealed: all it says, column by column, in this form. */
export interface SealedSource {
  /** Schema and table, `visits.timeline`: the name its rows carry in the chain. */
  source: string;
  columns: Readonly<Record<string, ColumnKind>>;
  /** How long after its seal a row may be erased at the earliest; left out, it never may. */
  erasedAfterDays?: number;
}

/** All that a seal says, but its own hash. */
export interface SealFacts {
  chain: string;
  number: number;
  kind: string;
  form: number;
  count: number;
  total: number;
  firstId: string;
  lastId: string;
  rowsHash: string;
  previousHash: string;
  sealedAt: string;
}

/** JSON with sorted names and no spaces (RFC 8785, for the values that rows hold): the same value is always the same bytes. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as Record<string, Json>)[name] ?? null)}`).join(",")}}`;
}

/** The exact text whose SHA-256 stands in the chain for a row; a row that was gone before it could be sealed is told as null. */
export const rowText = (source: string, id: string, row: Json | undefined): string =>
  canonical({ form: FORM, source, id, row: row ?? null });

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Over the hashes of a seal's rows, in their order, each with a line break behind it. */
export const rowsHashOf = (rowHashes: readonly string[]): string => sha256(rowHashes.map((hash) => `${hash}\n`).join(""));

/** The hash of a seal: over all that it says, the hash of the one before included. */
export const sealHashOf = (facts: SealFacts): string => sha256(canonical({ ...facts }));
