import type { FastifyInstance } from "fastify";
import { outsideIdentity } from "#contracts/identity.ts";
import { contactsApi, contactsInside, peopleStaffApi } from "#contracts/people.ts";
import { fromOf } from "#server/domains/identity/index.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./contacts.service.ts";
import * as decisions from "./decisions.service.ts";

/** What people outside do about themselves and their connections, what residents read of these, and what staff decide. */
export async function contactRoutes(app: FastifyInstance): Promise<void> {
  implement(app, outsideIdentity.signUp, ({ ctx, body, raw }) => service.signUp(ctx, body, fromOf(raw)));
  implement(app, outsideIdentity.outsideMe, ({ ctx }) => service.outsideMe(ctx));
  implement(app, contactsApi.ownConnections, ({ ctx }) => service.ownConnections(ctx));
  implement(app, contactsApi.requestConnection, ({ ctx, body }) => service.requestConnection(ctx, body));
  implement(app, contactsInside.insideConnections, ({ ctx }) => service.insideConnections(ctx));
  implement(app, peopleStaffApi.connectionQueue, ({ ctx, params, query }) => decisions.connectionQueue(ctx, params.facilityId, query));
  implement(app, peopleStaffApi.approveConnection, ({ ctx, params, body }) => decisions.decideConnection(ctx, params, "approved", body));
  implement(app, peopleStaffApi.rejectConnection, ({ ctx, params, body }) => decisions.decideConnection(ctx, params, "rejected", body));
}
