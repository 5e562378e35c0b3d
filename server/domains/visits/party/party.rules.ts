import type { ErrorCode } from "#contracts/errors.ts";

const ADULT_YEARS = 18;

/** How many may come to one visit, as the facility's policy says it; null where nothing is limited. */
export interface PartyPolicy {
  partyPeopleMax: number;
  partyAdultsMax: number | null;
  partyChildrenPerAdultMax: number | null;
  /** Younger children do not count among the people; with 0 every child does. */
  partyChildrenCountFromYears: number;
  /** Whether an interpreter takes a person's place, and an adult's. */
  partyInterpretersCount: boolean;
}
export interface PartyGuest {
  kind: "child" | "interpreter";
  /** The contact who brings them and is with them. */
  adultId: string;
  /** A child's; interpreters have none. */
  birthDate: string | null;
}
export interface Party {
  /** The contacts who come themselves. */
  adultIds: readonly string[];
  guests: readonly PartyGuest[];
  /** How many more were named whom nobody of the party brings. */
  unknown: number;
  /** The visit's local day: what somebody's age is counted on. */
  day: string;
  /** Whether a limit of the connection says that no child may come that day. */
  childrenForbidden: boolean;
}

/** Somebody's age on a day, in whole years. Born on February 29, one is a year older on February 28 of other years, as for sign-up. */
export function ageOn(birthDate: string, day: string): number {
  const [born, on] = [Temporal.PlainDate.from(birthDate), Temporal.PlainDate.from(day)];
  const years = on.year - born.year;
  return Temporal.PlainDate.compare(born.add({ years }), on) <= 0 ? years : years - 1;
}

/** Every reason why this party may not come together; empty when it may. */
export function partyRefusals(party: Party, policy: PartyPolicy): ErrorCode[] {
  const { adultIds, guests, day } = party;
  const children = guests.filter(({ kind }) => kind === "child");
  const age = ({ birthDate }: PartyGuest) => (birthDate === null ? undefined : ageOn(birthDate, day));
  const interpreters = policy.partyInterpretersCount ? guests.length - children.length : 0;
  const adults = new Set(adultIds).size + interpreters;
  const counted = children.filter((child) => (age(child) ?? ADULT_YEARS) >= policy.partyChildrenCountFromYears);
  const perAdult = Map.groupBy(children, ({ adultId }) => adultId);
  const { partyAdultsMax, partyChildrenPerAdultMax, partyPeopleMax } = policy;
  const reasons: [boolean, ErrorCode][] = [
    [party.unknown > 0, "visit.guest_unknown"],
    [children.some((child) => (age(child) ?? ADULT_YEARS) >= ADULT_YEARS), "visit.guest_grown"],
    [guests.some(({ adultId }) => !adultIds.includes(adultId)), "visit.guest_without_adult"],
    [party.childrenForbidden && children.length > 0, "visit.children_not_allowed"],
    [adults + counted.length > partyPeopleMax, "visit.party_too_many"],
    [partyAdultsMax !== null && adults > partyAdultsMax, "visit.party_too_many_adults"],
    [
      partyChildrenPerAdultMax !== null && [...perAdult.values()].some(({ length }) => length > partyChildrenPerAdultMax),
      "visit.party_too_many_children",
    ],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}
