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

export const ResidentRow = z.strictObject({
  id: Id,
  givenName: z.string(),
  familyName: z.string(),
  bookingNumber: z.string(),
  unit: z.string().nullable(),
  locked: z.boolean(),
  pinSet: z.boolean(),
});

const AtFacility = z.strictObject({ facilityId: Id });
export const peopleStaffApi = {
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
