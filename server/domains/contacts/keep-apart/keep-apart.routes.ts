import type { FastifyInstance } from "fastify";
import { keepApartStaff as api } from "#contracts/keep-apart.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./keep-apart.service.ts";

/** Contacts whom a resident must not meet, for staff with the right. */
export async function contactKeepApartRoutes(app: FastifyInstance): Promise<void> {
  implement(app, api.contactKeepApartList, ({ ctx, params }) => service.contactKeepApartList(ctx, params.facilityId, params.residentId));
  implement(app, api.makeContactKeepApart, ({ ctx, params, body }) => service.makeContactKeepApart(ctx, params, body));
  implement(app, api.endContactKeepApart, ({ ctx, params }) => service.endContactKeepApart(ctx, params));
}
