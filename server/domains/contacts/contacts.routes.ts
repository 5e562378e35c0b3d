import type { FastifyInstance } from "fastify";
import { connectionsInside, connectionsOutside, connectionsStaff } from "#contracts/connections.ts";
import { contactsOutside, pictureTypes } from "#contracts/contacts.ts";
import { equipmentOutside } from "#contracts/equipment.ts";
import { outsideIdentity } from "#contracts/identity.ts";
import { residentConnectionsStaff } from "#contracts/resident-connections.ts";
import { fromOf } from "#server/domains/identity/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { implement } from "#server/platform/http.ts";
import { connectionDetail, connectionsOfResident } from "./connections/detail.service.ts";
import * as invitations from "./connections/invitations.service.ts";
import * as own from "./connections/own.service.ts";
import { ownConnections } from "./connections/own-list.service.ts";
import { requestConnection } from "./connections/request.service.ts";
import * as staff from "./connections/staff.service.ts";
import * as service from "./contacts.service.ts";
import * as decisions from "./decisions.service.ts";
import * as checks from "./equipment/checks.service.ts";
import * as guests from "./guests/guests.service.ts";
import * as pictures from "./identification/pictures.service.ts";
import * as closing from "./own-data/closing.service.ts";
import * as ownData from "./own-data/own-data.service.ts";
import { correctOwnName, ownName } from "./own-data/own-name.service.ts";

/** What people outside do about themselves and their connections, what residents read and ask of these, and what staff decide. */
export function contactRoutes(parts: { blobs: Blobs; echo: checks.EchoParts }) {
  return async (app: FastifyInstance): Promise<void> => {
    implement(app, outsideIdentity.signUp, ({ ctx, body, raw }) => service.signUp(ctx, body, fromOf(raw)));
    implement(app, outsideIdentity.outsideMe, ({ ctx }) => service.outsideMe(ctx));
    implement(app, connectionsOutside.ownConnections, ({ ctx }) => ownConnections(ctx));
    implement(app, connectionsOutside.requestConnection, ({ ctx, body }) => requestConnection(ctx, body));
    implement(app, connectionsOutside.withdrawConnection, ({ ctx, params }) => own.withdraw(ctx, params.connectionId));
    implement(app, connectionsOutside.endOwnConnection, ({ ctx, params }) => own.endOwn(ctx, params.connectionId));
    implement(app, connectionsInside.insideConnections, ({ ctx }) => service.insideConnections(ctx));
    implement(app, connectionsInside.endInsideConnection, ({ ctx, params }) => own.endInside(ctx, params.connectionId));
    implement(app, connectionsInside.insideInvitations, ({ ctx }) => invitations.insideInvitations(ctx));
    implement(app, connectionsInside.inviteContact, ({ ctx, body }) => invitations.invite(ctx, body));
    implement(app, connectionsInside.takeBackInvitation, ({ ctx, params }) => invitations.takeBack(ctx, params.invitationId));
    implement(app, contactsOutside.ownName, ({ ctx }) => ownName(ctx));
    implement(app, contactsOutside.correctOwnName, ({ ctx, body }) => correctOwnName(ctx, body));
    implement(app, contactsOutside.ownGuests, ({ ctx }) => guests.ownGuests(ctx));
    implement(app, contactsOutside.addGuest, ({ ctx, body }) => guests.addGuest(ctx, body));
    implement(app, contactsOutside.removeGuest, ({ ctx, params }) => guests.removeGuest(ctx, params.guestId));
    implement(app, equipmentOutside.ownCheck, ({ ctx }) => checks.ownCheck(ctx));
    implement(app, equipmentOutside.beginCheck, ({ ctx, body }) => checks.beginCheck(ctx, body.id));
    implement(app, equipmentOutside.echoOfCheck, ({ ctx, params, body }) =>
      checks.echoOfCheck(ctx, parts.echo, params.checkId, body.offer),
    );
    implement(app, equipmentOutside.endCheck, ({ ctx, params, body }) => checks.endCheck(ctx, parts.echo, params.checkId, body));
    implement(app, contactsOutside.exportOwnData, ({ ctx }) => ownData.askForOwnData(ctx));
    implement(app, contactsOutside.fetchOwnData, async ({ ctx, body }, reply) => {
      const bytes = await ownData.fetchOwnData(ctx, parts.blobs, body.token);
      reply.header("cache-control", "no-store").header("content-disposition", 'attachment; filename="throughline.zip"');
      return reply.type("application/zip").send(bytes);
    });
    implement(app, contactsOutside.closingNotice, ({ ctx }) => closing.closingNotice(ctx));
    implement(app, contactsOutside.closeAccount, ({ ctx, body, raw }) =>
      closing.closeAccount(ctx, parts.blobs, body.password, fromOf(raw)),
    );
    await app.register(staffRoutes(parts));
    await app.register(pictureRoutes(parts));
  };
}

