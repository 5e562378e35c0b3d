import { z } from "zod";
import { Day, Id, Instant, Locale, Nothing, Page } from "./common.ts";
import { endpoint } from "./endpoint.ts";

export const FacilityCard = z.strictObject({
  id: Id,
  name: z.string(),
  kind: z.enum(["prison", "jail"]),
  timeZone: z.string(),
  place: z.string(),
});
/** What a family needs to know before booking: the facility's rules as data, said by the app in words. */
export const FacilityRules = z.strictObject({
  visitMinutes: z.number().int(),
  noticeMinHours: z.number().int(),
  noticeMaxDays: z.number().int(),
  visitsPerWeek: z.number().int().nullable(),
  earlyMinutes: z.number().int(),
  lateMinutes: z.number().int(),
  recorded: z.boolean(),
  /** Weekly hours, local: ISO weekday 1 (Monday) to 7, `HH:MM`. */
  hours: z.array(z.strictObject({ weekday: z.number().int().min(1).max(7), startsAt: z.string(), endsAt: z.string() })),
  closedDays: z.array(z.strictObject({ day: Day, reason: z.string() })),
});

export const facilitiesApi = {
  publicFacilities: endpoint({
    id: "publicFacilities",
    method: "GET",
    path: "/api/public/facilities",
    permission: "public.read",
    summary: "Every facility served here",
    answer: { status: 200, schema: z.array(FacilityCard) },
    errors: [],
  }),
  publicFacility: endpoint({
    id: "publicFacility",
    method: "GET",
    path: "/api/public/facilities/:facilityId",
    permission: "public.read",
    summary: "One facility's visit rules",
    params: z.strictObject({ facilityId: Id }),
    query: z.strictObject({ locale: Locale.default("en") }),
    answer: { status: 200, schema: FacilityCard.extend({ rules: FacilityRules }) },
    errors: ["request.not_found"],
  }),
};

export const relationships = ["parent", "child", "spouse", "partner", "sibling", "grandparent", "other_family", "friend"] as const;
export const Relationship = z.enum(relationships);
export const connectionStatuses = [
  "requested",
  "under_review",
  "approved",
  "auto_approved",
  "rejected",
  "withdrawn",
  "suspended",
  "ended",
] as const;
export const ConnectionStatus = z.enum(connectionStatuses);
/** Why a connection was decided so; each has a sentence in both languages. */
export const decisionReasons = [
  "matches_id",
  "known_to_facility",
  "name_differs",
  "court_order",
  "victim_safety",
  "not_enough_details",
] as const;
export const DecisionReason = z.enum(decisionReasons);

export const OwnConnection = z.strictObject({
  id: Id,
  residentName: z.string(),
  relationship: Relationship,
  status: ConnectionStatus,
  facility: FacilityCard.nullable(),
  reason: DecisionReason.nullable(),
  /** What the facility added in its own words, in the reader's language where it wrote both. */
  reasonWords: z.string().nullable(),
  decidedAt: Instant.nullable(),
  requestedAt: Instant,
});

export const contactsApi = {
  ownConnections: endpoint({
    id: "ownConnections",
    method: "GET",
    path: "/api/outside/connections",
    permission: "connection.read_own",
    summary: "The people inside that one is connected to, and where each request stands",
    answer: { status: 200, schema: z.array(OwnConnection) },
    errors: [],
  }),
  requestConnection: endpoint({
    id: "requestConnection",
    method: "POST",
    path: "/api/outside/connections",
    permission: "connection.request",
    summary: "Ask to be connected to a resident; the same answer whether or not such a person is there",
    body: z.strictObject({
      id: Id,
      facilityId: Id,
      bookingNumber: z.string().trim().min(3).max(20),
      familyName: z.string().trim().min(1).max(100),
      relationship: Relationship,
    }),
    answer: { status: 202, schema: z.strictObject({ done: z.literal(true) }) },
    errors: ["request.too_many"],
  }),
};

/** The reasons a resident may read. Whoever is kept safe by a refusal is kept safe by silence about it too, so the list names what is told. */
export const InsideReason = DecisionReason.extract(["matches_id", "known_to_facility", "name_differs", "not_enough_details"]);
/** Where a connection that a resident is told of may stand; what was asked and taken back is not theirs to read. */
export const InsideStatus = ConnectionStatus.exclude(["withdrawn"]);

