import type { Generated } from "kysely";

export const bookKinds = [
  "contact_wallet",
  "resident_wallet",
  "agency",
  "revenue",
  "credits",
  "taxes",
  "clearing",
  "bank",
  "cash",
  "costs",
  "unclaimed",
  "write_off",
] as const;
/** Whose money, or where money stands. The two wallets are guarded: they never hold less than is reserved of them. */
export type BookKind = (typeof bookKinds)[number];

export type TransferWhat =
  | "deposit"
  | "refund"
  | "payout"
  | "charge"
  | "tax"
  | "credit"
  | "gift"
  | "gift_undone"
  | "cash_in"
  | "dispute"
  | "dispute_won"
  | "processing_cost"
  | "bank_payout"
  | "invoice_paid"
  | "unclaimed"
  | "write_off"
  | "correction";

interface Owner {
  contactId: string | null;
  agencyId: string | null;
  facilityId: string | null;
  residentId: string | null;
}

export interface BalanceRow extends Owner {
  id: string;
  kind: BookKind;
  cents: number;
  reservedCents: number;
}

export interface TransferRow {
  id: string;
  fromId: string;
  toId: string;
  cents: number;
  what: TransferWhat;
  subjectId: string | null;
  corrects: string | null;
  reserveId: string | null;
  at: Temporal.Instant;
}

export interface ReserveRow {
  id: string;
  bookId: string;
  cents: number;
  leftCents: number;
  subjectId: string;
  madeAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
  ended: "posted" | "released" | "expired" | null;
  endedAt: Temporal.Instant | null;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "money.balance": BalanceRow;
    "money.transfer": TransferRow;
    "money.reserve": ReserveRow;
    "money.unfolded": { bookId: Generated<string>; cents: Generated<number> };
  }
}
