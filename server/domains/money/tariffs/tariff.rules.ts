import type { ErrorCode } from "#contracts/errors.ts";
import { type Law, lawOn, type UnderLaw } from "#jurisdictions/caps.rules.ts";
import type { Cap, Service } from "#jurisdictions/rate-caps.ts";

/** Who pays which part of a price, in percent. */
export interface Split {
  agency: number;
  family: number;
  resident: number;
}

/** What of a price the law looks at. */
export interface Asked {
  microsPerMinute: number;
  split: Split;
}

/** Of which day of the facility it is asked; its law undefined where nobody has told what the law goes by. */
export interface Day {
  today: string;
  validFrom: string;
  law: Law | undefined;
}

const WHOLE = 100;
const NEW_YEAR = "-01-01";
const THOUSAND = 1000;

/** Every reason why a price may not begin on its day; none where it is lawful. What costs nothing needs no law that allows it. */
export function tariffRefusals({ microsPerMinute, split }: Asked, { today, validFrom, law }: Day): ErrorCode[] {
  const asks = microsPerMinute > 0;
  const reasons: [boolean, ErrorCode][] = [
    [asks && law === undefined, "price.facts_missing"],
    [asks && law !== undefined && law.cap === undefined, "price.no_lawful"],
    [law?.cap !== undefined && microsPerMinute > law.cap.microsPerMinute, "price.above_cap"],
    [asks && law?.free !== undefined && split.family + split.resident > 0, "price.free_law"],
    [validFrom < today, "price.day_past"],
    [split.agency + split.family + split.resident !== WHOLE, "price.split_wrong"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

/** What is charged of a price under a law: the price, or what the law allows where that is less. */
export function chargedMicros({ microsPerMinute }: Pick<Asked, "microsPerMinute">, law: Law): number {
  return Math.min(microsPerMinute, law.cap?.microsPerMinute ?? 0);
}

/** Whether the charge stays below what a price asks: above the cap, or of people whom a law of free contact spares. */
export function follows(asked: Asked, law: Law): boolean {
  return asked.microsPerMinute > chargedMicros(asked, law) || isSpared(asked, law);
}

function isSpared({ microsPerMinute, split }: Asked, law: Law): boolean {
  return microsPerMinute > 0 && law.free !== undefined && split.family + split.resident > 0;
}

/** What the law goes by at a facility, whatever the day; `adpOf` a year, null where it has not been told. */
export interface Facts extends Omit<UnderLaw, "adp"> {
  adpOf(year: number): number | null;
}

/** The law on a day; the population of the year before counts. */
export function lawAt(caps: readonly Cap[], { adpOf, ...facts }: Facts, service: Service, day: string): Law {
  return lawOn(caps, { ...facts, adp: adpOf(yearThatCounts(day)) }, { service, day });
}

/** The year whose average daily population counts on a day. */
export function yearThatCounts(day: string): number {
  return Temporal.PlainDate.from(day).year - 1;
}

/**
 * The days in [from, until) on which the law may be another than on the day before, soonest first, `from` among them: where one of these laws begins
 * or is over, and each New Year up to the one after which no population is known any more.
 */
export function turningDays(
  caps: readonly Cap[],
  service: Service,
  { from, until, today }: { from: string; until: string | undefined; today: string },
): string[] {
  const days = new Set([from]);
  for (const cap of caps.filter((each) => each.service === service)) {
    if (cap.from) days.add(cap.from);
    if (cap.through) days.add(Temporal.PlainDate.from(cap.through).add({ days: 1 }).toString());
  }
  const [first, last] = [from, from > today ? from : today].map((day) => Temporal.PlainDate.from(day).year);
  for (let year = first! + 1; year <= last! + 1; year++) days.add(new Temporal.PlainDate(year, 1, 1).toString());
  return [...days].filter((day) => day >= from && (until === undefined || day < until)).sort();
}

/** From this day on the law allows less than on any day before. */
export interface Lowering {
  from: string;
  law: Law;
  /** The year whose population is not told, where that is why the lowest tier holds. */
  untoldYear: number | null;
}

/** Where after its first day, and before `until`, the law allows less than it ever did since: a price that stands then is followed down by the charge. */
export function loweringsOf(
  caps: readonly Cap[],
  facts: Facts,
  service: Service,
  span: { from: string; until: string | undefined; today: string },
): Lowering[] {
  const [first, ...later] = turningDays(caps, service, span);
  let lowest = allowedBy(lawAt(caps, facts, service, first!));
  const found: Lowering[] = [];
  for (const from of later) {
    const law = lawAt(caps, facts, service, from);
    const allowed = allowedBy(law);
    if (allowed.micros >= lowest.micros && (lowest.free || !allowed.free)) continue;
    const year = yearThatCounts(from);
    const untold = from.endsWith(NEW_YEAR) && facts.kind === "jail" && facts.adpOf(year) === null;
    found.push({ from, law, untoldYear: untold ? year : null });
    lowest = { micros: Math.min(lowest.micros, allowed.micros), free: lowest.free || allowed.free };
  }
  return found;
}

const allowedBy = ({ cap, free }: Law) => ({ micros: cap?.microsPerMinute ?? 0, free: free !== undefined });

/** The day since which the charge has followed the law below this price, up to today; undefined where it does not today. */
export function followsSince(
  caps: readonly Cap[],
  facts: Facts,
  service: Service,
  tariff: Asked & { validFrom: string },
  today: string,
): string | undefined {
  let since: string | undefined;
  for (const day of turningDays(caps, service, { from: tariff.validFrom, until: undefined, today })) {
    if (day > today) break;
    if (follows(tariff, lawAt(caps, facts, service, day))) since ??= day;
    else since = undefined;
  }
  return since;
}

/**
 * The midnights of a facility's calendar with which a year's days begin, and the one after the last, for counting who was there on each day. Where a
 * zone skips midnight, the day begins with its first moment.
 */
export function dayStartsOf(year: number, zone: string): { starts: Temporal.Instant[]; end: Temporal.Instant } {
  const first = new Temporal.PlainDate(year, 1, 1);
  const next = first.add({ years: 1 });
  const starts = Array.from({ length: first.until(next).days }, (_, at) => first.add({ days: at }).toZonedDateTime(zone).toInstant());
  return { starts, end: next.toZonedDateTime(zone).toInstant() };
}

/** The average of so many days in thousandths, rounded up: at a tier's edge the stricter reading. */
export function averageThousandths(residentDays: number, days: number): number {
  return Math.ceil((residentDays * THOUSAND) / days);
}
