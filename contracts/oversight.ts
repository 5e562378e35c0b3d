import { z } from "zod";
import { Day, Id, Instant } from "./common.ts";
import { endpoint } from "./endpoint.ts";

/** Why a person's whole record is made; each has a sentence in both languages. */
export const exportPurposes = ["court_order", "hearing", "complaint", "oversight"] as const;
export const exportStatuses = ["queued", "ready", "failed"] as const;

const path = (rest = "") => `/api/staff/facilities/:facilityId/record-exports${rest}`;
export const oversightStaff = {
  recordExports: endpoint({
    id: "recordExports",
    method: "GET",
    path: path(),
    permission: "record.export",
    summary: "People's whole records that were made here, newest first",
    params: z.strictObject({ facilityId: Id }),
    answer: {
      status: 200,
      schema: z.array(
        z.strictObject({
          id: Id,
          residentId: Id,
          residentName: z.string(),
          askedByName: z.string().nullable(),
          purpose: z.enum(exportPurposes),
          basis: z.string(),
          status: z.enum(exportStatuses),
          madeAt: Instant,
          /** The facility's last local day on which it can be taken. */
          keptThrough: Day,
          sha256: z.string().nullable(),
        }),
      ),
    },
    errors: [],
  }),
  askRecordExport: endpoint({
    id: "askRecordExport",
    method: "POST",
    path: path(),
    permission: "record.export",
    summary: "Ask for a person's whole record at this facility, with its purpose and legal basis; asking again with the same id asks once",
    params: z.strictObject({ facilityId: Id }),
    body: z.strictObject({
      id: Id,
      bookingNumber: z.string().trim().min(1).max(40),
      purpose: z.enum(exportPurposes),
      basis: z.string().trim().min(3).max(300),
    }),
    answer: { status: 202, schema: z.strictObject({ id: Id }) },
    errors: ["resident.unknown", "request.too_many"],
  }),
  takeRecordExport: endpoint({
    id: "takeRecordExport",
    method: "GET",
    path: path("/:exportId/file"),
    permission: "record.export",
    summary: "The file (ZIP); each time it is taken stands in the record",
    params: z.strictObject({ facilityId: Id, exportId: Id }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["record_export.unknown"],
  }),
};