function staffRoutes({ blobs }: { blobs: Blobs }) {
  return async (app: FastifyInstance): Promise<void> => {
    implement(app, connectionsStaff.connectionQueue, ({ ctx, params, query }) => decisions.connectionQueue(ctx, params.facilityId, query));
    implement(app, residentConnectionsStaff.connectionsOfResident, ({ ctx, params }) => connectionsOfResident(ctx, params));
    implement(app, connectionsStaff.connectionDetail, ({ ctx, params }) => connectionDetail(ctx, params));
    implement(app, connectionsStaff.claimConnection, ({ ctx, params }) => staff.review(ctx, params, "claimed"));
    implement(app, connectionsStaff.releaseConnection, ({ ctx, params }) => staff.review(ctx, params, "released"));
    implement(app, connectionsStaff.approveConnection, ({ ctx, params, body }) =>
      decisions.decideConnection(ctx, params, "approved", body),
    );
    implement(app, connectionsStaff.rejectConnection, ({ ctx, params, body }) => decisions.decideConnection(ctx, params, "rejected", body));
    implement(app, connectionsStaff.suspendConnection, ({ ctx, params, body }) => staff.change(ctx, params, "suspended", body));
    implement(app, connectionsStaff.resumeConnection, ({ ctx, params, body }) => staff.change(ctx, params, "resumed", body));
    implement(app, connectionsStaff.endConnection, ({ ctx, params, body }) => staff.change(ctx, params, "ended", body));
    implement(app, connectionsStaff.restrictConnection, ({ ctx, params, body }) => staff.restrict(ctx, params, body));
    implement(app, connectionsStaff.liftRestriction, ({ ctx, params, body }) => staff.lift(ctx, params, body));
    implement(app, connectionsStaff.viewIdPicture, async ({ ctx, params }, reply) => {
      const { bytes, stream } = await pictures.viewPicture(ctx, blobs, params);
      // Nothing of it may stay in a cache or in a downloads folder by itself.
      reply.header("cache-control", "no-store").header("content-disposition", "inline");
      return reply.type("image/jpeg").header("content-length", bytes).send(stream);
    });
  };
}

/** Raw bytes are taken on these routes alone, and read only after the guard has let the request in: until then they wait in the socket. */
function pictureRoutes({ blobs }: { blobs: Blobs }) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addContentTypeParser([...pictureTypes], (_request, payload, done) => done(null, payload));
    implement(app, contactsOutside.ownPictures, ({ ctx }) => pictures.ownPictures(ctx));
    implement(app, contactsOutside.putPicture, ({ ctx, params, raw }) =>
      pictures.putPicture(ctx, blobs, params.kind, isStream(raw.body) ? raw.body : undefined),
    );
  };
}

const isStream = (body: unknown): body is AsyncIterable<Buffer> =>
  typeof body === "object" && body !== null && Symbol.asyncIterator in body;
