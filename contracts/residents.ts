import { z } from "zod";
import { Day, Id, Instant, Locale, Nothing, Page } from "./common.ts";
import { endpoint } from "./endpoint.ts";

const AtFacility = z.strictObject({ facilityId: Id });
const AtResident = z.strictObject({ facilityId: Id, residentId: Id });

/** Why somebody came, moved or left; each has a sentence in both languages. */
export const stayReasons = [
  "classification",
  "medical",
  "safety",
  "court_order",
  "bail",
  "time_served",
  "transfer_order",
  "correction",
  "roster",
  "other",
] as const;
export const StayReason = z.enum(stayReasons);
export type StayReason = z.infer<typeof StayReason>;
export const custodyKinds = ["admitted", "moved", "released", "release_undone", "transferred_out", "transferred_in"] as const;
export const CustodyKind = z.enum(custodyKinds);

const BookingNumber = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}-]{3,20}$/u);
const PersonName = z.string().trim().min(1).max(100);
const Why = { reason: StayReason, note: z.string().trim().max(500).optional() };

/** One stay of a resident at this facility, with what happened in it, oldest first. */
export const StayForStaff = z.strictObject({
  id: Id,
  bookingNumber: z.string(),
  unitId: Id.nullable(),
  unit: z.string().nullable(),
  admittedAt: Instant,
  endedAt: Instant.nullable(),
  endedHow: z.enum(["released", "transferred"]).nullable(),
  /** Until when a release may still be taken back; null where there is nothing to take back. */
  takeBackUntil: Instant.nullable(),
  events: z.array(z.strictObject({ id: Id, kind: CustodyKind, at: Instant, unit: z.string().nullable(), reason: StayReason.nullable() })),
});
export const ResidentPage = z.strictObject({
  id: Id,
  name: z.string(),
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  birthDate: Day.nullable(),
  /** At this facility now. */
  here: z.boolean(),
  timeZone: z.string(),
  stays: z.array(StayForStaff),
  units: z.array(z.strictObject({ id: Id, name: z.string() })),
  /** Other facilities of the agency, to which somebody may be transferred. */
  facilities: z.array(z.strictObject({ id: Id, name: z.string() })),
  connections: z.array(z.strictObject({ id: Id, contactId: Id, contactName: z.string(), relationship: z.string(), status: z.string() })),
});

export const ResidentRow = z.strictObject({
  id: Id,
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  /** How the resident is shown: by name, or by number where no name is known. */
  name: z.string(),
  bookingNumber: z.string(),
  unit: z.string().nullable(),
  locked: z.boolean(),
  pinSet: z.boolean(),
});

export const residentsStaff = {
  residentList: endpoint({
    id: "residentList",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/residents",
    permission: "resident.read",
    summary: "Residents who are here now, or who were here and are nowhere now, by name or booking number",
    params: AtFacility,
    query: z.strictObject({ search: z.string().max(100).default(""), who: z.enum(["here", "earlier"]).default("here"), ...Page }),
    answer: { status: 200, schema: z.strictObject({ rows: z.array(ResidentRow), next: z.string().nullable() }) },
    errors: [],
  }),
  makeResidentCode: endpoint({
    id: "makeResidentCode",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/residents/:residentId/code",
    permission: "resident.set_code",
    summary: "A one-time code with which the resident sets a PIN; shown once, any older PIN ends",
    params: AtResident,
    answer: { status: 201, schema: z.strictObject({ code: z.string(), expiresAt: Instant }) },
    errors: ["resident.unknown"],
  }),
  unlockResident: endpoint({
    id: "unlockResident",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/residents/:residentId/unlock",
    permission: "resident.unlock",
    summary: "End a lock after wrong tries",
    params: AtResident,
    answer: { status: 204, schema: Nothing },
    errors: ["resident.unknown"],
  }),
  residentPage: endpoint({
    id: "residentPage",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/residents/:residentId",
    permission: "resident.read",
    summary: "One resident who is or was here: the stays here with every event, and, while here, the connections",
    params: AtResident,
    answer: { status: 200, schema: ResidentPage },
    errors: ["resident.unknown"],
  }),
  admitResident: endpoint({
    id: "admitResident",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/residents",
    permission: "stay.manage",
    summary: "Begin a stay: of somebody new, or of somebody who was here before, with all that hangs on them",
    params: AtFacility,
    body: z.strictObject({
      /** The stay's id. */
      id: Id,
      residentId: Id,
      bookingNumber: BookingNumber,
      unitId: Id.optional(),
      reason: StayReason.optional(),
      /** Who it is, for somebody new; left out for somebody known. */
      person: z
        .strictObject({
          givenName: PersonName,
          familyName: PersonName,
          birthDate: Day.optional(),
          locale: Locale.default("en"),
          /** Somebody else has the same name, and this is not them. */
          anotherPerson: z.boolean().default(false),
        })
        .optional(),
    }),
    answer: { status: 201, schema: z.strictObject({ residentId: Id }) },
    errors: ["resident.unknown", "resident.alike", "stay.number_taken", "stay.elsewhere", "stay.unit_unknown", "request.too_many"],
  }),
  moveResident: endpoint({
    id: "moveResident",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/residents/:residentId/move",
    permission: "stay.manage",
    summary: "Move to another unit of this facility; visits that no longer fit are flagged",
    params: AtResident,
    body: z.strictObject({ unitId: Id.nullable(), ...Why }),
    answer: { status: 204, schema: Nothing },
    errors: ["resident.unknown", "stay.over", "stay.same_place", "stay.unit_unknown"],
  }),
  transferResident: endpoint({
    id: "transferResident",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/residents/:residentId/transfer",
    permission: "stay.manage",
    summary: "Move to another facility of the agency; connections and all else of the person stay, visits are flagged",
    params: AtResident,
    body: z.strictObject({ id: Id, toFacilityId: Id, bookingNumber: BookingNumber, ...Why }),
    answer: { status: 204, schema: Nothing },
    errors: ["resident.unknown", "stay.over", "stay.same_place", "stay.facility_unknown", "stay.number_taken", "request.too_many"],
  }),
  releaseResident: endpoint({
    id: "releaseResident",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/residents/:residentId/release",
    permission: "stay.manage",
    summary: "End the stay; visits are flagged at once and cancelled after an hour, unless it is taken back",
    params: AtResident,
    body: z.strictObject({ stayId: Id, ...Why }),
    answer: { status: 204, schema: Nothing },
    errors: ["resident.unknown", "stay.over"],
  }),
  takeBackRelease: endpoint({
    id: "takeBackRelease",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/residents/:residentId/take-back",
    permission: "stay.manage",
    summary: "Take a release back within the hour: the stay goes on, and no visit is lost",
    params: AtResident,
    body: z.strictObject({ stayId: Id, ...Why }),
    answer: { status: 204, schema: Nothing },
    errors: ["resident.unknown", "stay.not_released", "stay.too_late", "stay.elsewhere", "request.too_many"],
  }),
  completeResident: endpoint({
    id: "completeResident",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/residents/:residentId/details",
    permission: "resident.complete",
    summary: "Write down a name or a birth date that is missing or wrong, of somebody who is here",
    params: AtResident,
    body: z.strictObject({ givenName: PersonName, familyName: PersonName, birthDate: Day.nullable() }),
    answer: { status: 204, schema: Nothing },
    errors: ["resident.unknown"],
  }),
};
