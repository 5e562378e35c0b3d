import type { Warnings } from "./warnings.rules.ts";

/** What a list may say of a person; null where a mapped column is empty, left out where the mapping has no such column. */
export interface PersonFacts {
  givenName?: string | null;
  familyName?: string | null;
  birthDate?: string | null;
}

/** What a list may say of a stay beside its times. */
export interface StayFacts {
  unit?: string | null;
  custodyLevel?: string | null;
  statusCode?: string | null;
}

/** One row of a list as the reader hands it on: only what its mapping names, instants in milliseconds since 1970. */
export interface RosterRow extends PersonFacts, StayFacts {
  line: number;
  /** The number by which the source knows the person. */
  person: string;
  bookingNumber: string | null;
  admittedMs: number | null;
  releasedMs: number | null;
}

export type RejectReason =
  | "columns"
  | "person_missing"
  | "number_unusable"
  | "admitted_missing"
  | "admitted_unreadable"
  | "released_unreadable"
  | "released_before_admitted"
  | "number_of_two"
  | "number_taken"
  | "at_another_facility"
  | "same_person";
export type WarningCode =
  | "earlier_stay_ended"
  | "rows_differ"
  | "admitted_later"
  | "admitted_missing"
  | "birth_date_unreadable"
  | "custody_level_missing"
  | "status_missing"
  | "unit_unknown"
  | "column_empty"
  | "word_too_long";
export type ConfirmReason = "too_many_releases" | "last_missing" | "releases_unsure";

/** `person` stands in no answer and no row: it keeps somebody whose row can't be read from being released. */
export interface Rejected {
  line: number;
  reason: RejectReason;
  person?: string;
}
export interface Warning {
  line: number;
  code: WarningCode;
  column?: string;
}

/** A stay that this source has brought to this facility, as it stands now. */
export interface CurrentStay {
  stayId: string;
  residentId: string;
  person: string;
  key: string;
  bookingNumber: string;
  admittedMs: number;
  releasedMs: number | null;
  unit: string | null;
  custodyLevel: string | null;
  statusCode: string | null;
}

export interface CurrentPerson {
  residentId: string;
  givenName: string | null;
  familyName: string | null;
  birthDate: string | null;
}

/** Somebody's open stay that this source did not bring: another source, another facility, or staff by hand (`source` null). */
export interface ForeignStay {
  stayId: string;
  residentId: string;
  here: boolean;
  source: string | null;
  bookingNumber: string;
  admittedMs: number;
  unit: string | null;
  custodyLevel: string | null;
  statusCode: string | null;
  givenName: string | null;
  familyName: string | null;
  birthDate: string | null;
}

/** All that a plan has to know of how things stand. */
export interface Current {
  /** People this source knows, by its own number. */
  people: ReadonlyMap<string, CurrentPerson>;
  stays: readonly CurrentStay[];
  /** Open stays that are not this source's: of people it knows, and all of this facility. */
  foreign: readonly ForeignStay[];
  /** Which stay stood last in the list that was taken in before. */
  lastKey: string | null;
  /** The names of this facility's units, in small letters. */
  units: ReadonlySet<string>;
}

export interface Admit extends PersonFacts {
  person: string;
  key: string;
  bookingNumber: string;
  admittedMs: number;
  releasedMs: number | null;
  unit: string | null;
  custodyLevel: string | null;
  statusCode: string | null;
  /** Set where this source knew the person already. */
  residentId: string | null;
}
export interface Release {
  stayId: string;
  residentId: string;
  atMs: number;
}
export interface Move {
  stayId: string;
  residentId: string;
  unit: string | null;
}
/** A stay's new times and codes, whole, for a set-based update. */
export interface StayChange {
  stayId: string;
  residentId: string;
  bookingNumber: string;
  admittedMs: number;
  releasedMs: number | null;
  custodyLevel: string | null;
  statusCode: string | null;
}
export interface PersonChange {
  residentId: string;
  givenName: string | null;
  familyName: string | null;
  birthDate: string | null;
}
/** A stay begun by hand that the list has too: from now on it is this source's. */
export interface Adoption {
  stayId: string;
  residentId: string;
  person: string;
  key: string;
}

export interface Plan {
  admits: Admit[];
  /** Stays that were ended and that the list has as going on. */
  reopens: Move[];
  releases: Release[];
  moves: Move[];
  changes: StayChange[];
  personChanges: PersonChange[];
  adoptions: Adoption[];
  rejected: Rejected[];
  warnings: Warnings;
  /** Why this plan is carried out only when somebody says so. */
  confirm: ConfirmReason[];
  people: number;
  stays: number;
  openBefore: number;
  /** Releases that the tenth is counted from: whoever comes again at once is not among them. */
  released: number;
  lastKey: string | null;
}
