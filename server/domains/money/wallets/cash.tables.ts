import type { CashState } from "./cash.rules.ts";

export interface CashRow {
  id: string;
  agencyId: string;
  facilityId: string;
  bookId: string;
  residentId: string | null;
  contactId: string | null;
  kind: "cash" | "money_order";
  cents: number;
  receiptNumber: string;
  orderNumber: string | null;
  state: CashState;
  enteredBy: string;
  enteredAt: Temporal.Instant;
  decidedBy: string | null;
  decidedAt: Temporal.Instant | null;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "money.cashEntry": CashRow;
  }
}
