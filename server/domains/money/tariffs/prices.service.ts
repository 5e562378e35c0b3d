import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import { CREDIT_DAYS, MICROS_A_DOLLAR, services } from "#contracts/price-limits.ts";
import type { pricesPublic, pricesStaff } from "#contracts/prices.ts";
import type { Law } from "#jurisdictions/caps.rules.ts";
import { rateCaps, type Service } from "#jurisdictions/rate-caps.ts";
import * as audit from "#server/domains/audit/index.ts";
import { asStaff } from "#server/domains/identity/index.ts";
import { creditsSince } from "#server/domains/money/charging/standing.store.ts";
import { publicPlans } from "#server/domains/money/plans/offers.service.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { cited, citedById, lawOfDay, NO_LAW } from "./cited.ts";
import { factsAt, type UnderLawAt } from "./facts.service.ts";
import { FOLLOW_JOB } from "./follow.service.ts";
import { chargedMicros, lawAt, loweringsOf, tariffRefusals, yearThatCounts } from "./tariff.rules.ts";
import * as store from "./tariffs.store.ts";
import type { CapFollowRow, PopulationRow, TariffRow, TaxLineRow } from "./tariffs.tables.ts";
import { taxRef } from "./taxes.service.ts";
import { taxesToday } from "./taxes-today.ts";

type Page = AnswerOf<typeof pricesStaff.pricesPage>;
type Told = AnswerOf<typeof pricesStaff.setTariff>;
type Public = AnswerOf<typeof pricesPublic.publicPrices>;

const HOURS_A_DAY = 24;

/** What the law goes by here, and what each service costs today, later and before. */
export async function pricesPage(ctx: Ctx, facilityId: string): Promise<Page> {
  const at = await factsAt(ctx, facilityId);
  const tariffs = await store.listTariffs(ctx.db, facilityId);
  const taxes = await taxesToday(ctx, at);
  const { facts, today } = at;
  return {
    ...told(at),
    populations: at.populations.map(toPopulation),
    prices: services.map((service) => {
      const now = priceNow(at, tariffs, taxes, service);
      const until = now.coming.at(0)?.validFrom;
      const lowerings = facts ? loweringsOf(rateCaps, facts, service, { from: today, until, today }) : [];
      return { ...now, lowerings: lowerings.map((each) => ({ ...each, law: lawOfDay(each.law) })), past: pastOf(tariffs, service, today) };
    }),
    follows: (await store.listFollows(ctx.db, facilityId)).map(toFollow),
  };
}

/** What anyone may know of a facility's prices, and what it gave back; refuses with `request.not_found`. */
export async function publicPrices(ctx: Ctx, facilityId: string): Promise<Public> {
  const at = await factsAt(ctx, facilityId);
  const tariffs = await store.listTariffs(ctx.db, facilityId);
  const taxes = await taxesToday(ctx, at);
  const { id, name, kind, timeZone, place } = at.facility;
  const since = ctx.now().subtract({ hours: CREDIT_DAYS * HOURS_A_DAY });
  return {
    facility: { id, name, kind, timeZone, place },
    ...told(at),
    prices: services.map((service) => priceNow(at, tariffs, taxes, service)),
    plans: await publicPlans(ctx, facilityId, { at, tariffs, taxes }),
    credits: { days: CREDIT_DAYS, ...(await creditsSince(ctx.db, facilityId, since)) },
  };
}

/** Every law that prices here go by. */
export function publicLaw(): AnswerOf<typeof pricesPublic.publicLaw> {
  return rateCaps.map(cited);
}

/** The law of a service on a day, and where it allows less later, before the next price begins. */
export async function lawOnDay(
  ctx: Ctx,
  facilityId: string,
  { service, day }: { service: Service; day: string },
): Promise<AnswerOf<typeof pricesStaff.lawOnDay>> {
  const { facts, today } = await factsAt(ctx, facilityId);
  if (!facts) return { law: lawOfDay(NO_LAW), known: false, lowerings: [] };
  const until = await store.findNextDay(ctx.db, facilityId, service, day);
  const lowerings = loweringsOf(rateCaps, facts, service, { from: day, until, today });
  return {
    law: lawOfDay(lawAt(rateCaps, facts, service, day)),
    known: true,
    lowerings: lowerings.map((each) => ({ ...each, law: lawOfDay(each.law) })),
  };
}

