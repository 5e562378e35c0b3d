import type { FastifyInstance } from "fastify";
import { connectionsInside, connectionsOutside, connectionsStaff } from "#contracts/connections.ts";
import { outsideIdentity } from "#contracts/identity.ts";
import { fromOf } from "#server/domains/identity/index.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./contacts.service.ts";
import * as decisions from "./decisions.service.ts";

/** What people outside do about themselves and their connections, what residents read of these, and what staff decide. */
export async function contactRoutes(app: FastifyInstance): Promise<void> {
  implement(app, outsideIdentity.signUp, ({ ctx, body, raw }) => service.signUp(ctx, body, fromOf(raw)));
  implement(app, outsideIdentity.outsideMe, ({ ctx }) => service.outsideMe(ctx));
  implement(app, connectionsOutside.ownConnections, ({ ctx }) => service.ownConnections(ctx));
  implement(app, connectionsOutside.requestConnection, ({ ctx, body }) => service.requestConnection(ctx, body));
  implement(app, connectionsInside.insideConnections, ({ ctx }) => service.insideConnections(ctx));
  implement(app, connectionsStaff.connectionQueue, ({ ctx, params, query }) => decisions.connectionQueue(ctx, params.facilityId, query));
  implement(app, connectionsStaff.approveConnection, ({ ctx, params, body }) => decisions.decideConnection(ctx, params, "approved", body));
  implement(app, connectionsStaff.rejectConnection, ({ ctx, params, body }) => decisions.decideConnection(ctx, params, "rejected", body));
}
