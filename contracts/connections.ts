import { z } from "zod";
import { Day, Done, Id, Instant, Nothing, Page } from "./common.ts";
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
  "not_answered",
  "listed_by_resident",
  "rules_broken",
  "under_investigation",
  "cleared",
  "no_longer_needed",
  "asked_by_resident",
  "asked_by_contact",
  "account_closed",
] as const;
export const DecisionReason = z.enum(decisionReasons);

export const restrictionKinds = ["banned", "closed", "no_contact", "child", "supervised"] as const;
export const RestrictionKind = z.enum(restrictionKinds);
/** What limits a connection, from a day until a day in the facility's calendar, both included; no last day means until it is lifted. */
export const Restriction = z.strictObject({
  id: Id,
  kind: RestrictionKind,
  fromDay: Day,
  untilDay: Day.nullable(),
  reason: DecisionReason,
  /** Whether it limits anything now. */
  inForce: z.boolean(),
});

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
  /** By when the facility answers, while it has not. */
  dueAt: Instant.nullable(),
  /** From when the two may ask anew, where a rejection says so. */
  againFrom: Instant.nullable(),
  restrictions: z.array(Restriction),
});

const Found = {
  facilityId: Id,
  familyName: z.string().trim().min(1).max(100),
  givenName: z.string().trim().min(1).max(100).optional(),
  bookingNumber: z.string().trim().min(1).max(20).optional(),
  birthDate: Day.optional(),
};
/** A person inside is found by family name and number, or by whole name and birth date, together with the facility. */
const FindPerson = z
  .strictObject({ id: Id, ...Found, relationship: Relationship })
  .refine((asked) => asked.bookingNumber !== undefined || (asked.givenName !== undefined && asked.birthDate !== undefined), {
    path: ["bookingNumber"],
  });
const OwnOne = z.strictObject({ connectionId: Id });

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
    body: FindPerson,
    answer: { status: 202, schema: z.strictObject({ done: z.literal(true) }) },
    errors: ["request.too_many", "connection.too_soon"],
  }),
  withdrawConnection: endpoint({
    id: "withdrawConnection",
    method: "POST",
    path: "/api/outside/connections/:connectionId/withdraw",
    permission: "connection.end_own",
    summary: "Take back a request that waits",
    params: OwnOne,
    answer: { status: 204, schema: Nothing },
    errors: ["connection.unknown", "connection.decided"],
  }),
  endOwnConnection: endpoint({
    id: "endOwnConnection",
    method: "POST",
    path: "/api/outside/connections/:connectionId/end",
    permission: "connection.end_own",
    summary: "End a connection that stands; visits that are booked end with it",
    params: OwnOne,
    answer: { status: 204, schema: Nothing },
    errors: ["connection.unknown", "connection.act_impossible"],
  }),
};

/** The reasons a resident may read. Whoever is kept safe by a refusal is kept safe by silence about it too, so the list names what is told. */
export const InsideReason = DecisionReason.extract([
  "matches_id",
  "known_to_facility",
  "name_differs",
  "not_enough_details",
  "listed_by_resident",
  "rules_broken",
  "cleared",
  "no_longer_needed",
  "asked_by_resident",
  "account_closed",
]);
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

