import { z } from "zod";
import { Cost, DayQuote, Quote } from "./bills.ts";
import { Day, Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";

export { timelineCodes } from "./timeline.ts";

export const HOLD_MINUTES = 10;
export const visitStatuses = ["requested", "booked", "rejected", "withdrawn", "cancelled", "in_progress", "completed", "missed"] as const;
export const VisitStatus = z.enum(visitStatuses);
/** How a visit came out, and who caused it. An interruption is an outcome. */
export const outcomeCodes = [
  "talked",
  "talked_with_interruptions",
  "ended_early_by_family",
  "ended_early_by_resident",
  "ended_by_staff",
  "family_absent",
  "resident_absent",
  "nobody_came",
  "nobody_watched",
  "cancelled_by_family",
  "cancelled_by_resident",
  "cancelled_by_staff",
  "system_failure",
] as const;
export const OutcomeCode = z.enum(outcomeCodes);
export const Cause = z.enum(["family", "resident", "staff", "facility", "system", "nobody"]);
export const roomKinds = ["recorded", "unrecorded", "privileged"] as const;
export const RoomKind = z.enum(roomKinds);

/** The most guests that one booking may name, whatever a facility's policy says. */
export const PARTY_GUESTS_MAX = 11;
/** Who comes along with the contact. Inside, `name` is the first name only. */
export const PartyGuest = z.strictObject({ id: Id, kind: z.enum(["child", "interpreter"]), name: z.string() });
/** Another adult who comes from a home and with an account of their own. */
export const PartyAdult = z.strictObject({ id: Id, name: z.string() });
/** Staff read an age on the day of the visit, and no birth date. */
export const PartyGuestOfStaff = PartyGuest.extend({ age: z.number().int().nullable(), language: z.string().nullable() });
/** How many may come to one visit; what is not limited is null. */
export const PartyRules = z.strictObject({
  peopleMax: z.number().int(),
  adultsMax: z.number().int().nullable(),
  childrenPerAdultMax: z.number().int().nullable(),
  /** Younger children do not count; with 0 every child does. */
  childrenCountFromYears: z.number().int(),
  interpretersCount: z.boolean(),
});

/** One start in one session: what a family may pick. Local parts are the facility's own. */
export const Place = z.strictObject({
  sessionTemplateId: Id,
  startsAt: Instant,
  endsAt: Instant,
  day: Day,
  localStart: z.string(),
  free: z.boolean(),
});
export const PlaceDay = z.strictObject({ day: Day, free: z.number().int(), places: z.array(Place) });

/** One line of the record all sides see. `facts` holds ids, codes and numbers only. */
export const TimelineLine = z.strictObject({
  id: Id,
  at: Instant,
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const VisitCard = z.strictObject({
  id: Id,
  status: VisitStatus,
  outcome: OutcomeCode.nullable(),
  cause: Cause.nullable(),
  startsAt: Instant,
  endsAt: Instant,
  day: Day,
  localStart: z.string(),
  timeZone: z.string(),
  facilityName: z.string(),
  stationName: z.string(),
  /** The other side, as this reader may know them. */
  withName: z.string(),
  room: RoomKind,
  /** From when this side may enter the waiting room. */
  opensAt: Instant,
  connectedSeconds: z.number().int(),
  lostSeconds: z.number().int(),
  reason: z.string().nullable(),
  /** What it costs the reader; null where it never could cost anything, or the bill is somebody else's. */
  cost: Cost.nullable(),
  canCancel: z.boolean(),
  /** It goes on only while an officer watches. */
  mustBeWatched: z.boolean(),
  /** Who comes along with the contact. */
  party: z.array(PartyGuest),
  /** The other adults who come, each from a home of their own; the reader is left out. */
  adults: z.array(PartyAdult),
  /** Who booked, where the reader comes along to somebody else's visit; null else. */
  bookedBy: z.string().nullable(),
  /** Whether this reader may still ask other adults, or step out. */
  canAsk: z.boolean(),
  canLeave: z.boolean(),
});
export const VisitPage = VisitCard.extend({
  timeline: z.array(TimelineLine),
  recording: z.strictObject({ status: z.enum(["none", "recording", "queued", "processing", "ready", "failed"]), progress: z.number() }),
});
export const BoardVisit = VisitPage.omit({ timeline: true }).extend({
  residentName: z.string(),
  contactName: z.string(),
  stationId: Id,
  party: z.array(PartyGuestOfStaff),
  live: z.enum(["none", "waiting", "live", "interrupted", "paused"]),
  familyHere: z.boolean(),
  residentHere: z.boolean(),
  /** Since when people wait in it for an officer to watch, as staff were told. */
  watchToldAt: Instant.nullable(),
});

export const CancelReason = z.enum(["plans_changed", "unwell", "no_reason", "facility_need", "safety"]);
const out = (path: string) => `/api/outside${path}`;
const One = z.strictObject({ visitId: Id });
export const visitsOutside = {
  places: endpoint({
    id: "places",
    method: "GET",
    path: out("/connections/:connectionId/places"),
    permission: "place.read",
    summary: "Days and starts that can be booked with this person, in the facility's time zone",
    params: z.strictObject({ connectionId: Id }),
    answer: {
      status: 200,
      schema: z.strictObject({
        timeZone: z.string(),
        facilityName: z.string(),
        residentName: z.string(),
        visitMinutes: z.number().int(),
        recorded: z.boolean(),
        /** A visit of these two goes on only while an officer watches. */
        mustBeWatched: z.boolean(),
        party: PartyRules,
        from: Day,
        through: Day,
        days: z.array(PlaceDay),
        /** The most that a visit can cost, by day and length; and what of the reader's own wallet is free. */
        quotes: z.array(DayQuote),
        walletCents: z.number().int(),
      }),
    },
    errors: ["connection.unknown", "connection.not_approved"],
  }),
  holdPlace: endpoint({
    id: "holdPlace",
    method: "POST",
    path: out("/holds"),
    permission: "visit.request",
    summary: "Keep a place for ten minutes while the form is filled in",
    body: z.strictObject({ id: Id, connectionId: Id, sessionTemplateId: Id, startsAt: Instant }),
    answer: {
      status: 201,
      schema: z.strictObject({
        id: Id,
        expiresAt: Instant,
        startsAt: Instant,
        endsAt: Instant,
        quote: Quote,
        /** What of the reader's own wallet is free. */
        walletCents: z.number().int(),
      }),
    },
    errors: [
      "connection.unknown",
      "connection.not_approved",
      "visit.place_unknown",
      "visit.place_taken",
      "visit.notice_too_short",
      "visit.notice_too_long",
      "visit.day_closed",
      "visit.allowance_used",
      "visit.resident_busy",
      "visit.contact_busy",
      "visit.resident_away",
    ],
  }),
  releaseHold: endpoint({
    id: "releaseHold",
    method: "DELETE",
    path: out("/holds/:holdId"),
    permission: "visit.request",
    summary: "Give a held place back",
    params: z.strictObject({ holdId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
  bookVisit: endpoint({
    id: "bookVisit",
    method: "POST",
    path: out("/visits"),
    permission: "visit.request",
    summary: "Turn a hold into a booked visit, with the guests who come along; asking again with the same id answers with the same visit",
    body: z.strictObject({
      id: Id,
      holdId: Id,
      guestIds: z.array(Id).max(PARTY_GUESTS_MAX).optional(),
      /** What the page showed as the most that the reader's own part can be: without it nothing is taken of them. */
      atMostCents: z.number().int().nonnegative().optional(),
    }),
    answer: { status: 201, schema: VisitCard },
    errors: [
      "visit.hold_unknown",
      "visit.hold_expired",
      "visit.place_taken",
      "visit.allowance_used",
      "visit.resident_busy",
      "visit.contact_busy",
      "connection.not_approved",
      "visit.guest_unknown",
      "visit.guest_grown",
      "visit.guest_without_adult",
      "visit.children_not_allowed",
      "visit.party_too_many",
      "visit.party_too_many_adults",
      "visit.party_too_many_children",
      "money.family_short",
      "money.resident_short",
      "money.price_changed",
      "money.id_taken",
    ],
  }),
  ownVisits: endpoint({
    id: "ownVisits",
    method: "GET",
    path: out("/visits"),
    permission: "visit.read_own",
    summary: "One's visits: coming ones first, then past ones, newest first",
    answer: { status: 200, schema: z.array(VisitCard) },
    errors: [],
  }),
  ownVisit: endpoint({
    id: "ownVisit",
    method: "GET",
    path: out("/visits/:visitId"),
    permission: "visit.read_own",
    summary: "One visit with its record",
    params: One,
    answer: { status: 200, schema: VisitPage },
    errors: ["visit.unknown"],
  }),
  visitCalendar: endpoint({
    id: "visitCalendar",
    method: "GET",
    path: out("/visits/:visitId/calendar.ics"),
    permission: "visit.read_own",
    summary: "The visit as a calendar file (RFC 5545)",
    params: One,
    answer: { status: 200, schema: z.string() },
    errors: ["visit.unknown"],
  }),
  cancelOwnVisit: endpoint({
    id: "cancelOwnVisit",
    method: "POST",
    path: out("/visits/:visitId/cancel"),
    permission: "visit.cancel_own",
    summary: "Cancel a booked visit; the place is free at once and both sides are told",
    params: One,
    body: z.strictObject({ reason: CancelReason }),
    answer: { status: 200, schema: VisitCard },
    errors: ["visit.unknown", "visit.cannot_cancel"],
  }),
};

const AtVisit = z.strictObject({ facilityId: Id, visitId: Id });
const staff = (path: string) => `/api/staff/facilities/:facilityId${path}`;
export const visitsStaff = {
  board: endpoint({
    id: "board",
    method: "GET",
    path: staff("/board"),
    permission: "board.read",
    summary: "The day's visits by station, what is live and what needs a person",
    params: z.strictObject({ facilityId: Id }),
    query: z.strictObject({ day: Day.optional() }),
    answer: {
      status: 200,
      schema: z.strictObject({
        now: Instant,
        day: Day,
        timeZone: z.string(),
        facilityName: z.string(),
        stations: z.array(
          z.strictObject({ id: Id, name: z.string(), unit: z.string().nullable(), status: z.string(), lastSeenAt: Instant.nullable() }),
        ),
        visits: z.array(BoardVisit),
        needs: z.array(
          z.strictObject({
            code: z.enum([
              "watch_needed",
              "resident_late",
              "family_late",
              "recording_unproven",
              "station_silent",
              "repair_open",
              "connection_waiting",
              "access_review",
              "access_review_overdue",
              "law_facts_missing",
              "media_unavailable",
            ]),
            visitId: Id.nullable(),
            stationId: Id.nullable(),
            facts: z.record(z.string(), z.union([z.string(), z.number()])),
          }),
        ),
      }),
    },
    errors: [],
  }),
  staffVisit: endpoint({
    id: "staffVisit",
    method: "GET",
    path: staff("/visits/:visitId"),
    permission: "visit.read",
    summary: "One visit with its record",
    params: AtVisit,
    answer: { status: 200, schema: BoardVisit.extend({ timeline: z.array(TimelineLine) }) },
    errors: ["visit.unknown"],
  }),
  cancelVisit: endpoint({
    id: "cancelVisit",
    method: "POST",
    path: staff("/visits/:visitId/cancel"),
    permission: "visit.cancel",
    summary: "Cancel a booked visit with a reason both sides read",
    params: AtVisit,
    body: z.strictObject({ reason: CancelReason, note: z.string().trim().max(500).optional() }),
    answer: { status: 204, schema: Nothing },
    errors: ["visit.unknown", "visit.cannot_cancel"],
  }),
};

export const purposes = ["safety_investigation", "complaint_by_family", "complaint_by_resident", "court_order", "quality_check"] as const;
export const recordingsStaff = {
  openDisclosure: endpoint({
    id: "openDisclosure",
    method: "POST",
    path: staff("/visits/:visitId/disclosures"),
    permission: "recording.disclose",
    summary: "State a purpose to look at a recording; the look is logged for good before the first second",
    params: AtVisit,
    body: z.strictObject({ id: Id, purpose: z.enum(purposes), basis: z.string().trim().min(3).max(200) }),
    answer: { status: 201, schema: z.strictObject({ id: Id }) },
    errors: ["recording.unknown", "recording.not_ready", "recording.purpose_needed"],
  }),
  playRecording: endpoint({
    id: "playRecording",
    method: "GET",
    path: staff("/visits/:visitId/disclosures/:disclosureId/file"),
    permission: "recording.disclose",
    summary: "The recording's file, for the one who made this disclosure, for an hour",
    params: z.strictObject({ facilityId: Id, visitId: Id, disclosureId: Id }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["recording.disclosure_unknown", "recording.not_ready"],
  }),
};
