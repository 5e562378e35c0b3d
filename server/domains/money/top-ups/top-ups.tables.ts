import type { Selectable } from "kysely";
import type { TopUpStop } from "#contracts/top-up-limits.ts";
import type { DepositWay } from "#server/domains/money/payments/payments.tables.ts";

export interface SavedCardTable {
  bookId: string;
  contactId: string;
  accountId: string;
  way: DepositWay;
  customerId: string;
  methodId: string;
  cardCode: string | null;
  brand: string;
  lastFour: string;
  expiresMonth: number;
  expiresYear: number;
  keptAt: Temporal.Instant;
  disputedAt: Temporal.Instant | null;
}
export type SavedCardRow = Selectable<SavedCardTable>;

export interface TopUpTable {
  bookId: string;
  belowCents: number;
  addCents: number;
  monthCents: number;
  timeZone: string;
  chosenAt: Temporal.Instant;
  stoppedWhy: TopUpStop | null;
  stoppedAt: Temporal.Instant | null;
  restsUntil: Temporal.Instant | null;
}
export type TopUpRow = Selectable<TopUpTable>;

/** A card of which a bank took something back, known by the processor's own code for it. */
interface DisputedCardRow {
  id: string;
  bookId: string;
  cardCode: string;
  disputedAt: Temporal.Instant;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "money.savedCard": SavedCardTable;
    "money.topUp": TopUpTable;
    "money.disputedCard": DisputedCardRow;
    "money.keepSavedCard": { id: string; since: Temporal.Instant | null };
  }
}
