import { services } from "#contracts/price-limits.ts";
import type { Service } from "#jurisdictions/rate-caps.ts";
import { type Asker, dbOf } from "#server/platform/context.ts";
import type { UnderLawAt } from "./facts.service.ts";
import type { TaxLineRow } from "./tariffs.tables.ts";
import { listTaxesOn } from "./taxes.store.ts";

/** What laws add to each service's price at a facility today. */
export async function taxesToday(
  asker: Asker,
  { facility, today }: Pick<UnderLawAt, "facility" | "today">,
): Promise<Map<Service, TaxLineRow[]>> {
  const taxes = new Map<Service, TaxLineRow[]>();
  for (const service of services) taxes.set(service, await listTaxesOn(dbOf(asker), facility.id, service, today));
  return taxes;
}
