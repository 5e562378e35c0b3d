import { intlTag, type Locale } from "#web/words/locale.ts";

/** A point in time: RFC 3339 text as the API gives it, milliseconds, or a Date. */
export type Moment = string | number | Date;

const instant = (at: Moment): Date => (at instanceof Date ? at : new Date(at));
const made = new Map<string, Intl.DateTimeFormat>();
function formatter(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options);
  const known = made.get(key) ?? new Intl.DateTimeFormat(tag, options);
  made.set(key, known);
  return known;
}

/** The reader's own time zone, by its IANA name. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `2:00 pm`, `2:00 p. m.`: small letters, and a space that does not break. Seconds only where a record is read. */
export function clockTime(locale: Locale, at: Moment, zone: string, seconds = false): string {
  const options: Intl.DateTimeFormatOptions = {
    hour: "numeric",
    minute: "2-digit",
    timeZone: zone,
    ...(seconds ? { second: "2-digit" } : {}),
  };
  const text = formatter(intlTag(locale), options).format(instant(at));
  return text.replace(/[AP]M\b/, (half) => half.toLowerCase()).replace(/\s/g, "\u00a0");
}

/** A moment as a visit's record has it: `10:05:12` on the visit's own day, `Nov 18` on any other. */
export function recordTime(locale: Locale, at: Moment, zone: string, visitDay: string): string {
  const day = dayIn(at, zone);
  if (day !== visitDay) return dayWords(locale, day, { month: "short", day: "numeric" });
  return clockTime(locale, at, zone, true).replace(/\s?[ap]\.?\s?m\.?$/iu, "");
}

/** `2026-11-21`: the day it is in that zone. */
export const dayIn = (at: Moment, zone: string): string =>
  formatter("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone }).format(instant(at));

/** A local calendar day as words; a day has no zone, so it is read as noon in UTC. */
export function dayWords(
  locale: Locale,
  day: string,
  options: Intl.DateTimeFormatOptions = { weekday: "long", month: "long", day: "numeric" },
): string {
  const text = formatter(intlTag(locale), { ...options, timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));
  return text.charAt(0).toLocaleUpperCase(intlTag(locale)) + text.slice(1);
}

/** The same as said inside a sentence: Spanish writes its days and months small. */
export function dayInside(locale: Locale, day: string, options?: Intl.DateTimeFormatOptions): string {
  const text = dayWords(locale, day, options);
  return locale === "es" ? text.charAt(0).toLocaleLowerCase("es") + text.slice(1) : text;
}

/** `Mountain Time`, `hora de las Montañas Rocosas`: the zone by its name, whatever the season; `UTC` has none but its long one. */
export function zoneName(locale: Locale, zone: string, at: Moment = Date.now()): string {
  const named = (style: "longGeneric" | "long"): string => {
    const parts = formatter(intlTag(locale), { timeZone: zone, timeZoneName: style }).formatToParts(instant(at));
    return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
  };
  const generic = named("longGeneric");
  return generic.startsWith("GMT") ? named("long") : generic;
}

/** Whether two zones show the same clock at that moment; then only one time is written. */
export const sameClock = (one: string, other: string, at: Moment): boolean =>
  clockTime("en", at, one) === clockTime("en", at, other) && dayIn(at, one) === dayIn(at, other);

/** Whole cents as dollars: `$2.20`; a minus that reads as one. */
export function money(locale: Locale, cents: number): string {
  const text = new Intl.NumberFormat(intlTag(locale), { style: "currency", currency: "USD" }).format(Math.abs(cents) / 100);
  return cents < 0 ? `−${text}` : text;
}

/** A number is not torn from its unit at the end of a line. */
export const unbroken = (words: string): string => words.replaceAll(" ", "\u00a0");

/** Seconds as a spreadsheet reads a length: `0:12:41`. */
export const plainLength = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60]
    .map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, "0")))
    .join(":");

/** Whole cents as a spreadsheet reads dollars: `12.50`, `-0.05`. */
export const plainDollars = (cents: number): string => (cents / 100).toFixed(2);

/** Micro-dollars as dollars: `$0.11`, and `$0.0725` where cents do not say it. */
export function dollars(locale: Locale, micros: number): string {
  const options = { style: "currency", currency: "USD", minimumFractionDigits: 2, maximumFractionDigits: 6 } as const;
  return new Intl.NumberFormat(intlTag(locale), options).format(micros / 1_000_000);
}

/** Dollars as people write them, `20`, `$12.50`, `12,5`, as whole cents; undefined where it is no amount. */
export function dollarsToCents(typed: string): number | undefined {
  const [, dollars, cents = ""] = /^\$?\s*(\d{1,6})(?:[.,](\d{0,2}))?$/.exec(typed.trim()) ?? [];
  return dollars === undefined ? undefined : Number(dollars) * 100 + Number(cents.padEnd(2, "0"));
}

export const number = (locale: Locale, value: number): string => new Intl.NumberFormat(intlTag(locale)).format(value);

/** `12:41` for a running clock, `1:02:41` from an hour up. */
export function countdown(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

/** Initials for a face without a picture: first and last name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0).toLocaleUpperCase() ?? "").join("");
}
