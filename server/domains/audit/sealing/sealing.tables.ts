export type ChainKind = "facility" | "agency" | "world";

export interface UnsealedTable {
  chain: string;
  kind: ChainKind;
  rowId: string;
  source: string;
}

export interface SealTable {
  chain: string;
  number: number;
  kind: ChainKind;
  form: number;
  count: number;
  total: number;
  firstId: string;
  lastId: string;
  rowsHash: string;
  previousHash: string;
  hash: string;
  sealedAt: Temporal.Instant;
}

export interface SealedTable {
  chain: string;
  number: number;
  place: number;
  source: string;
  rowId: string;
  rowHash: string;
}

export interface ErasureTable {
  id: string;
  at: Temporal.Instant;
  agencyId: string | null;
  facilityId: string | null;
  source: string;
  rowId: string;
  why: string;
}

export interface HeadTable {
  chain: string;
  day: string;
  kind: ChainKind;
  number: number;
  total: number;
  hash: string;
  sealedAt: Temporal.Instant;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "audit.unsealed": UnsealedTable;
    "audit.seal": SealTable;
    "audit.sealed": SealedTable;
    "audit.erasure": ErasureTable;
    "audit.head": HeadTable;
  }
}