/** Somebody whom the resident named, as the resident typed it. */
export const Invitation = z.strictObject({
  id: Id,
  givenName: z.string(),
  familyName: z.string(),
  relationship: Relationship,
  /** By which way they are told: by a letter to an address, or by the resident. */
  way: z.enum(["letter", "phone"]),
  madeAt: Instant,
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
  endInsideConnection: endpoint({
    id: "endInsideConnection",
    method: "POST",
    path: "/api/inside/connections/:connectionId/end",
    permission: "connection.end_inside",
    summary: "End a connection that stands; visits that are booked end with it",
    params: OwnOne,
    answer: { status: 204, schema: Nothing },
    errors: ["connection.unknown", "connection.act_impossible"],
  }),
  insideInvitations: endpoint({
    id: "insideInvitations",
    method: "GET",
    path: "/api/inside/invitations",
    permission: "connection.invite",
    summary: "Whom the resident named; whether any of them has an account is not told",
    answer: { status: 200, schema: z.array(Invitation) },
    errors: [],
  }),
  inviteContact: endpoint({
    id: "inviteContact",
    method: "POST",
    path: "/api/inside/invitations",
    permission: "connection.invite",
    summary: "Name somebody outside to be added; with an address they get a letter. The same answer, whoever they are",
    body: z
      .strictObject({
        id: Id,
        givenName: z.string().trim().min(1).max(100),
        familyName: z.string().trim().min(1).max(100),
        birthDate: Day.optional(),
        relationship: Relationship,
        email: z.email().max(254).optional(),
        phone: z
          .string()
          .trim()
          .regex(/^[+\d][\d ().-]{5,24}$/)
          .optional(),
      })
      .refine((asked) => asked.email !== undefined || asked.phone !== undefined, { path: ["email"] }),
    answer: { status: 202, schema: Done },
    errors: ["request.too_many"],
  }),
  takeBackInvitation: endpoint({
    id: "takeBackInvitation",
    method: "POST",
    path: "/api/inside/invitations/:invitationId/take-back",
    permission: "connection.invite",
    summary: "Take somebody off the list again",
    params: z.strictObject({ invitationId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found"],
  }),
};

export const ConnectionForStaff = z.strictObject({
  id: Id,
  status: ConnectionStatus,
  relationship: Relationship,
  requestedAt: Instant,
  decidedAt: Instant.nullable(),
  reason: DecisionReason.nullable(),
  dueAt: Instant.nullable(),
  overdue: z.boolean(),
  /** Who looks at it now, while it is under review. */
  reviewer: z.strictObject({ name: z.string(), mine: z.boolean() }).nullable(),
  resident: z.strictObject({ id: Id, name: z.string(), bookingNumber: z.string(), unit: z.string().nullable() }),
  contact: z.strictObject({
    id: Id,
    name: z.string(),
    birthDate: Day,
    emailConfirmed: z.boolean(),
    /** When the person last corrected name or birth date by themselves. */
    correctedAt: Instant.nullable(),
    otherConnectionsHere: z.number().int(),
  }),
});
const AtFacility = z.strictObject({ facilityId: Id });
const AtConnection = z.strictObject({ facilityId: Id, connectionId: Id });
const Decision = z.strictObject({ reason: DecisionReason, words: z.string().trim().max(1000).optional() });
const Act = Decision;

export const pictureKinds = ["front", "back", "selfie"] as const;
export const PictureKind = z.enum(pictureKinds);

/** All that this agency knows of one connection, for the person who decides. Nothing of any other agency. */
export const ConnectionDetail = ConnectionForStaff.extend({
  /** Which of the three there are. */
  pictures: z.array(PictureKind),
  /** What the resident wrote when naming this person, and whether name and birth date match. */
  listed: z.strictObject({ madeAt: Instant, nameMatches: z.boolean(), birthDateMatches: z.boolean().nullable() }).nullable(),
  /** Other contacts with the same name and birth date who are connected, or asked to be, in this agency. */
  alike: z.array(z.strictObject({ contactId: Id, name: z.string(), birthDate: Day, connections: z.number().int() })),
  /** Earlier answers of this agency about this contact. */
  earlier: z.array(
    z.strictObject({
      connectionId: Id,
      /** Null for somebody who never was at this facility: that the agency answered counts, not who it was about. */
      residentName: z.string().nullable(),
      sameResident: z.boolean(),
      status: ConnectionStatus,
      reason: DecisionReason.nullable(),
      decidedAt: Instant.nullable(),
    }),
  ),
  steps: z.array(z.strictObject({ at: Instant, act: z.string(), reason: DecisionReason.nullable(), byName: z.string().nullable() })),
  restrictions: z.array(Restriction),
});

const staffAct = <const I extends string>(id: I, act: string, summary: string) =>
  endpoint({
    id,
    method: "POST",
    path: `/api/staff/facilities/:facilityId/connections/:connectionId/${act}`,
    permission: "connection.decide",
    summary,
    params: AtConnection,
    body: Act,
    answer: { status: 204, schema: Nothing },
    errors: ["connection.unknown", "connection.act_impossible", "connection.reason_needed"],
  });

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
  connectionDetail: endpoint({
    id: "connectionDetail",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/connections/:connectionId",
    permission: "connection.read",
    summary: "One connection with what this agency knows: pictures there are, people alike, earlier answers, every step",
    params: AtConnection,
    answer: { status: 200, schema: ConnectionDetail },
    errors: ["connection.unknown"],
  }),
  viewIdPicture: endpoint({
    id: "viewIdPicture",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/connections/:connectionId/pictures/:kind",
    permission: "id_picture.view",
    summary: "One ID picture of this connection's contact; every look is audited",
    params: AtConnection.extend({ kind: PictureKind }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["connection.unknown", "picture.unknown"],
  }),
  claimConnection: endpoint({
    id: "claimConnection",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/connections/:connectionId/claim",
    permission: "connection.decide",
    summary: "Say that one looks at it, so that nobody else begins",
    params: AtConnection,
    answer: { status: 204, schema: Nothing },
    errors: ["connection.unknown", "connection.decided"],
  }),
  releaseConnection: endpoint({
    id: "releaseConnection",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/connections/:connectionId/release",
    permission: "connection.decide",
    summary: "Put it back into the queue undecided",
    params: AtConnection,
    answer: { status: 204, schema: Nothing },
    errors: ["connection.unknown", "connection.decided"],
  }),
  suspendConnection: staffAct("suspendConnection", "suspend", "Stop a connection for now, with a reason"),
  resumeConnection: staffAct("resumeConnection", "resume", "Let a suspended connection stand again"),
  endConnection: staffAct("endConnection", "end", "End a connection for good; the two may ask anew"),
  restrictConnection: endpoint({
    id: "restrictConnection",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/connections/:connectionId/restrictions",
    permission: "connection.decide",
    summary: "Limit a connection from a day until a day",
    params: AtConnection,
    body: Act.extend({ id: Id, kind: RestrictionKind, fromDay: Day, untilDay: Day.nullable() }),
    answer: { status: 201, schema: Done },
    errors: ["connection.unknown", "connection.act_impossible", "connection.reason_needed", "connection.days_wrong"],
  }),
  liftRestriction: endpoint({
    id: "liftRestriction",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/restrictions/:restrictionId/lift",
    permission: "connection.decide",
    summary: "Take a limit away before its last day",
    params: z.strictObject({ facilityId: Id, restrictionId: Id }),
    body: Act,
    answer: { status: 204, schema: Nothing },
    errors: ["connection.unknown", "connection.reason_needed"],
  }),
};
