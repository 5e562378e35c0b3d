import { z } from "zod";
import { Day, Id, Instant, Nothing, Page } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { FacilityCard } from "./people.ts";

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

export const connectionsOutside = {
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

export const connectionsInside = {
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

export const connectionsStaff = {
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
};
