import type { Insertable, Selectable } from "kysely";
import type { freePeriods } from "#contracts/price-limits.ts";
import type { taxAuthorities } from "#contracts/tax-limits.ts";
import type { Service } from "#jurisdictions/rate-caps.ts";
import type { TaxState } from "./taxes.rules.ts";

export type FreePeriod = (typeof freePeriods)[number];

export interface TariffTable {
  id: string;
  agencyId: string;
  facilityId: string;
  service: Service;
  /** Local day from which it is in force, until a newer one of the service begins. */
  validFrom: string;
  /** Whole millionths of a US dollar. */
  microsPerMinute: number;
  agencyPercent: number;
  familyPercent: number;
  residentPercent: number;
  /** Minutes that each resident has for nothing in each period. */
  freeMinutes: number;
  freePeriod: FreePeriod;
  toldAt: Temporal.Instant;
  toldBy: string;
}
export type TariffRow = Selectable<TariffTable>;
export type NewTariff = Insertable<TariffTable>;

export interface PopulationTable {
  id: string;
  agencyId: string;
  facilityId: string;
  year: number;
  /** Average daily population in thousandths, so that 349.5 is 349,500. */
  residentsThousandths: number;
  source: "counted" | "stated";
  toldAt: Temporal.Instant;
  toldBy: string | null;
}
export type PopulationRow = Selectable<PopulationTable>;

/** The charge for a service follows the law below its tariff: told once for each tariff and law. Never changed. */
export interface CapFollowTable {
  id: string;
  agencyId: string;
  facilityId: string;
  service: Service;
  tariffId: string;
  /** Local day since which it does. */
  since: string;
  askedMicros: number;
  microsPerMinute: number;
  capId: string | null;
  freeLawId: string | null;
  toldAt: Temporal.Instant;
}
export type CapFollowRow = Selectable<CapFollowTable>;

/** A tax by its name, with the law that sets it. It ends, and is never changed. */
export interface TaxLineTable {
  id: string;
  agencyId: string;
  facilityId: string;
  service: Service;
  name: string;
  authority: (typeof taxAuthorities)[number] | "unstated";
  citation: string;
  link: string | null;
  /** Of the price: 6.25 % is 62,500. */
  millionths: number;
  validFrom: string;
  validThrough: string | null;
  state: TaxState;
  statedBy: string;
  statedAt: Temporal.Instant;
  decidedBy: string | null;
  decidedAt: Temporal.Instant | null;
  endedBy: string | null;
  endedAt: Temporal.Instant | null;
}
export type TaxLineRow = Selectable<TaxLineTable>;

interface QuoteTaxRow {
  subjectId: string;
  taxLineId: string;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "money.tariff": TariffTable;
    "money.population": PopulationTable;
    "money.capFollow": CapFollowTable;
    "money.taxLine": TaxLineTable;
    "money.quoteTax": QuoteTaxRow;
    "money.planTax": { planId: string; taxLineId: string };
  }
}
