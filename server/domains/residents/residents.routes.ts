import type { FastifyInstance } from "fastify";
import { keepApartStaff } from "#contracts/keep-apart.ts";
import { residentsStaff } from "#contracts/residents.ts";
import { implement } from "#server/platform/http.ts";
import * as apart from "./keep-apart/keep-apart.service.ts";
import { residentPage } from "./person.service.ts";
import * as service from "./residents.service.ts";
import * as custody from "./stays/custody.service.ts";

/** What staff read about residents of their facility, and what they do with their stays. */
export async function residentRoutes(app: FastifyInstance): Promise<void> {
  const api = residentsStaff;
  implement(app, api.residentList, ({ ctx, params, query }) => service.residentList(ctx, params.facilityId, query));
  implement(app, api.residentPage, ({ ctx, params }) => residentPage(ctx, params.facilityId, params.residentId));
  implement(app, api.completeResident, ({ ctx, params, body }) =>
    service.completeResident(ctx, params.facilityId, params.residentId, body),
  );
  implement(app, api.admitResident, ({ ctx, params, body }) => custody.admitResident(ctx, params.facilityId, body));
  implement(app, api.moveResident, ({ ctx, params, body }) => custody.moveResident(ctx, params.facilityId, params.residentId, body));
  implement(app, api.transferResident, ({ ctx, params, body }) =>
    custody.transferResident(ctx, params.facilityId, params.residentId, body),
  );
  implement(app, api.releaseResident, ({ ctx, params, body }) => custody.releaseResident(ctx, params.facilityId, params.residentId, body));
  implement(app, api.takeBackRelease, ({ ctx, params, body }) => custody.takeBackRelease(ctx, params.facilityId, params.residentId, body));
  implement(app, keepApartStaff.keepApartList, ({ ctx, params }) => apart.keepApartList(ctx, params.facilityId, params.residentId));
  implement(app, keepApartStaff.makeKeepApart, ({ ctx, params, body }) => apart.makeKeepApart(ctx, params, body));
  implement(app, keepApartStaff.endKeepApart, ({ ctx, params }) => apart.endKeepApart(ctx, params));
}
