/** What a pattern's letters stand for. Longer ones first, so that `YYYY` is not read as two years. */
const parts = {
  YYYY: "(?<year>\\d{4})",
  MM: "(?<month>\\d{1,2})",
  DD: "(?<day>\\d{1,2})",
  HH: "(?<hour>\\d{1,2})",
  hh: "(?<hour>\\d{1,2})",
  mm: "(?<minute>\\d{2})",
  ss: "(?<second>\\d{2})",
  A: "(?<half>[AaPp][Mm])",
} as const;
const PART = /YYYY|MM|DD|HH|hh|mm|ss|A/g;

/** Whether a pattern names a day: a year, a month and a day, each once, and nothing that cannot be read. */
export function isPattern(pattern: string): boolean {
  if (pattern === "iso") return true;
  const found: string[] = pattern.match(PART) ?? [];
  const once = new Set(found).size === found.length && !(found.includes("HH") && found.includes("hh"));
  return once && ["YYYY", "MM", "DD"].every((part) => found.includes(part)) && !/\p{L}/u.test(pattern.replaceAll(PART, ""));
}

function compile(pattern: string): RegExp {
  let expression = "";
  let at = 0;
  for (const found of pattern.matchAll(PART)) {
    expression += RegExp.escape(pattern.slice(at, found.index)) + parts[found[0] as keyof typeof parts];
    at = found.index + found[0].length;
  }
  return new RegExp(`^${expression}${RegExp.escape(pattern.slice(at))}$`);
}

/**
 * Reads instants written like `pattern` by a clock of `zone`, in milliseconds since 1970; undefined for what is none.
 * An hour that the clocks repeat is the first of the two; a day without a time is its beginning.
 */
export function instantReader(pattern: string, zone: string): (text: string) => number | undefined {
  const expression = pattern === "iso" ? undefined : compile(pattern);
  const place = (local: Temporal.PlainDateTime) => local.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
  return (text) => {
    try {
      if (!expression) {
        if (/[zZ]$|[+-]\d\d:?\d\d$/.test(text) && text.includes(":")) return Temporal.Instant.from(text).epochMilliseconds;
        return place(Temporal.PlainDateTime.from(text.replace(" ", "T"), { overflow: "reject" }));
      }
      const read = expression.exec(text)?.groups;
      return read && place(Temporal.PlainDateTime.from(fieldsOf(read), { overflow: "reject" }));
    } catch {
      return undefined;
    }
  };
}

/** Reads days written like `pattern`, as `2026-11-21`; undefined for what is none. */
export function dayReader(pattern: string): (text: string) => string | undefined {
  const expression = pattern === "iso" ? undefined : compile(pattern);
  return (text) => {
    try {
      if (!expression) return Temporal.PlainDate.from(text, { overflow: "reject" }).toString();
      const read = expression.exec(text)?.groups;
      return read && Temporal.PlainDate.from(fieldsOf(read), { overflow: "reject" }).toString();
    } catch {
      return undefined;
    }
  };
}

function fieldsOf(read: Record<string, string | undefined>) {
  const hour = Number(read.hour ?? 0);
  if (read.half !== undefined && (hour < 1 || hour > 12)) throw new RangeError("no hour of a half day");
  const noon = read.half?.toLowerCase() === "pm" ? 12 : 0;
  return {
    year: Number(read.year),
    month: Number(read.month),
    day: Number(read.day),
    hour: read.half === undefined ? hour : (hour % 12) + noon,
    minute: Number(read.minute ?? 0),
    second: Number(read.second ?? 0),
  };
}
