import type { ListedStay } from "./grouping.rules.ts";
import type { Current, CurrentStay, ForeignStay, RejectReason } from "./roster.types.ts";

/** Who may be whom: what the list says of people beside what is known of them. */

/** Open stays that this source did not bring, by whose they are and by their number here. */
export function foreignStays(current: Current) {
  return {
    byResident: new Map(current.foreign.map((stay) => [stay.residentId, stay])),
    byNumber: new Map(current.foreign.filter(({ here }) => here).map((stay) => [stay.bookingNumber.toUpperCase(), stay])),
  };
}
type Foreign = ReturnType<typeof foreignStays>;

/** A list and how things stand, by person. */
interface People {
  current: Current;
  byPerson: ReadonlyMap<string, readonly ListedStay[]>;
  byKey: ReadonlyMap<string, CurrentStay>;
  openOf: ReadonlyMap<string, readonly CurrentStay[]>;
  openByResident: ReadonlyMap<string, CurrentStay>;
  /** Of whom a row could not be read. */
  unread: ReadonlySet<string | undefined>;
  foreign: Foreign;
  /** Residents who are here by a number that was gone through already. */
  openedFor: Set<string>;
  options: { nowMs: number; kind: "full" | "delta" };
}

/** Whether this stay goes on; a day of release that is still to come is a plan, and no release. */
export const isOpen = ({ releasedMs }: { releasedMs: number | null }, nowMs: number): boolean => releasedMs === null || releasedMs > nowMs;

/** What stands in the way of a person's rows; undefined when nothing does. */
export function whyNot(people: People, person: string, theirs: readonly ListedStay[]): RejectReason | undefined {
  return standsInTheWay(people, person, theirs) ?? (isHereAsAnother(people, person, theirs) ? "same_person" : undefined);
}

function standsInTheWay(
  { current, byKey, foreign, options }: People,
  person: string,
  theirs: readonly ListedStay[],
): RejectReason | undefined {
  const residentId = current.people.get(person)?.residentId;
  if (theirs.some(({ key }) => (byKey.get(key)?.person ?? person) !== person)) return "number_of_two";
  const elsewhere = residentId === undefined ? undefined : foreign.byResident.get(residentId);
  if (elsewhere && (!elsewhere.here || elsewhere.source !== null)) return "at_another_facility";
  for (const stay of theirs) {
    const holder = foreign.byNumber.get(numberOf(stay).toUpperCase());
    if (isOpen(stay, options.nowMs) && holder && holder.residentId !== residentId && !isThem(holder, stay)) return "number_taken";
  }
  return undefined;
}

/** Two numbers of a list may be one person, since two records were made one: nobody is here under both. */
function isHereAsAnother(people: People, person: string, theirs: readonly ListedStay[]): boolean {
  const { current, byPerson, openOf, openByResident, unread, openedFor, options } = people;
  const residentId = current.people.get(person)?.residentId;
  if (residentId === undefined || openOf.has(person) || !theirs.some((stay) => isOpen(stay, options.nowMs))) return false;
  if (openedFor.has(residentId)) return true;
  const open = openByResident.get(residentId);
  if (!open) return false;
  const listed = byPerson.get(open.person);
  if (!listed) return options.kind === "delta" || unread.has(open.person);
  return listed.some((stay) => isOpen(stay, options.nowMs)) || standsInTheWay(people, open.person, listed) !== undefined;
}

/** The number under which a stay is booked: its own, or where the list has none the person's. */
export const numberOf = (stay: ListedStay): string => stay.bookingNumber ?? stay.person;

/**
 * Whether a stay begun by hand under this number is this one: only where name and birth date are known on both sides and agree, since
 * with the stay would go all that the other person has here.
 */
function isThem(holder: ForeignStay, stay: ListedStay): boolean {
  const bare = (name: string | null | undefined) =>
    name
      ?.normalize("NFD")
      .replaceAll(/[^\p{L}]/gu, "")
      .toLowerCase();
  const agree = (one: string | null | undefined, other: string | null | undefined) => Boolean(one && other && bare(one) === bare(other));
  const sameDay = Boolean(holder.birthDate) && holder.birthDate === stay.birthDate;
  return holder.source === null && sameDay && agree(holder.familyName, stay.familyName) && agree(holder.givenName, stay.givenName);
}

/** The stay begun by hand that this one of the list is. */
export function adoptable(stay: ListedStay, residentId: string | undefined, foreign: Foreign): ForeignStay | undefined {
  const holder = residentId === undefined ? foreign.byNumber.get(numberOf(stay).toUpperCase()) : foreign.byResident.get(residentId);
  return holder?.here && holder.source === null ? holder : undefined;
}
