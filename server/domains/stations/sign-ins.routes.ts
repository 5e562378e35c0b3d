import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { residentsStaff } from "#contracts/residents.ts";
import { stationsApi } from "#contracts/stations.ts";
import { clearSignInCookie, type NewSignIn, setSignInCookie } from "#server/domains/identity/index.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./sign-ins.service.ts";

/** How residents sign in at a station, and what staff do about it. */
export async function insideSignInRoutes(app: FastifyInstance): Promise<void> {
  implement(app, stationsApi.signInInside, async ({ ctx, body, raw }, reply) =>
    welcome(raw, reply, await service.signInInside(ctx, body, labelOf(raw))),
  );
  implement(app, stationsApi.setPin, async ({ ctx, body, raw }, reply) =>
    welcome(raw, reply, await service.setPin(ctx, body, labelOf(raw))),
  );
  implement(app, stationsApi.insideMe, ({ ctx }) => service.insideMe(ctx));
  // The guard has noted the touch before this runs, as it does for whatever a person does here.
  implement(app, stationsApi.stillHere, async () => null);
  implement(app, stationsApi.setInsideLocale, ({ ctx, body }) => service.setInsideLocale(ctx, body.locale));
  implement(app, stationsApi.signOutInside, async ({ ctx }, reply) => {
    await service.signOutInside(ctx);
    clearSignInCookie(reply, ctx.config, "inside");
    return null;
  });
  implement(app, residentsStaff.makeResidentCode, ({ ctx, params }) => service.makeResidentCode(ctx, params.facilityId, params.residentId));
  implement(app, residentsStaff.unlockResident, ({ ctx, params }) => service.unlockResident(ctx, params.facilityId, params.residentId));
}

function welcome(request: FastifyRequest, reply: FastifyReply, signIn: NewSignIn): { done: true } {
  setSignInCookie(reply, request.ctx.config, signIn);
  return { done: true };
}

const labelOf = (request: FastifyRequest) => request.headers["user-agent"] ?? "";
