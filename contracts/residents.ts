import { z } from "zod";
import { Id, Instant, Nothing, Page } from "./common.ts";
import { endpoint } from "./endpoint.ts";

const AtFacility = z.strictObject({ facilityId: Id });
const AtResident = z.strictObject({ facilityId: Id, residentId: Id });

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
};
