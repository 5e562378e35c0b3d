import { z } from "zod";
import { Day, Id, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { watchRules } from "./interventions.ts";
import { SharedPictures } from "./together.ts";

export const CONNECTION_DECISION_DAYS_MAX = 90;
export const CONNECTION_AGAIN_DAYS_MAX = 730;
const ConnectionRules = {
  /** Approved at once where the resident had named the contact with name and birth date, and both match. */
  connectionsAutoApproved: z.boolean(),
  /** How many days the facility gives itself to answer. */
  connectionDecisionDays: z.number().int().min(1).max(CONNECTION_DECISION_DAYS_MAX),
  /** How many days the two wait after a rejection before they ask anew. */
  connectionAgainDays: z.number().int().min(0).max(CONNECTION_AGAIN_DAYS_MAX),
};
export const PARTY_MAX = 12;
const PartyRules = {
  /** How many people may come to one visit, the contact counted. */
  partyPeopleMax: z.number().int().min(1).max(PARTY_MAX),
  partyAdultsMax: z.number().int().min(1).max(PARTY_MAX).nullable(),
  partyChildrenPerAdultMax: z.number().int().min(0).max(PARTY_MAX).nullable(),
  /** Younger children do not count; with 0 every child does. */
  partyChildrenCountFromYears: z.number().int().min(0).max(18),
  /** Whether an interpreter takes a person's place. */
  partyInterpretersCount: z.boolean(),
};
const TogetherRules = {
  /** Whether families may put up pictures of their own in a visit: at once, after a look by staff, or not. */
  sharedPictures: SharedPictures,
};
const WatchRules = {
  /** Which visits go on only while an officer watches, told before the booking and fixed with it; a lawyer's never does. */
  watchRequired: z.enum(watchRules),
};
export const PolicyOfStaff = z.strictObject({
  validFrom: Day,
  ...ConnectionRules,
  ...PartyRules,
  ...TogetherRules,
  ...WatchRules,
  noticeMinHours: z.number().int(),
  noticeMaxDays: z.number().int(),
  visitsPerWeek: z.number().int().nullable(),
  /** ISO weekday, 1 Monday to 7 Sunday. */
  weekStarts: z.number().int(),
  earlyMinutes: z.number().int(),
  lateMinutes: z.number().int(),
  visitsRecorded: z.boolean(),
  keepRecordingsDays: z.number().int(),
});

const AtFacility = z.strictObject({ facilityId: Id });
export const policyStaff = {
  policyPage: endpoint({
    id: "policyPage",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/policy",
    permission: "facility.read",
    summary: "The facility's rules in force today, and those that begin later",
    params: AtFacility,
    answer: { status: 200, schema: z.strictObject({ today: Day, inForce: PolicyOfStaff, coming: z.array(PolicyOfStaff) }) },
    errors: [],
  }),
  setConnectionRules: endpoint({
    id: "setConnectionRules",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/policy/connections",
    permission: "policy.manage",
    summary: "Set the rules for connections from a day on; all other rules stay as they are on that day",
    params: AtFacility,
    body: z.strictObject({ validFrom: Day, ...ConnectionRules }),
    answer: { status: 204, schema: Nothing },
    errors: ["policy.day_past"],
  }),
  setPartyRules: endpoint({
    id: "setPartyRules",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/policy/party",
    permission: "policy.manage",
    summary: "Set who may come to one visit from a day on; all other rules stay as they are on that day",
    params: AtFacility,
    body: z.strictObject({ validFrom: Day, ...PartyRules }),
    answer: { status: 204, schema: Nothing },
    errors: ["policy.day_past"],
  }),
  setTogetherRules: endpoint({
    id: "setTogetherRules",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/policy/together",
    permission: "policy.manage",
    summary: "Set from a day on whether families may put up pictures of their own; all other rules stay as they are on that day",
    params: AtFacility,
    body: z.strictObject({ validFrom: Day, ...TogetherRules }),
    answer: { status: 204, schema: Nothing },
    errors: ["policy.day_past"],
  }),
  setWatchRules: endpoint({
    id: "setWatchRules",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/policy/watching",
    permission: "policy.manage",
    summary: "Set which visits must be watched from a day on; visits booked before keep what was told",
    params: AtFacility,
    body: z.strictObject({ validFrom: Day, ...WatchRules }),
    answer: { status: 204, schema: Nothing },
    errors: ["policy.day_past"],
  }),
};
