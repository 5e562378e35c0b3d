/** Good enough to catch a slip of the finger; the link sent to the address is the proof. */
export const looksLikeEmail = (typed: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed.trim());

export interface DateParts {
  month: string;
  day: string;
  year: string;
}

/** The calendar day that three typed parts name, or undefined: no February 30, no year 20. */
export function typedDay({ month, day, year }: DateParts): string | undefined {
  if (!/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day.trim()) || !/^\d{4}$/.test(year.trim())) return undefined;
  const text = `${year.trim()}-${month.padStart(2, "0")}-${day.trim().padStart(2, "0")}`;
  const read = new Date(`${text}T12:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text) ? text : undefined;
}

/** The token at the end of a link from a letter: after `#`, so that no server on the way logs it; older links have it in the query. */
export const linkToken = (hash: string, search: Record<string, unknown>): string => {
  const inHash = new URLSearchParams(hash.replace(/^#/, ""));
  const token = inHash.get("token") ?? search.token ?? hash.replace(/^#/, "");
  return typeof token === "string" ? token : "";
};
