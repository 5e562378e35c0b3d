import { z } from "zod";
import { Day, Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";

/** From where it is known that two people must not meet. */
export const keepApartSources = ["court_order", "staff_report", "asked_by_person", "investigation"] as const;
export const KeepApartSource = z.enum(keepApartSources);

const AtResident = z.strictObject({ facilityId: Id, residentId: Id });
const AtOne = z.strictObject({ facilityId: Id, residentId: Id, keepApartId: Id });
const Row = z.strictObject({
  id: Id,
  /** Null where the other resident was never at this facility. */
  otherName: z.string().nullable(),
  source: KeepApartSource,
  words: z.string().nullable(),
  fromDay: Day,
  untilDay: Day.nullable(),
  madeAt: Instant,
});
const About = {
  id: Id,
  source: KeepApartSource,
  words: z.string().trim().max(1000).optional(),
  fromDay: Day,
  untilDay: Day.nullable(),
};
const base = "/api/staff/facilities/:facilityId/residents/:residentId";

/** Only whoever has the right learns that two people are kept apart; to everybody else each answer is the one for a full day. */
export const keepApartStaff = {
  keepApartList: endpoint({
    id: "keepApartList",
    method: "GET",
    path: `${base}/keep-apart`,
    permission: "keep_apart.read",
    summary: "The residents whom a resident here must not meet",
    params: AtResident,
    answer: { status: 200, schema: z.array(Row) },
    errors: ["resident.unknown"],
  }),
  makeKeepApart: endpoint({
    id: "makeKeepApart",
    method: "POST",
    path: `${base}/keep-apart`,
    permission: "keep_apart.manage",
    summary: "Keep two residents apart: never in visits of one facility on one day; visits that are booked already are flagged",
    params: AtResident,
    body: z.strictObject({ ...About, otherBookingNumber: z.string().trim().min(3).max(20) }),
    answer: { status: 201, schema: z.strictObject({ id: Id }) },
    errors: ["resident.unknown", "keep_apart.other_unknown", "keep_apart.same_person", "keep_apart.days_reversed"],
  }),
  endKeepApart: endpoint({
    id: "endKeepApart",
    method: "POST",
    path: `${base}/keep-apart/:keepApartId/end`,
    permission: "keep_apart.manage",
    summary: "Let two residents meet again",
    params: AtOne,
    answer: { status: 204, schema: Nothing },
    errors: ["resident.unknown", "keep_apart.unknown"],
  }),
  contactKeepApartList: endpoint({
    id: "contactKeepApartList",
    method: "GET",
    path: `${base}/contacts-keep-apart`,
    permission: "keep_apart.read",
    summary: "The contacts whom a resident here must not meet",
    params: AtResident,
    answer: { status: 200, schema: z.array(Row) },
    errors: ["resident.unknown"],
  }),
  makeContactKeepApart: endpoint({
    id: "makeContactKeepApart",
    method: "POST",
    path: `${base}/contacts-keep-apart`,
    permission: "keep_apart.manage",
    summary: "Keep a resident and a contact apart: no place is free for the two, and their connection stays as it is",
    params: AtResident,
    body: z.strictObject({ ...About, connectionId: Id }),
    answer: { status: 201, schema: z.strictObject({ id: Id }) },
    errors: ["resident.unknown", "keep_apart.other_unknown", "keep_apart.days_reversed"],
  }),
  endContactKeepApart: endpoint({
    id: "endContactKeepApart",
    method: "POST",
    path: `${base}/contacts-keep-apart/:keepApartId/end`,
    permission: "keep_apart.manage",
    summary: "Let a resident and a contact meet again",
    params: AtOne,
    answer: { status: 204, schema: Nothing },
    errors: ["resident.unknown", "keep_apart.unknown"],
  }),
};
