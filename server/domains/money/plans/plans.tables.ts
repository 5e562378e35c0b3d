import type { Generated, Insertable, Selectable } from "kysely";
import type { PlanClosing } from "#contracts/plan-limits.ts";
import type { Service } from "#jurisdictions/rate-caps.ts";

interface Here {
  agencyId: string;
  facilityId: string;
  service: Service;
}

export interface PlanOfferTable extends Here {
  id: string;
  minutes: number;
  days: number;
  priceCents: number;
  /** The facility's own days on which it can be bought. */
  soldFrom: string;
  soldThrough: string;
  toldAt: Temporal.Instant;
  toldBy: string;
  withdrawnAt: Temporal.Instant | null;
  withdrawnBy: string | null;
}
export type OfferRow = Selectable<PlanOfferTable>;

export interface PlanTable extends Here {
  id: string;
  offerId: string;
  contactId: string;
  accountId: string;
  bookId: string;
  reserveId: string;
  seconds: number;
  /** What no communication keeps or has used. */
  leftSeconds: number;
  priceCents: number;
  taxCents: number;
  taxMillionths: number;
  capId: string | null;
  fromDay: string;
  throughDay: string;
  overAt: Temporal.Instant;
  boughtAt: Temporal.Instant;
  closing: PlanClosing | null;
  closingAt: Temporal.Instant | null;
  endedAt: Temporal.Instant | null;
  endedDay: string | null;
  usedSeconds: number | null;
  takenPriceCents: number | null;
  takenTaxCents: number | null;
  returnedCents: Generated<number>;
}
export type PlanRow = Selectable<PlanTable>;
export type NewPlan = Insertable<PlanTable>;

export interface PlanUseTable {
  subjectId: string;
  planId: string;
  keptSeconds: number;
  settledAt: Temporal.Instant | null;
  usedSeconds: number | null;
  returnedSeconds: Generated<number>;
  microsPerMinute: number | null;
  savedPriceCents: number | null;
  savedTaxCents: number | null;
}
export type PlanUseRow = Selectable<PlanUseTable>;

declare module "#server/platform/database.ts" {
  interface Schema {
    "money.planOffer": PlanOfferTable;
    "money.plan": PlanTable;
    "money.planUse": PlanUseTable;
  }
}
