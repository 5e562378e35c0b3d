import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { pricesStaff } from "#contracts/prices.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { asStaff } from "#server/domains/identity/index.ts";
import { residentDays } from "#server/domains/residents/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { cityAsWritten, factsAt } from "./facts.service.ts";
import { FOLLOW_JOB } from "./follow.service.ts";
import { toPopulation } from "./prices.service.ts";
import { averageThousandths, dayStartsOf, yearThatCounts } from "./tariff.rules.ts";
import * as store from "./tariffs.store.ts";

/** Tells what the law goes by at a facility. Prices that stand are held to what it says now, at once. */
export function setLawFacts(ctx: Ctx, facilityId: string, asked: BodyOf<typeof pricesStaff.setLawFacts>): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    await store.lockPrices(tx.trx, facilityId);
    const { facility } = await factsAt(tx, facilityId);
    const { state, runBy } = asked;
    if (runBy === "city" && asked.city === null) throw new AppError(["price.city_needed"]);
    await facilities.setLawFacts(tx, facility, { state, runBy, city: cityAsWritten(state, asked.city) });
    await ctx.jobs.send(tx, FOLLOW_JOB, { facilityId });
    return null;
  });
}

/** States the average daily population of a year that is over, once for each id; the last told holds. */
export function tellPopulation(
  ctx: Ctx,
  facilityId: string,
  asked: BodyOf<typeof pricesStaff.tellPopulation>,
): Promise<AnswerOf<typeof pricesStaff.tellPopulation>> {
  return inTransaction(ctx, async (tx) => {
    await store.lockPrices(tx.trx, facilityId);
    const { facility, today } = await factsAt(tx, facilityId);
    const { id, year, residentsThousandths } = asked;
    const toldBy = asStaff(tx.actor).accountId;
    const earlier = await store.findPopulationById(tx.trx, id);
    if (earlier && (earlier.toldBy !== toldBy || earlier.facilityId !== facilityId)) throw new AppError(["access.denied"]);
    if (earlier) return toPopulation(earlier);
    if (year > yearThatCounts(today)) throw new AppError(["price.year_not_over"], { year });
    const { agencyId } = facility;
    const row = await store.insertPopulation(tx.trx, {
      id,
      agencyId,
      facilityId,
      year,
      residentsThousandths,
      source: "stated",
      toldAt: tx.now(),
      toldBy,
    });
    await audit.record(tx, { what: "price.population_told", agencyId, facilityId, subjectId: id, facts: { year, residentsThousandths } });
    await ctx.jobs.send(tx, FOLLOW_JOB, { facilityId });
    return toPopulation(row);
  });
}

/**
 * Counts last year's average daily population from stays at each facility that was served here all that year: a count that began in the middle of it would be
 * too low, and the cap too high. Where staff stated it, theirs holds, and everybody reads both. Answers how many it counted.
 */
export async function countPopulations(ctx: Ctx): Promise<number> {
  let counted = 0;
  for (const { facilityId } of await facilities.everyFacility(ctx)) if (await countOne(ctx, facilityId)) counted++;
  return counted;
}

function countOne(ctx: Ctx, facilityId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { facility, today, populations } = await factsAt(tx, facilityId);
    const year = yearThatCounts(today);
    if (populations.some((row) => row.year === year && row.source === "counted")) return false;
    const since = await facilities.servedSince(tx, facilityId);
    if (since === undefined || since > `${year}-01-01`) return false;
    await store.lockPrices(tx.trx, facilityId);
    if (await store.isCounted(tx.trx, facilityId, year)) return false;
    const days = dayStartsOf(year, facility.timeZone);
    const count = await residentDays(tx, facilityId, days);
    // Nobody in a whole year means that nobody was entered.
    if (count === 0) return false;
    const residentsThousandths = averageThousandths(count, days.starts.length);
    const { agencyId } = facility;
    const id = newId();
    await store.insertPopulation(tx.trx, {
      id,
      agencyId,
      facilityId,
      year,
      residentsThousandths,
      source: "counted",
      toldAt: tx.now(),
      toldBy: null,
    });
    await audit.record(tx, {
      what: "price.population_counted",
      agencyId,
      facilityId,
      subjectId: id,
      facts: { year, residentsThousandths },
    });
    await ctx.jobs.send(tx, FOLLOW_JOB, { facilityId });
    return true;
  });
}
