import type { Generated, Insertable, Selectable } from "kysely";
import type { DepositState, PayoutState, RefundState } from "./payments.rules.ts";

export type DepositWay = "practice" | "stripe";

export interface DepositTable {
  id: string;
  contactId: string;
  bookId: string;
  way: DepositWay;
  cents: number;
  state: DepositState;
  why: string | null;
  processorId: string | null;
  begunAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
  /** When the processor is asked next, as long as it has not told. */
  askAt: Temporal.Instant | null;
  returnedCents: Generated<number>;
  disputedCents: Generated<number>;
  sourceGone: Generated<boolean>;
  /** Nobody pressed for it: taken of the kept card by itself. */
  automatic: Generated<boolean>;
  /** The kept card that pays it; null where a card is entered. */
  customerId: Generated<string | null>;
  methodId: Generated<string | null>;
  /** The card is to be kept once it has paid. */
  keepsCard: Generated<boolean>;
}
export type DepositRow = Selectable<DepositTable>;
export type NewDeposit = Insertable<DepositTable>;

export type RefundWhy = "asked" | "account_closed" | "silent";
export interface RefundRequestRow {
  id: string;
  bookId: string;
  why: RefundWhy;
  cents: number;
  at: Temporal.Instant;
}

export interface RefundRow {
  id: string;
  requestId: string;
  depositId: string;
  bookId: string;
  reserveId: string;
  cents: number;
  state: RefundState;
  why: string | null;
  processorId: string | null;
  begunAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
}

export interface PayoutRow {
  id: string;
  requestId: string | null;
  bookId: string;
  reserveId: string;
  agencyId: string | null;
  facilityId: string | null;
  cents: number;
  why: "no_source" | "released" | "account_closed" | "silent";
  state: PayoutState;
  how: "check" | "money_order" | "cash" | null;
  number: string | null;
  askedAt: Temporal.Instant;
  preparedBy: string | null;
  preparedAt: Temporal.Instant | null;
  paidBy: string | null;
  endedAt: Temporal.Instant | null;
}

export interface DisputeRow {
  id: string;
  processorId: string;
  depositId: string;
  cents: number;
  fromWalletCents: number;
  writtenOffCents: number;
  /** What of the written off part may still be taken of money that was there before. */
  owedCents: number;
  state: "open" | "won" | "lost";
  openedAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
  /** When it was last asked for by its name, long after it was opened. */
  askedAt: Temporal.Instant | null;
}

interface PayoutAddressRow {
  payoutId: string;
  address: string;
  writtenAt: Temporal.Instant;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "money.deposit": DepositTable;
    "money.refundRequest": RefundRequestRow;
    "money.refund": RefundRow;
    "money.dispute": DisputeRow;
    "money.payout": PayoutRow;
    "money.payoutAddress": PayoutAddressRow;
  }
}
