import type { FastifyInstance } from "fastify";
import { partyOutside, partyStaff } from "#contracts/party.ts";
import { asOutside } from "#server/domains/identity/index.ts";
import { implement } from "#server/platform/http.ts";
import { acceptParty, declineParty, leaveParty, partyInvitations, removeAdult } from "./answering.service.ts";
import { askAdult, askedAdults, takeOutAdult } from "./asking.service.ts";

/** Other adults in a visit: asked by the contact who booked, answered by each of them, seen by staff. */
export async function partyRoutes(app: FastifyInstance): Promise<void> {
  implement(app, partyOutside.askedAdults, ({ ctx, params }) => askedAdults(ctx, asOutside(ctx.actor), params.visitId));
  implement(app, partyOutside.askAdult, ({ ctx, params, body }) => askAdult(ctx, asOutside(ctx.actor), params.visitId, body));
  implement(app, partyOutside.takeOutAdult, ({ ctx, params }) => takeOutAdult(ctx, asOutside(ctx.actor), params.visitId, params.partyId));
  implement(app, partyOutside.partyInvitations, ({ ctx }) => partyInvitations(ctx, asOutside(ctx.actor).contactId));
  implement(app, partyOutside.acceptParty, ({ ctx, params }) => acceptParty(ctx, asOutside(ctx.actor), params.partyId));
  implement(app, partyOutside.declineParty, ({ ctx, params }) => declineParty(ctx, asOutside(ctx.actor), params.partyId));
  implement(app, partyOutside.leaveParty, ({ ctx, params }) => leaveParty(ctx, asOutside(ctx.actor), params.visitId));
  implement(app, partyStaff.removeAdult, ({ ctx, params }) => removeAdult(ctx, params));
}
