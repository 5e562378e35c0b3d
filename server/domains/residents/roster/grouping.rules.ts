import type { Rejected, RosterRow, StayFacts, Warning } from "./roster.types.ts";

/** A stay as the list has it: all rows of it taken together. */
export interface ListedStay extends RosterRow {
  key: string;
}

const merged = ["givenName", "familyName", "birthDate", "unit", "custodyLevel", "statusCode", "admittedMs", "releasedMs"] as const;

/** By which a stay is known again: its booking number, or where the list has none the person and the time of admission. */
export function keyOf(row: Pick<RosterRow, "person" | "bookingNumber" | "admittedMs">): string {
  return row.bookingNumber ?? `${row.person}@${row.admittedMs}`;
}

/** The stays of a list, gathered row by row, in the order of the list: a row is let go once its stay has it. */
export interface Listing {
  stays: ReadonlyMap<string, ListedStay>;
  people: ReadonlySet<string>;
  /** Which stay came last. */
  lastKey: string | null;
  /** Takes a row in; answers why not, or what its stay says differently. */
  take(row: RosterRow): { rejected?: Rejected; warning?: Warning };
}

/** An empty list. Rows per charge are taken together; what they say differently is a warning. */
export function createListing(): Listing {
  const stays = new Map<string, ListedStay>();
  const people = new Set<string>();
  const listing = {
    stays,
    people,
    lastKey: null as string | null,
    take(row: RosterRow) {
      const { line, person } = row;
      if (row.bookingNumber === null && row.admittedMs === null)
        return { rejected: { line, reason: "admitted_missing", person } satisfies Rejected };
      const key = keyOf(row);
      const earlier = stays.get(key);
      if (earlier && earlier.person !== person) return { rejected: { line, reason: "number_of_two", person } satisfies Rejected };
      if (earlier) return takeIn(earlier, row) ? { warning: { line, code: "rows_differ" } satisfies Warning } : {};
      stays.set(key, { ...row, key });
      people.add(person);
      listing.lastKey = key;
      return {};
    },
  };
  return listing;
}

/** Fills what is still empty from another row of the same stay; true when the two contradict each other. */
function takeIn(stay: ListedStay, row: RosterRow): boolean {
  let differs = false;
  for (const name of merged) {
    const value = row[name];
    if (value === null || value === undefined) continue;
    if (stay[name] === null || stay[name] === undefined) Object.assign(stay, { [name]: value });
    else if (stay[name] !== value) differs = true;
  }
  return differs;
}

/**
 * A person is in one place at a time: of the stays given, those that began earlier and have no end in the past
 * ended when the next began.
 */
export function endEarlier(
  stays: { line: number; admittedMs: number; releasedMs: number | null; endWorkedOut: boolean }[],
  nowMs: number,
): Warning[] {
  const warnings: Warning[] = [];
  stays.sort((one, other) => one.admittedMs - other.admittedMs);
  for (const [at, stay] of stays.entries()) {
    // A day of release that is still to come is a plan, and no release.
    if (stay.releasedMs !== null && stay.releasedMs > nowMs) stay.releasedMs = null;
    const next = stays[at + 1];
    if (stay.releasedMs !== null || !next) continue;
    stay.releasedMs = next.admittedMs;
    stay.endWorkedOut = true;
    warnings.push({ line: stay.line, code: "earlier_stay_ended" });
  }
  return warnings;
}

/** What an empty or unknown value of a stay means: a warning, and the row is taken all the same. */
export function factWarnings(stay: StayFacts & { line: number }, units: ReadonlySet<string>): Warning[] {
  const { line } = stay;
  const warnings: Warning[] = [];
  if (stay.custodyLevel === null) warnings.push({ line, code: "custody_level_missing" });
  if (stay.statusCode === null) warnings.push({ line, code: "status_missing" });
  if (stay.unit && !units.has(stay.unit.toLowerCase())) warnings.push({ line, code: "unit_unknown" });
  return warnings;
}
