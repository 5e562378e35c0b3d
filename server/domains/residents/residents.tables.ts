import type { Generated, Selectable } from "kysely";
import type { Locale } from "#contracts/common.ts";

export interface ResidentTable {
  id: string;
  agencyId: string;
  /** Null until somebody knows it: a list may bring people by number alone. */
  givenName: string | null;
  familyName: string | null;
  birthDate: string | null;
  locale: Locale;
  /** The record that stands for this person since the two were merged. */
  mergedInto: Generated<string | null>;
}

export interface StayTable {
  id: string;
  agencyId: string;
  residentId: string;
  facilityId: string;
  unitId: string | null;
  bookingNumber: string;
  admittedAt: Temporal.Instant;
  releasedAt: Temporal.Instant | null;
  /** As the list gave them; null where nobody has. */
  custodyLevel: Generated<string | null>;
  statusCode: Generated<string | null>;
  endedHow: Generated<"released" | "transferred" | null>;
  /** Which list brought the stay, and by what the list knows person and stay; null for what staff entered. */
  source: Generated<string | null>;
  sourcePerson: Generated<string | null>;
  sourceKey: Generated<string | null>;
}
export type StayRow = Selectable<StayTable>;

export interface CustodyEventTable {
  id: string;
  agencyId: string;
  facilityId: string;
  stayId: string;
  kind: "admitted" | "moved" | "released" | "release_undone" | "transferred_out" | "transferred_in";
  unitId: string | null;
  at: Temporal.Instant;
  /** A code. */
  reason: Generated<string | null>;
}

/** Two residents who must not meet. Which of the two is named first means nothing. */
export interface KeepApartTable {
  id: string;
  agencyId: string;
  residentId: string;
  otherResidentId: string;
  facilityId: string;
  source: "court_order" | "staff_report" | "asked_by_person" | "investigation";
  words: string | null;
  fromDay: string;
  untilDay: string | null;
  madeAt: Temporal.Instant;
  madeBy: string | null;
  endedAt: Generated<Temporal.Instant | null>;
  endedBy: Generated<string | null>;
}

/** Two records of one person that were made one. */
export interface MergeTable {
  id: string;
  agencyId: string;
  facilityId: string;
  fromResidentId: string;
  intoResidentId: string;
  madeAt: Temporal.Instant;
  madeBy: string | null;
  undoneAt: Temporal.Instant | null;
  undoneBy: string | null;
}

/** Who is or was at a facility, for looking people up: the database keeps it from people and stays. Nobody writes to it. */
export interface ListingTable {
  facilityId: string;
  residentId: string;
  agencyId: string;
  isHere: boolean;
  familyName: string;
  givenName: string;
  bookingNumber: string;
  folded: string;
}

/** A view for joins: each resident with the current stay, if there is one, and the names of where it is. */
export interface ResidentCardView {
  residentId: string;
  agencyId: string;
  givenName: string | null;
  familyName: string | null;
  /** How the resident is shown: by name, or by number where no name is known. */
  residentName: string;
  locale: Locale;
  stayId: string | null;
  facilityId: string | null;
  facilityName: string | null;
  timeZone: string | null;
  unitId: string | null;
  unitName: string | null;
  bookingNumber: string | null;
  admittedAt: Temporal.Instant | null;
}
export type ResidentCard = ResidentCardView;

/** A view that stations publishes: whether a resident can sign in at one. */
export interface AccessView {
  residentId: string;
  pinSet: boolean;
  /** The end of the latest lock that nobody has ended; it may lie in the past. */
  lockedUntil: Temporal.Instant | null;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "residents.resident": ResidentTable;
    "residents.stay": StayTable;
    "residents.keep_apart": KeepApartTable;
    "residents.merge": MergeTable;
    "residents.custodyEvent": CustodyEventTable;
    "residents.card": ResidentCardView;
    "residents.listing": ListingTable;
    "stations.access": AccessView;
  }
}
