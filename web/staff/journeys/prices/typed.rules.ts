import { TAXES_MILLIONTHS_MAX } from "#contracts/tax-limits.ts";
import type { TaxLine } from "#contracts/taxes.ts";

const DOLLARS = /^\d{0,2}(?:[.,]\d{0,6})?$/;
const MICRO_DIGITS = 6;
const PERCENT = /^\d{0,2}(?:[.,]\d{0,4})?$/;
const PERCENT_DIGITS = 4;
const DOLLARS_MAX = 10;
const PEOPLE = /^\d{1,5}(?:[.,]\d{0,3})?$/;
const PEOPLE_DIGITS = 3;

/** Dollars as a person types them, in whole micro-dollars; undefined for what is none. Digits are read as digits: a float would make 0.29 less. */
export function microsOf(typed: string): number | undefined {
  const text = typed.trim().replace(/^\$/, "");
  if (!DOLLARS.test(text) || !/\d/.test(text)) return undefined;
  const micros = scaled(text, MICRO_DIGITS);
  return micros <= DOLLARS_MAX * 10 ** MICRO_DIGITS ? micros : undefined;
}

/** Percent of a tax as a person types them, in millionths: 6.25 is 62,500. */
export function millionthsOf(typed: string): number | undefined {
  const text = typed.trim().replace(/\s*%$/, "");
  if (!PERCENT.test(text) || !/\d/.test(text)) return undefined;
  const millionths = scaled(text, PERCENT_DIGITS);
  return millionths > 0 && millionths <= TAXES_MILLIONTHS_MAX ? millionths : undefined;
}

/** People a day as a person types them, in thousandths. */
export function thousandthsOf(typed: string): number | undefined {
  const text = typed.trim();
  return PEOPLE.test(text) ? scaled(text, PEOPLE_DIGITS) : undefined;
}

/** A whole number as a person types it; nothing typed is nothing. */
export function wholeOf(typed: string, max: number): number | undefined {
  const text = typed.trim();
  const value = text === "" ? 0 : /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return value <= max ? value : undefined;
}

/** Micro-dollars as they would be typed. */
export function typedDollars(micros: number): string {
  const text = String(micros).padStart(MICRO_DIGITS + 1, "0");
  const part = text.slice(-MICRO_DIGITS).replace(/0+$/, "").padEnd(2, "0");
  return `${text.slice(0, -MICRO_DIGITS)}.${part}`;
}

function scaled(text: string, digits: number): number {
  const [whole = "", part = ""] = text.replace(",", ".").split(".");
  return Number(`${whole || "0"}${part.padEnd(digits, "0")}`);
}

/** Whether a tax is on the prices of a day (ISO). */
export function holdsOn({ state, validFrom, validThrough }: Pick<TaxLine, "state" | "validFrom" | "validThrough">, day: string): boolean {
  return state === "confirmed" && validFrom <= day && (validThrough === null || day <= validThrough);
}
