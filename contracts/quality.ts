import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { Trouble } from "./live.ts";
import { seats } from "./live-limits.ts";

const One = z.strictObject({ visitId: Id });

/** Both ends of a visit in stretches, as the published rule tells them; the same for everybody who may read the visit. */
export const VisitLines = z.strictObject({
  legs: z.array(
    z.strictObject({
      seat: z.enum(seats),
      /** Of somebody of the family, by whom the visit was joined; others are known by their seat. */
      name: z.string().nullable(),
      /** The reader's own. */
      mine: z.boolean(),
      /** Oldest first, end to end; without trouble nothing is known to have failed, and time in none of them was not measured. */
      stretches: z.array(z.strictObject({ from: Instant, to: Instant, trouble: Trouble.nullable() })),
    }),
  ),
});
export type VisitLines = z.infer<typeof VisitLines>;

const answer = { status: 200, schema: VisitLines } as const;
export const visitLines = {
  ownVisitLines: endpoint({
    id: "ownVisitLines",
    method: "GET",
    path: "/api/outside/visits/:visitId/lines",
    permission: "visit.read_own",
    summary: "Whose line failed in a visit, and when",
    params: One,
    answer,
    errors: ["visit.unknown"],
  }),
  insideVisitLines: endpoint({
    id: "insideVisitLines",
    method: "GET",
    path: "/api/inside/visits/:visitId/lines",
    permission: "visit.read_inside",
    summary: "Whose line failed in a visit, and when",
    params: One,
    answer,
    errors: ["visit.unknown"],
  }),
  staffVisitLines: endpoint({
    id: "staffVisitLines",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/visits/:visitId/lines",
    permission: "visit.read",
    summary: "Whose line failed in a visit, and when",
    params: z.strictObject({ facilityId: Id, visitId: Id }),
    answer,
    errors: ["visit.unknown"],
  }),
};
