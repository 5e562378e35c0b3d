import { z } from "zod";
import { Id } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { CancelReason, VisitCard, VisitPage } from "./visits.ts";

const One = z.strictObject({ visitId: Id });
const ins = (path: string) => `/api/inside${path}`;
export const visitsInside = {
  insideVisits: endpoint({
    id: "insideVisits",
    method: "GET",
    path: ins("/visits"),
    permission: "visit.read_inside",
    summary: "The resident's visits",
    answer: { status: 200, schema: z.array(VisitCard) },
    errors: [],
  }),
  insideVisit: endpoint({
    id: "insideVisit",
    method: "GET",
    path: ins("/visits/:visitId"),
    permission: "visit.read_inside",
    summary: "One visit with its record",
    params: One,
    answer: { status: 200, schema: VisitPage },
    errors: ["visit.unknown"],
  }),
  cancelInsideVisit: endpoint({
    id: "cancelInsideVisit",
    method: "POST",
    path: ins("/visits/:visitId/cancel"),
    permission: "visit.cancel_inside",
    summary: "The resident cancels; both sides are told",
    params: One,
    body: z.strictObject({ reason: CancelReason }),
    answer: { status: 200, schema: VisitCard },
    errors: ["visit.unknown", "visit.cannot_cancel"],
  }),
};