/** Sets what a service costs from a day on, once for each id; refuses what the law of that day does not allow, with every reason. */
export function setTariff(ctx: Ctx, facilityId: string, asked: BodyOf<typeof pricesStaff.setTariff>): Promise<Told> {
  return inTransaction(ctx, async (tx) => {
    await store.lockPrices(tx.trx, facilityId);
    const { facility, facts, today } = await factsAt(tx, facilityId);
    const { id, service, validFrom, split, microsPerMinute, freeMinutes, freePeriod } = asked;
    const toldBy = asStaff(tx.actor).accountId;
    const earlier = await store.findTariffById(tx.trx, id);
    // An id is no secret: a repeated request is answered only to whoever made it, where it was made.
    if (earlier && (earlier.toldBy !== toldBy || earlier.facilityId !== facilityId)) throw new AppError(["access.denied"]);
    if (earlier) return toTariff(earlier);
    const law = facts && lawAt(rateCaps, facts, service, validFrom);
    const reasons = tariffRefusals({ microsPerMinute, split }, { today, validFrom, law });
    if (reasons.length > 0) throw new AppError(reasons, { service, day: validFrom, ...citation(law) });
    const { agencyId } = facility;
    const row = await store.insertTariff(tx.trx, {
      id,
      agencyId,
      facilityId,
      service,
      validFrom,
      microsPerMinute,
      agencyPercent: split.agency,
      familyPercent: split.family,
      residentPercent: split.resident,
      freeMinutes,
      freePeriod,
      toldAt: tx.now(),
      toldBy,
    });
    await audit.record(tx, {
      what: "price.set",
      agencyId,
      facilityId,
      subjectId: id,
      facts: { service, validFrom, microsPerMinute, ...split, freeMinutes },
    });
    await ctx.jobs.send(tx, FOLLOW_JOB, { facilityId });
    return toTariff(row);
  });
}

/** The law in a refusal: names of laws and amounts. */
function citation(law: Law | undefined): Record<string, string> {
  const usd = (micros: number) => {
    const [dollars = "0", rest = ""] = (micros / MICROS_A_DOLLAR).toFixed(6).split(".");
    return `${dollars}.${rest.slice(0, 2)}${rest.slice(2).replace(/0+$/, "")}`;
  };
  return {
    ...(law?.cap ? { law: law.cap.by.law, lawId: law.cap.by.id, cap: usd(law.cap.microsPerMinute) } : {}),
    ...(law?.free ? { freeLaw: law.free.law, freeLawId: law.free.id } : {}),
  };
}

function told({ facility, facts: _facts, populations, today }: UnderLawAt) {
  const { kind, city, runBy } = facility;
  const countingYear = yearThatCounts(today);
  const ofYear = populations.filter(({ year }) => year === countingYear);
  const [counting] = ofYear;
  const counted = counting?.source === "stated" ? ofYear.find(({ source }) => source === "counted") : undefined;
  return {
    today,
    facts: { kind, state: facility.state as Page["facts"]["state"], city, runBy },
    countingYear,
    counting: counting ? toPopulation(counting) : null,
    counted: counted ? toPopulation(counted) : null,
  };
}

function priceNow(
  { facts, today }: UnderLawAt,
  all: readonly TariffRow[],
  taxes: ReadonlyMap<Service, readonly TaxLineRow[]>,
  service: Service,
) {
  const tariffs = all.filter((row) => row.service === service);
  const tariff = tariffs.find(({ validFrom }) => validFrom <= today);
  const law = facts ? lawAt(rateCaps, facts, service, today) : NO_LAW;
  const coming = tariffs.filter(({ validFrom }, at) => validFrom > today && tariffs[at - 1]?.validFrom !== validFrom).reverse();
  return {
    service,
    tariff: tariff ? toTariff(tariff) : null,
    law: lawOfDay(law),
    microsPerMinute: tariff ? chargedMicros(tariff, law) : null,
    taxes: (taxes.get(service) ?? []).map(taxRef),
    coming: coming.map(toTariff),
  };
}

/** What held before, and what was told anew before it began; latest first. */
function pastOf(all: readonly TariffRow[], service: Service, today: string) {
  const tariffs = all.filter((row) => row.service === service);
  const inForce = tariffs.findIndex(({ validFrom }) => validFrom <= today);
  return tariffs
    .map((row, at) => ({ ...toTariff(row), at, replaced: at > 0 && tariffs[at - 1]?.validFrom === row.validFrom }))
    .filter(({ replaced, at }) => replaced || (inForce >= 0 && at > inForce))
    .map(({ at: _at, ...row }) => row);
}

function toTariff(row: TariffRow): Told {
  const { id, service, validFrom, microsPerMinute, freeMinutes, freePeriod, toldAt } = row;
  const split = { agency: row.agencyPercent, family: row.familyPercent, resident: row.residentPercent };
  return { id, service, validFrom, microsPerMinute, split, freeMinutes, freePeriod, toldAt: toldAt.toString() };
}

/** What was told of a year, as it is shown. */
export function toPopulation({ year, residentsThousandths, source, toldAt }: PopulationRow): Page["populations"][number] {
  return { year, residentsThousandths, source, toldAt: toldAt.toString() };
}

function toFollow(row: CapFollowRow): Page["follows"][number] {
  const { id, service, since, askedMicros, microsPerMinute, capId, freeLawId, toldAt } = row;
  return { id, service, since, askedMicros, microsPerMinute, cap: citedById(capId), free: citedById(freeLawId), toldAt: toldAt.toString() };
}
