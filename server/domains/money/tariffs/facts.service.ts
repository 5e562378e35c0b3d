import { type Cap, rateCaps } from "#jurisdictions/rate-caps.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { type Asker, type Ctx, dbOf } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import type { Facts } from "./tariff.rules.ts";
import * as store from "./tariffs.store.ts";
import type { PopulationRow } from "./tariffs.tables.ts";

const THOUSAND = 1000;

/** A facility with all that the law of prices goes by there. */
export interface UnderLawAt {
  facility: facilities.FacilityRow;
  /** The facility's own day. */
  today: string;
  /** Undefined while its state or who runs it has not been told: then nobody knows which law holds. */
  facts: Facts | undefined;
  /** What was told of each year, the newest year first, and of each year the last told first. */
  populations: readonly PopulationRow[];
}

/** What the law goes by at a facility; refuses with `request.not_found` where there is none. */
export async function factsAt(asker: Asker & Pick<Ctx, "now">, facilityId: string): Promise<UnderLawAt> {
  const facility = await facilities.facilityOf(asker, facilityId);
  if (!facility) throw new AppError(["request.not_found"]);
  const { kind, state, city, runBy, timeZone } = facility;
  const populations = await store.listPopulations(dbOf(asker), facilityId);
  const adpOf = (year: number) => {
    const told = populations.find((row) => row.year === year);
    return told ? told.residentsThousandths / THOUSAND : null;
  };
  const facts = state !== null && runBy !== null ? { kind, state, city, runBy, adpOf } : undefined;
  return { facility, today: facilities.toLocal(asker.now(), timeZone).day, facts, populations };
}

/** The city as the laws of its state write it, so that "new york" is held to New York City's; as it was typed where no law names it. */
export function cityAsWritten(state: string, typed: string | null, caps: readonly Cap[] = rateCaps): string | null {
  if (typed === null) return null;
  const named = caps.find((cap) => cap.state === state && cap.city !== null && plain(cap.city) === plain(typed));
  return named?.city ?? typed;
}

const plain = (city: string) =>
  city
    .normalize("NFD")
    .replaceAll(/[^\p{L} ]/gu, "")
    .toLowerCase()
    .replace(/^(the )?(city of )?/, "")
    .replace(/ city$/, "")
    .trim();
