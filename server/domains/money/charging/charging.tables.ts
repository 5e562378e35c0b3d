import type { Generated, Insertable, Selectable } from "kysely";
import type { Service } from "#jurisdictions/rate-caps.ts";
import type { Payer } from "#server/domains/money/rating/rating.rules.ts";
import type { Nothing } from "./bill.rules.ts";

export interface QuoteTable {
  /** The visit or call. */
  subjectId: string;
  agencyId: string;
  facilityId: string;
  service: Service;
  residentId: string;
  /** The facility's own day on which it is. */
  day: string;
  minutes: number;
  tariffId: string | null;
  /** What is asked of a minute: the tariff's price, or the cap's where that is lower. */
  microsPerMinute: number;
  taxMillionths: number;
  freeSeconds: number;
  capId: string | null;
  freeLawId: string | null;
  madeAt: Temporal.Instant;
}
export type QuoteRow = Selectable<QuoteTable>;

export interface QuotePartTable {
  subjectId: string;
  payer: Payer;
  percent: number;
  priceCents: number;
  taxCents: number;
  bookId: string;
  reserveId: string | null;
}
export type QuotePartRow = Selectable<QuotePartTable>;

export interface ChargeTable {
  subjectId: string;
  seconds: number;
  chargedSeconds: number;
  microsPerMinute: number;
  priceCents: number;
  taxCents: number;
  capId: string | null;
  freeLawId: string | null;
  nothing: Nothing | null;
  at: Temporal.Instant;
}
export type ChargeRow = Selectable<ChargeTable>;

/** Who failed, and at what. */
export interface CreditCause {
  where: "home" | "facility_network" | "station" | "server" | "staff";
  what: "line" | "device" | "engine" | "recording" | "late_start" | "watch" | "drops" | "unmeasured" | "decided";
}
export interface CreditTable extends CreditCause {
  id: string;
  subjectId: string;
  seconds: number;
  cents: number;
  /** Of these seconds those that came from a plan and went back to it. */
  planSeconds: Generated<number>;
  /** What they cost, back in the wallet since the plan had ended. */
  planCents: Generated<number>;
  /** The staff account that decided; null where the rule did. */
  decidedBy: Generated<string | null>;
  at: Temporal.Instant;
}
export type CreditRow = Selectable<CreditTable>;
export type NewCredit = Insertable<CreditTable>;

/** A view for whoever ends communications: of each that was quoted whether it has been settled. */
export interface SettledView {
  subjectId: string;
  chargedAt: Temporal.Instant | null;
  /** Taken of all payers together. */
  cents: number;
  /** Seconds that came from a plan. */
  planSeconds: number;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "money.quote": QuoteTable;
    "money.quotePart": QuotePartTable;
    "money.charge": ChargeTable;
    "money.credit": CreditTable;
    "money.settled": SettledView;
  }
}
