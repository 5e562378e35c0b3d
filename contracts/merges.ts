import { z } from "zod";
import { Day, Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";

const AtResident = z.strictObject({ facilityId: Id, residentId: Id });
const base = "/api/staff/facilities/:facilityId/residents/:residentId";

/** One record as it stands beside another: what tells two people apart, and what hangs on each. */
export const TwinSide = z.strictObject({
  id: Id,
  name: z.string(),
  birthDate: Day.nullable(),
  /** Of the stays at this facility, the newest first. */
  bookingNumbers: z.array(z.string()),
  /** When the newest stay at this facility began. */
  admittedAt: Instant,
  connections: z.number().int(),
  here: z.boolean(),
});

/** Two records of one person. */
export const mergesStaff = {
  twinList: endpoint({
    id: "twinList",
    method: "GET",
    path: `${base}/twins`,
    permission: "resident.merge",
    summary: "Who may be the same person, with what hangs on each, and which records this one stands for already",
    params: AtResident,
    answer: {
      status: 200,
      schema: z.strictObject({
        self: TwinSide,
        /** `name`: the same name and no other birth date; `number`: a number of one is a number of the other. */
        twins: z.array(TwinSide.extend({ why: z.array(z.enum(["name", "number"])) })),
        merges: z.array(z.strictObject({ id: Id, name: z.string(), madeAt: Instant })),
      }),
    },
    errors: ["resident.unknown"],
  }),
  mergeResidents: endpoint({
    id: "mergeResidents",
    method: "POST",
    path: `${base}/merge`,
    permission: "resident.merge",
    summary: "Make two records of one person one: all that hangs on the other hangs on this one, and can be given back",
    params: AtResident,
    body: z.strictObject({ id: Id, fromResidentId: Id, note: z.string().trim().max(500).optional() }),
    answer: { status: 204, schema: Nothing },
    errors: [
      "resident.unknown",
      "resident.merge_two_stays",
      "resident.merge_kept_apart",
      "resident.merge_visits_clash",
      "resident.merge_in_visit",
      "stay.elsewhere",
      "request.too_many",
    ],
  }),
  unmergeResidents: endpoint({
    id: "unmergeResidents",
    method: "POST",
    path: `${base}/merges/:mergeId/undo`,
    permission: "resident.merge",
    summary: "Make them two again: exactly what was moved goes back",
    params: z.strictObject({ facilityId: Id, residentId: Id, mergeId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["resident.merge_unknown", "resident.merge_not_last", "resident.merge_in_visit"],
  }),
};
