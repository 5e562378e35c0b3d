import type { ListedStay } from "./grouping.rules.ts";
import type { Admit, CurrentPerson, CurrentStay, ForeignStay, PersonChange, Plan } from "./roster.types.ts";
import { numberOf } from "./who.rules.ts";

/** What one stay, or one person, of a list changes: what it says beside what stands. */

/** A stay of a list with a time of admission. */
export interface DatedStay extends ListedStay {
  admittedMs: number;
  /** The end was worked out, not read: it does not correct one that is written down. */
  endWorkedOut: boolean;
}

/** A unit that the facility does not have changes nothing: the resident stays where they were. */
const unitOf = (stay: ListedStay, before: string | null, units: ReadonlySet<string>): string | null =>
  stay.unit === undefined || (stay.unit !== null && !units.has(stay.unit.toLowerCase())) ? before : stay.unit;
const same = (one: string | null, other: string | null) => one?.toLowerCase() === other?.toLowerCase();

/** A stay that begins with this list. */
export function admitOf(stay: DatedStay, residentId: string | null, units: ReadonlySet<string>): Admit {
  const { person, key, admittedMs, releasedMs, givenName = null, familyName = null, birthDate = null } = stay;
  const { custodyLevel = null, statusCode = null } = stay;
  const unit = unitOf(stay, null, units);
  return {
    person,
    key,
    bookingNumber: numberOf(stay),
    admittedMs,
    releasedMs,
    unit,
    custodyLevel,
    statusCode,
    givenName,
    familyName,
    birthDate,
    residentId,
  };
}

/** Plans what the list says differently of a stay that stands. */
export function compare(plan: Plan, before: CurrentStay, stay: DatedStay, units: ReadonlySet<string>): void {
  const { stayId, residentId } = before;
  const unit = unitOf(stay, before.unit, units);
  const wasOpen = before.releasedMs === null;
  const isOpen = stay.releasedMs === null;
  if (wasOpen && stay.releasedMs !== null) plan.releases.push({ stayId, residentId, atMs: stay.releasedMs });
  else if (!wasOpen && isOpen) plan.reopens.push({ stayId, residentId, unit });
  else if (isOpen && !same(unit, before.unit)) plan.moves.push({ stayId, residentId, unit });
  // What was ended is ended at the time that was read, and never at one that was only worked out.
  const releasedMs = wasOpen || isOpen || stay.endWorkedOut ? (wasOpen || isOpen ? null : before.releasedMs) : stay.releasedMs;
  const custodyLevel = stay.custodyLevel === undefined ? before.custodyLevel : stay.custodyLevel;
  const statusCode = stay.statusCode === undefined ? before.statusCode : stay.statusCode;
  const sameEnd = wasOpen || isOpen || releasedMs === before.releasedMs;
  const sameCodes = custodyLevel === before.custodyLevel && statusCode === before.statusCode;
  if (!sameEnd || !sameCodes || stay.admittedMs !== before.admittedMs)
    plan.changes.push({
      stayId,
      residentId,
      bookingNumber: before.bookingNumber,
      admittedMs: stay.admittedMs,
      releasedMs,
      custodyLevel,
      statusCode,
    });
}

/** Makes a stay that staff began by hand this list's own; `unknown` says that the list did not know the person before. */
export function adopt(plan: Plan, holder: ForeignStay, stay: DatedStay, units: ReadonlySet<string>, unknown: boolean): void {
  const { stayId, residentId } = holder;
  plan.adoptions.push({ stayId, residentId, person: stay.person, key: stay.key });
  compare(plan, { ...holder, person: stay.person, key: stay.key, releasedMs: null }, stay, units);
  const change = unknown && changedPerson(holder, [stay]);
  if (change) plan.personChanges.push(change);
}

/** Names and birth dates that the list has and that stand differently; an empty one takes nothing away. */
export function changedPerson(known: CurrentPerson, theirs: readonly ListedStay[]): PersonChange | undefined {
  const latest = <Name extends "givenName" | "familyName" | "birthDate">(name: Name) =>
    theirs.findLast((stay) => stay[name])?.[name] ?? known[name];
  const change = {
    residentId: known.residentId,
    givenName: latest("givenName"),
    familyName: latest("familyName"),
    birthDate: latest("birthDate"),
  };
  const { givenName, familyName, birthDate } = change;
  return givenName === known.givenName && familyName === known.familyName && birthDate === known.birthDate ? undefined : change;
}
