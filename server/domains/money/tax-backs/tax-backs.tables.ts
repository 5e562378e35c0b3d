import type { Payer } from "#server/domains/money/rating/rating.rules.ts";

interface TaxBackTable {
  taxLineId: string;
  /** A communication, or a plan. */
  subjectId: string;
  dueAt: Temporal.Instant;
  /** Null as long as it is due. */
  givenAt: Temporal.Instant | null;
}

export interface TaxBackPartTable {
  subjectId: string;
  taxLineId: string;
  payer: Payer;
  bookId: string;
  /** What this payer had paid by the tax. */
  taxCents: number;
  /** What of it came back now. */
  cents: number;
  toldAt: Temporal.Instant | null;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "money.taxBack": TaxBackTable;
    "money.taxBackPart": TaxBackPartTable;
  }
}