/** A connection as the resident reads it: the code of the reason, and not the words that staff wrote to the family. */
export const InsideConnection = z.strictObject({
  id: Id,
  /** Null until staff have decided: before, it is what anybody typed. */
  contactName: z.string().nullable(),
  /** What the contact is to the resident. */
  relationship: Relationship,
  status: InsideStatus,
  reason: InsideReason.nullable(),
  decidedAt: Instant.nullable(),
  requestedAt: Instant,
});

export const contactsInside = {
  insideConnections: endpoint({
    id: "insideConnections",
    method: "GET",
    path: "/api/inside/connections",
    permission: "connection.read_inside",
    summary:
      "The people outside who asked to be connected to the resident, and where each stands; never a refusal that keeps somebody safe",
    answer: { status: 200, schema: z.array(InsideConnection) },
    errors: [],
  }),
};

export const ConnectionForStaff = z.strictObject({
  id: Id,
  status: ConnectionStatus,
  relationship: Relationship,
  requestedAt: Instant,
  decidedAt: Instant.nullable(),
  reason: DecisionReason.nullable(),
  resident: z.strictObject({ id: Id, name: z.string(), bookingNumber: z.string(), unit: z.string().nullable() }),
  contact: z.strictObject({
    id: Id,
    name: z.string(),
    birthDate: Day,
    emailConfirmed: z.boolean(),
    otherConnectionsHere: z.number().int(),
  }),
});
const AtFacility = z.strictObject({ facilityId: Id });
const AtConnection = z.strictObject({ facilityId: Id, connectionId: Id });
const Decision = z.strictObject({ reason: DecisionReason, words: z.string().trim().max(1000).optional() });

export const ResidentRow = z.strictObject({
  id: Id,
  givenName: z.string(),
  familyName: z.string(),
  bookingNumber: z.string(),
  unit: z.string().nullable(),
  locked: z.boolean(),
  pinSet: z.boolean(),
});

export const peopleStaffApi = {
  connectionQueue: endpoint({
    id: "connectionQueue",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/connections",
    permission: "connection.read",
    summary: "Connections of residents here, waiting ones first",
    params: AtFacility,
    query: z.strictObject({ status: z.enum(["waiting", "decided"]).default("waiting"), ...Page }),
    answer: { status: 200, schema: z.strictObject({ rows: z.array(ConnectionForStaff), next: z.string().nullable() }) },
    errors: [],
  }),
  approveConnection: endpoint({
    id: "approveConnection",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/connections/:connectionId/approve",
    permission: "connection.decide",
    summary: "Approve, with a reason both sides read",
    params: AtConnection,
    body: Decision,
    answer: { status: 204, schema: Nothing },
    errors: ["connection.unknown", "connection.decided", "connection.reason_needed"],
  }),
  rejectConnection: endpoint({
    id: "rejectConnection",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/connections/:connectionId/reject",
    permission: "connection.decide",
    summary: "Reject, with a reason; one that keeps somebody safe is never told inside",
    params: AtConnection,
    body: Decision,
    answer: { status: 204, schema: Nothing },
    errors: ["connection.unknown", "connection.decided", "connection.reason_needed"],
  }),
  residentList: endpoint({
    id: "residentList",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/residents",
    permission: "resident.read",
    summary: "Residents with a stay here, by name or booking number",
    params: AtFacility,
    query: z.strictObject({ search: z.string().max(100).default(""), ...Page }),
    answer: { status: 200, schema: z.strictObject({ rows: z.array(ResidentRow), next: z.string().nullable() }) },
    errors: [],
  }),
  makeResidentCode: endpoint({
    id: "makeResidentCode",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/residents/:residentId/code",
    permission: "resident.set_code",
    summary: "A one-time code with which the resident sets a PIN; shown once, any older PIN ends",
    params: z.strictObject({ facilityId: Id, residentId: Id }),
    answer: { status: 201, schema: z.strictObject({ code: z.string(), expiresAt: Instant }) },
    errors: ["resident.unknown"],
  }),
  unlockResident: endpoint({
    id: "unlockResident",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/residents/:residentId/unlock",
    permission: "resident.unlock",
    summary: "End a lock after wrong tries",
    params: z.strictObject({ facilityId: Id, residentId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["resident.unknown"],
  }),
};
