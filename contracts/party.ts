import { z } from "zod";
import { Day, Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { Email } from "./identity.ts";
import { RoomKind } from "./visits.ts";

/** The most screens on the family side of one visit: the contact who booked, and those who come from homes of their own. */
export const FAMILY_SCREENS_MAX = 4;
/** The most addresses that may be asked to one visit, those included that were taken back. */
export const PARTY_ASKED_MAX = 10;

/**
 * Somebody who was asked, as the contact who booked reads it. Whether an address fits anybody is told to nobody: until somebody accepts, every
 * address reads `asked`, and `lapsed` once the visit begins or is cancelled. The name is there from the acceptance on.
 */
export const AskedAdult = z.strictObject({
  id: Id,
  address: z.string(),
  status: z.enum(["asked", "accepted", "lapsed", "left", "removed"]),
  name: z.string().nullable(),
  askedAt: Instant,
});
/** A visit that somebody asks one to come to: who asks, whom it is with, and when. */
export const PartyInvitation = z.strictObject({
  id: Id,
  askedByName: z.string(),
  residentName: z.string(),
  facilityName: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  day: Day,
  localStart: z.string(),
  timeZone: z.string(),
  room: RoomKind,
});

const AtVisit = z.strictObject({ visitId: Id });
const AtAsked = z.strictObject({ visitId: Id, partyId: Id });
const One = z.strictObject({ partyId: Id });
const out = (path: string) => `/api/outside${path}`;
const full = ["visit.screens_full", "visit.party_full"] as const;

export const partyOutside = {
  askedAdults: endpoint({
    id: "askedAdults",
    method: "GET",
    path: out("/visits/:visitId/party"),
    permission: "visit.ask_party",
    summary: "Whom one has asked to come to a visit one has booked",
    params: AtVisit,
    answer: { status: 200, schema: z.array(AskedAdult) },
    errors: ["visit.unknown"],
  }),
  askAdult: endpoint({
    id: "askAdult",
    method: "POST",
    path: out("/visits/:visitId/party"),
    permission: "visit.ask_party",
    summary: "Ask another adult to come to a visit, from a home of their own; the answer is the same for every address",
    params: AtVisit,
    body: z.strictObject({ id: Id, email: Email }),
    answer: { status: 202, schema: z.strictObject({ done: z.literal(true) }) },
    errors: ["visit.unknown", "visit.party_closed", "visit.party_yourself", "visit.party_asked_enough", ...full, "request.too_many"],
  }),
  takeOutAdult: endpoint({
    id: "takeOutAdult",
    method: "DELETE",
    path: out("/visits/:visitId/party/:partyId"),
    permission: "visit.ask_party",
    summary: "Take an asking back, or somebody out who has accepted",
    params: AtAsked,
    answer: { status: 204, schema: Nothing },
    errors: ["visit.unknown", "visit.party_unknown"],
  }),
  partyInvitations: endpoint({
    id: "partyInvitations",
    method: "GET",
    path: out("/party"),
    permission: "visit.answer_party",
    summary: "The visits that others ask one to come to",
    answer: { status: 200, schema: z.array(PartyInvitation) },
    errors: [],
  }),
  acceptParty: endpoint({
    id: "acceptParty",
    method: "POST",
    path: out("/party/:partyId/accept"),
    permission: "visit.answer_party",
    summary: "Come to the visit; from then on those who come, the resident and staff read one's name",
    params: One,
    answer: { status: 200, schema: AtVisit },
    errors: ["visit.party_unknown", "visit.contact_busy", ...full, "visit.party_children"],
  }),
  declineParty: endpoint({
    id: "declineParty",
    method: "POST",
    path: out("/party/:partyId/decline"),
    permission: "visit.answer_party",
    summary: "Not come; nobody is told",
    params: One,
    answer: { status: 204, schema: Nothing },
    errors: ["visit.party_unknown"],
  }),
  leaveParty: endpoint({
    id: "leaveParty",
    method: "POST",
    path: out("/visits/:visitId/leave"),
    permission: "visit.answer_party",
    summary: "Not come any more after one has accepted, until the visit begins",
    params: AtVisit,
    answer: { status: 204, schema: Nothing },
    errors: ["visit.unknown", "visit.party_closed"],
  }),
};

export const partyStaff = {
  removeAdult: endpoint({
    id: "removeAdult",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/visits/:visitId/party/:partyId/remove",
    permission: "visit.cancel",
    summary: "Take somebody who was to come along out of a visit; the visit stands",
    params: z.strictObject({ facilityId: Id, visitId: Id, partyId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["visit.unknown", "visit.party_unknown", "visit.party_closed"],
  }),
};
