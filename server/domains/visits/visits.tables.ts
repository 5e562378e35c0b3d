import type { Generated } from "kysely";
import type { z } from "zod";
import type { HandAct } from "#contracts/interventions.ts";
import type { Room, Seat } from "#contracts/live.ts";
import type { Cause, OutcomeCode, RoomKind, VisitStatus } from "#contracts/visits.ts";

type Instant = Temporal.Instant;
/** A span as PostgreSQL writes it; made with `tstzrange(from, to)`, read with `lower(during)` and `upper(during)`. */
type Span = string;
export type Side = "family" | "resident" | "staff";
export type Mode = "video" | "on_site_video" | "in_person";

export interface SessionTemplateTable {
  id: string;
  agencyId: string;
  facilityId: string;
  name: { en: string; es: string };
  mode: Mode;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  weekdays: number[];
  /** The facility's own clock, `09:00:00`. */
  startsLocal: string;
  endsLocal: string;
  everyWeeks: Generated<number>;
  validFrom: string;
  validTo: string | null;
  visitMinutes: number;
  turnaroundMinutes: number;
}

export interface TemplateStationTable {
  facilityId: string;
  sessionTemplateId: string;
  stationId: string;
}

/** How many stations of which group a template may use at the same time; null: all of the group. */
export interface TemplateGroupTable {
  facilityId: string;
  sessionTemplateId: string;
  groupId: string;
  stations: number | null;
}

/** A view: visits booked where they can't be held. */
export interface UnplacedView {
  visitId: string;
  facilityId: string;
  stationId: string;
  startsAt: Instant;
  endsAt: Instant;
  /** The station is turned off or blocked then; else it is broken now. */
  closed: boolean;
}

/** What holds and bookings both take. A hold has `expiresAt`; a booking has none. */
export interface ClaimTable {
  id: string;
  agencyId: string;
  facilityId: string;
  sessionTemplateId: string;
  connectionId: string;
  stayId: string;
  residentId: string;
  contactId: string;
  stationId: string;
  during: Span;
  madeBy: string;
  madeAt: Instant;
  expiresAt: Instant | null;
  releasedAt: Instant | null;
}

export interface VisitTable {
  id: string;
  agencyId: string;
  facilityId: string;
  claimId: string;
  connectionId: string;
  stayId: string;
  residentId: string;
  contactId: string;
  stationId: string;
  status: z.infer<typeof VisitStatus>;
  outcome: z.infer<typeof OutcomeCode> | null;
  cause: z.infer<typeof Cause> | null;
  reason: string | null;
  mode: Mode;
  roomKind: z.infer<typeof RoomKind>;
  startsAt: Instant;
  endsAt: Instant;
  /** The same moment as the facility's own day and clock say it. */
  localDay: string;
  localStart: string;
  timeZone: string;
  visitMinutes: number;
  earlyMinutes: number;
  lateMinutes: number;
  /** The account outside that made it. */
  requestedBy: string;
  madeAt: Instant;
  endedAt: Instant | null;
  keepUntil: Instant;
  /** Whether the family is still to be written to, should the visit be missed. */
  missedLetter: Generated<"due" | "sent" | "none">;
  /** It goes on only while an officer watches; fixed when it was booked. */
  mustBeWatched: Generated<boolean>;
}

/** Who comes along, as the contact had written them down when booking. */
export interface VisitGuestTable {
  id: string;
  agencyId: string;
  facilityId: string;
  visitId: string;
  /** Of the contact's own list, which they may be off by now. */
  guestId: string;
  /** The contact who brings them. */
  adultId: string;
  kind: "child" | "interpreter";
  givenName: string;
  familyName: string;
  birthDate: string | null;
  language: string | null;
  madeAt: Instant;
}

/** Another adult whom the contact who booked asked to come, from a home of their own. An address that fits nobody has a row like any other. */
export interface PartyContactTable {
  id: string;
  agencyId: string;
  facilityId: string;
  visitId: string;
  /** The contact who booked. */
  askedBy: string;
  /** The e-mail address as it was typed. */
  address: string;
  /** Null where the address fits nobody who may come. */
  contactId: string | null;
  connectionId: string | null;
  status: "asked" | "accepted" | "declined" | "withdrawn" | "left" | "removed";
  /** The visit's own time: whoever has accepted is in no other visit. */
  during: Span;
  askedAt: Instant;
  acceptedAt: Instant | null;
  endedAt: Instant | null;
  /** When the visit was cancelled: from then on their time is free. */
  releasedAt: Instant | null;
}

