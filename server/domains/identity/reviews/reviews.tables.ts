import type { Generated } from "kysely";

export interface AccessReviewTable {
  id: string;
  agencyId: string;
  /** Null: the grants that hold at every facility of the agency. */
  facilityId: string | null;
  quarter: string;
  state: "due" | "open" | "overdue" | "done";
  dueOn: string;
  doBy: string;
  overdueAt: Temporal.Instant;
  madeAt: Temporal.Instant;
  openedAt: Generated<Temporal.Instant | null>;
  openedBy: Generated<string | null>;
  doneAt: Generated<Temporal.Instant | null>;
  doneBy: Generated<string | null>;
}

export interface AccessReviewLineTable {
  agencyId: string;
  reviewId: string;
  grantId: string;
  decision: Generated<"confirmed" | "taken_away" | null>;
  decidedBy: Generated<string | null>;
  decidedAt: Generated<Temporal.Instant | null>;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "identity.access_review": AccessReviewTable;
    "identity.access_review_line": AccessReviewLineTable;
  }
}
