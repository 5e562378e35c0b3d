import type { ErrorCode } from "#contracts/errors.ts";
import { TAXES_MILLIONTHS_MAX } from "#contracts/tax-limits.ts";

export type TaxState = "stated" | "confirmed" | "refused";
export type TaxDecision = "confirmed" | "refused";

/** When a tax holds and how much of the price it is. */
export interface TaxDays {
  id: string;
  millionths: number;
  /** Local days (ISO); without a last one it goes on. */
  validFrom: string;
  validThrough: string | null;
}

/** Whether a tax holds on a local day. */
export function holdsOn({ validFrom, validThrough }: Pick<TaxDays, "validFrom" | "validThrough">, day: string): boolean {
  return validFrom <= day && (validThrough === null || day <= validThrough);
}

/** What all of these come to, never above what any law is known to ask of a price. */
export function taxesOf(lines: readonly Pick<TaxDays, "millionths">[]): number {
  return Math.min(
    TAXES_MILLIONTHS_MAX,
    lines.reduce((sum, { millionths }) => sum + millionths, 0),
  );
}

/** The most that this tax and the others together come to on any of its days. The sum grows only where one begins. */
export function highestSum(tax: TaxDays, others: readonly TaxDays[]): number {
  const all = [...others.filter(({ id }) => id !== tax.id), tax];
  const days = all.map(({ validFrom }) => (validFrom < tax.validFrom ? tax.validFrom : validFrom)).filter((day) => holdsOn(tax, day));
  const sums = days.map((day) => all.filter((one) => holdsOn(one, day)).reduce((sum, { millionths }) => sum + millionths, 0));
  return Math.max(0, ...sums);
}

/** Every reason why this tax can't be stated; `confirmed` are those of its service that hold already, or will. */
export function taxRefusals(tax: TaxDays, { today, confirmed }: { today: string; confirmed: readonly TaxDays[] }): ErrorCode[] {
  const reasons: [boolean, ErrorCode][] = [
    [tax.validFrom < today, "price.day_past"],
    [tax.validThrough !== null && tax.validThrough < tax.validFrom, "price.tax_days_wrong"],
    [highestSum(tax, confirmed) > TAXES_MILLIONTHS_MAX, "price.taxes_too_much"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

/** Every reason why this person can't decide about a tax: never whoever stated it, and once; one that is confirmed has to be lawful to state still. */
export function taxDecisionRefusals(
  tax: TaxDays & { state: TaxState; statedBy: string },
  by: string,
  decision: TaxDecision,
  at: { today: string; confirmed: readonly TaxDays[] },
): ErrorCode[] {
  if (tax.state === decision && tax.statedBy !== by) return [];
  const reasons: [boolean, ErrorCode][] = [
    [tax.statedBy === by, "money.same_person"],
    [tax.state !== "stated", "price.tax_decided"],
  ];
  const said = reasons.filter(([refused]) => refused).map(([, code]) => code);
  return decision === "confirmed" && tax.state === "stated" ? [...said, ...taxRefusals(tax, at)] : said;
}

/**
 * Every reason why a tax can't end on this day: past days are over, and it only ever ends sooner. With the day before its first it is taken back, any day: nobody pays it
 * any more, and who did has it back.
 */
export function taxEndRefusals(tax: TaxDays & { state: TaxState }, through: string, today: string): ErrorCode[] {
  const isTakenBack = through === dayBefore(tax.validFrom);
  const reasons: [boolean, ErrorCode][] = [
    [tax.state !== "confirmed", "price.tax_not_confirmed"],
    [through < today && !isTakenBack, "price.day_past"],
    [through < dayBefore(tax.validFrom) || (tax.validThrough !== null && through > tax.validThrough), "price.tax_days_wrong"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