/** Why a visit no longer fits, and what became of it. */
export interface FlagTable {
  id: string;
  agencyId: string;
  facilityId: string;
  visitId: string;
  reason: "released" | "transferred" | "unit_moved" | "station_closed" | "connection_suspended" | "connection_limited" | "keep_apart";
  raisedAt: Instant;
  cancelsAt: Instant | null;
  resolvedAt: Instant | null;
  resolution: "kept" | "cancelled" | "fits_again" | "over" | null;
  /** The account of the staff member who decided. */
  resolvedBy: string | null;
}

export interface LiveSessionTable {
  visitId: string;
  facilityId: string;
  kind: z.infer<typeof RoomKind>;
  status: "waiting" | "live" | "interrupted" | "paused" | "ended" | "terminated" | "failed";
  pausedReason: Room["pausedFor"];
  openedAt: Instant;
  firstConnectedAt: Instant | null;
  endedAt: Instant | null;
  mediaNode: string;
  leasedBy: string;
  leaseUntil: Instant;
  recording: Generated<"none" | "starting" | "proven" | "unproven">;
  /** When staff were told that people wait here for an officer to watch. */
  watchToldAt: Generated<Instant | null>;
  ending: string | null;
  endingBy: string | null;
  endingReason: string | null;
}

export interface LegTable {
  id: string;
  facilityId: string;
  visitId: string;
  seat: Seat;
  side: Side;
  /** The account outside, the resident, or the staff member. */
  personId: string;
  /** Of staff who take part. */
  role: string | null;
  stationId: string | null;
  status: "not_joined" | "joined" | "dropped" | "rejoined" | "left";
  consentedAt: Instant | null;
  consentedTo: z.infer<typeof RoomKind> | null;
  joinedAt: Instant | null;
  leftAt: Instant | null;
}

export interface ConnectedIntervalTable {
  id: string;
  facilityId: string;
  visitId: string;
  during: Span;
}

/** About a minute of one leg's samples, packed (quality/packed.rules.ts). */
export interface QualityTable {
  facilityId: string;
  visitId: string;
  seat: Seat;
  fromAt: Instant;
  samples: Buffer;
}

export interface TimelineTable {
  id: string;
  facilityId: string;
  visitId: string;
  seq: Generated<number>;
  at: Instant;
  code: string;
  facts: Record<string, string | number | boolean | null>;
}

export interface ChatTable {
  id: string;
  facilityId: string;
  visitId: string;
  seat: Seat;
  words: string;
  locale: string;
  at: Instant;
  keepUntil: Instant;
  /** False for words that the others read while they were typed, and that were taken back. */
  sent: Generated<boolean>;
  /** What stood in the line before. */
  takenBack: Generated<string[]>;
}

export interface WatchTable {
  id: string;
  facilityId: string;
  visitId: string;
  roomKind: "recorded" | "unrecorded";
  staffId: string;
  role: string;
  askedAt: Instant;
  familySawAt: Instant | null;
  residentSawAt: Instant | null;
  startedAt: Instant | null;
  endedAt: Instant | null;
}

export interface InterventionTable {
  id: string;
  facilityId: string;
  visitId: string;
  staffId: string;
  role: string;
  kind: "warn" | HandAct | "end";
  reason: string;
  words: string | null;
  at: Instant;
  /** Of a mute or a camera: whom it holds for. */
  seat: Seat | "all" | null;
  /** In which language typed words were written. */
  locale: "en" | "es" | null;
  seq: Generated<number>;
}

/** Published by facilities: a unit with itself and every unit that it lies in. */
export interface UnitAboveView {
  facilityId: string;
  unitId: string;
  aboveId: string;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "facilities.unitAbove": UnitAboveView;
    "visits.session_template": SessionTemplateTable;
    "visits.template_station": TemplateStationTable;
    "visits.template_group": TemplateGroupTable;
    "visits.unplaced": UnplacedView;
    "visits.claim": ClaimTable;
    "visits.visit": VisitTable;
    "visits.visit_guest": VisitGuestTable;
    "visits.party_contact": PartyContactTable;
    "visits.live_session": LiveSessionTable;
    "visits.leg": LegTable;
    "visits.connected_interval": ConnectedIntervalTable;
    "visits.quality": QualityTable;
    "visits.timeline": TimelineTable;
    "visits.chat": ChatTable;
    "visits.flag": FlagTable;
    "visits.watch": WatchTable;
    "visits.intervention": InterventionTable;
  }
}
