import type { FastifyInstance } from "fastify";
import { billsApi } from "#contracts/bills.ts";
import { asInside, asOutside, asStaff } from "#server/domains/identity/index.ts";
import { implement } from "#server/platform/http.ts";
import { visitBill } from "./bill.service.ts";
import { complain, credits, decideComplaint } from "./complaints.service.ts";

/** What visits cost, what was given back, and who says that one was bad, for each of the three realms. */
export async function creditRoutes(app: FastifyInstance): Promise<void> {
  implement(app, billsApi.ownBill, ({ ctx, params }) => visitBill(ctx, { contactId: asOutside(ctx.actor).contactId }, params.visitId));
  implement(app, billsApi.insideBill, ({ ctx, params }) => {
    const { residentId, stayId } = asInside(ctx.actor);
    return visitBill(ctx, { residentId, stayId }, params.visitId);
  });
  implement(app, billsApi.staffBill, ({ ctx, params }) => visitBill(ctx, { facilityId: params.facilityId }, params.visitId));
  implement(app, billsApi.complainOutside, ({ ctx, params, body }) => {
    const { contactId, accountId } = asOutside(ctx.actor);
    return complain(ctx, { side: "family", contactId, saidBy: accountId }, params.visitId, body);
  });
  implement(app, billsApi.complainInside, ({ ctx, params, body }) => {
    const { residentId } = asInside(ctx.actor);
    return complain(ctx, { side: "resident", residentId, saidBy: residentId }, params.visitId, body);
  });
  implement(app, billsApi.credits, ({ ctx, params }) => credits(ctx, params.facilityId));
  implement(app, billsApi.decideComplaint, ({ ctx, params, body }) => decideComplaint(ctx, asStaff(ctx.actor), params, body));
}
