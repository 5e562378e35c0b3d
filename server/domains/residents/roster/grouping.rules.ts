import type { Rejected, RosterRow, StayFacts, Warning } from "./roster.types.ts";

/** A stay as the list has it: all rows of it taken together. */
export interface ListedStay extends RosterRow {
  key: string;
  /** The end was worked out, not read: it does not correct one that is written down. */
  endWorkedOut: boolean;
}

const merged = ["givenName", "familyName", "birthDate", "unit", "custodyLevel", "statusCode", "admittedMs", "releasedMs"] as const;

/** By which a stay is known again: its booking number, or where the list has none the person and the time of admission. */
export function keyOf(row: Pick<RosterRow, "person" | "bookingNumber" | "admittedMs">): string {
  return row.bookingNumber ?? `${row.person}@${row.admittedMs}`;
}

/** One stay for each key, in the order of the list: rows per charge are taken together; what they say differently is a warning. */
export function groupRows(rows: readonly RosterRow[], rejected: Rejected[], warnings: Warning[]): Map<string, ListedStay> {
  const stays = new Map<string, ListedStay>();
  for (const row of rows) {
    if (row.bookingNumber === null && row.admittedMs === null) {
      rejected.push({ line: row.line, reason: "admitted_missing", person: row.person });
      continue;
    }
    const key = keyOf(row);
    const earlier = stays.get(key);
    if (!earlier) stays.set(key, { ...row, key, endWorkedOut: false });
    else if (earlier.person !== row.person) rejected.push({ line: row.line, reason: "number_of_two", person: row.person });
    else if (takeIn(earlier, row)) warnings.push({ line: row.line, code: "rows_differ" });
  }
  return stays;
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
