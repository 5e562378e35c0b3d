import type { Generated } from "kysely";
import type { CreditWhat, CreditWhere, complaintReasons, complaintWhats } from "#contracts/credit-limits.ts";

/** One cause as it was decided on: credited, or only named. */
export interface DecidedCause {
  where: CreditWhere;
  what: CreditWhat;
  seconds: number;
}

export interface CreditDecisionTable {
  visitId: string;
  facilityId: string;
  rule: number;
  causes: DecidedCause[];
  drops: number;
  unmeasuredSeconds: number;
  at: Temporal.Instant;
}

export interface ComplaintTable {
  id: string;
  agencyId: string;
  facilityId: string;
  visitId: string;
  side: "family" | "resident";
  /** The account outside, or the resident. */
  saidBy: string;
  saidAt: Temporal.Instant;
  what: (typeof complaintWhats)[number];
  answer: "given_back_before" | "given_back_now" | "queued";
  dueAt: Temporal.Instant | null;
  decidedAt: Generated<Temporal.Instant | null>;
  decidedBy: Generated<string | null>;
  decision: Generated<"credited" | "declined" | null>;
  reason: Generated<(typeof complaintReasons)[number] | null>;
  cents: number | null;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "visits.credit_decision": CreditDecisionTable;
    "visits.complaint": ComplaintTable;
  }
}
