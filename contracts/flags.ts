import { z } from "zod";
import { Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";

/** Why a visit no longer fits. */
export const flagReasons = [
  "released",
  "transferred",
  "unit_moved",
  "station_closed",
  "keep_apart",
  "connection_suspended",
  "connection_limited",
] as const;
export const FlagReason = z.enum(flagReasons);

/** The code that both sides read when a flagged visit is cancelled. */
export const cancelReasonOf = {
  released: "resident_released",
  transferred: "resident_moved",
  // They are still here: where somebody lives inside is for nobody outside.
  unit_moved: "facility_need",
  station_closed: "facility_need",
  // Never told to anybody, and told like any other need of the facility.
  keep_apart: "facility_need",
  connection_suspended: "connection_suspended",
  connection_limited: "connection_limited",
} as const satisfies Record<z.infer<typeof FlagReason>, string>;

const staff = (path: string) => `/api/staff/facilities/:facilityId${path}`;
export const flagsStaff = {
  flagList: endpoint({
    id: "flagList",
    method: "GET",
    path: staff("/flags"),
    permission: "visit.read",
    summary: "Visits that no longer fit, each with its reason, waiting for somebody's decision",
    params: z.strictObject({ facilityId: Id }),
    answer: {
      status: 200,
      schema: z.array(
        z.strictObject({
          id: Id,
          visitId: Id,
          residentId: Id,
          residentName: z.string(),
          contactName: z.string(),
          reason: FlagReason,
          startsAt: Instant,
          raisedAt: Instant,
          /** When it is cancelled by itself; null for never. */
          cancelsAt: Instant.nullable(),
        }),
      ),
    },
    errors: [],
  }),
  resolveFlag: endpoint({
    id: "resolveFlag",
    method: "POST",
    path: staff("/flags/:flagId"),
    permission: "visit.review",
    summary: "Keep a flagged visit, or cancel it with the flag's reason",
    params: z.strictObject({ facilityId: Id, flagId: Id }),
    body: z.strictObject({ act: z.enum(["keep", "cancel"]), note: z.string().trim().max(500).optional() }),
    answer: { status: 204, schema: Nothing },
    errors: ["visit.flag_unknown"],
  }),
};
