import { type Law, lawOn, type UnderLaw } from "#jurisdictions/caps.rules.ts";
import { type Cap, rateCaps, type Service } from "#jurisdictions/rate-caps.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { type Asker, dbOf } from "#server/platform/context.ts";
import * as store from "./tariffs.store.ts";
import type { TariffRow, TaxLineRow } from "./tariffs.tables.ts";
import { listTaxesOn } from "./taxes.store.ts";

const THOUSAND = 1000;

/** What a minute of a service costs on a facility's day, and what the law says of it. */
export interface Terms {
  /** Undefined: no tariff has been set, and it costs nothing. */
  tariff: TariffRow | undefined;
  law: Law;
  /** What laws add to it that day, each by its name. */
  taxes: readonly TaxLineRow[];
}

/** The price and the law of a service at a facility on one of its local days (ISO). */
export async function termsOn(
  asker: Asker,
  facilityId: string,
  service: Service,
  day: string,
  caps: readonly Cap[] = rateCaps,
): Promise<Terms> {
  const tariff = await store.findTariff(dbOf(asker), facilityId, service, day);
  const taxes = await listTaxesOn(dbOf(asker), facilityId, service, day);
  const facility = await facilities.facilityOf(asker, facilityId);
  const under = facility && (await underLaw(asker, facility, day));
  // Whose state is not known is not known to be under any law: no price is lawful.
  return { tariff, taxes, law: under ? lawOn(caps, under, { service, day }) : { cap: undefined, free: undefined } };
}

/** What of a facility the law goes by on a day; undefined while its state or who runs it has not been told. The population is the year's before. */
export async function underLaw(asker: Asker, facility: facilities.FacilityRow, day: string): Promise<UnderLaw | undefined> {
  const { id, kind, state, city, runBy } = facility;
  if (state === null || runBy === null) return undefined;
  const year = Temporal.PlainDate.from(day).year - 1;
  const population = await store.findPopulation(dbOf(asker), id, year);
  return { kind, runBy, state, city, adp: population ? population.residentsThousandths / THOUSAND : null };
}
