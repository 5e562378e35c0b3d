import type { FastifyInstance } from "fastify";
import type { Health } from "#contracts/system.ts";
import { visitsOutside, visitsStaff } from "#contracts/visits.ts";
import { visitsInside } from "#contracts/visits-inside.ts";
import { asInside, asOutside } from "#server/domains/identity/index.ts";
import type { Actor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { implement } from "#server/platform/http.ts";
import { board } from "./board.service.ts";
import { bookVisit } from "./bookings.service.ts";
import { cancelVisit } from "./cancel.service.ts";
import * as cards from "./cards.service.ts";
import { holdPlace, releaseHold } from "./holds.service.ts";
import { calendarFile } from "./letters.ts";
import { places } from "./places.service.ts";

/** What the routes need from parts that stand above visits. */
export interface BookingParts {
  recordingsOf: cards.RecordingsOf;
  mediaHealth: () => Health["media"];
}

/** Places, holds, bookings and visits, for each of the three realms. */
export function bookingRoutes(parts: BookingParts) {
  return async (app: FastifyInstance): Promise<void> => {
    outsideRoutes(app, parts);
    insideRoutes(app, parts);
    staffRoutes(app, parts);
  };
}

function outsideRoutes(app: FastifyInstance, parts: BookingParts): void {
  implement(app, visitsOutside.places, ({ ctx, params }) => places(ctx, params.connectionId, asOutside(ctx.actor).contactId));
  implement(app, visitsOutside.holdPlace, ({ ctx, body }) => holdPlace(ctx, asOutside(ctx.actor), body));
  implement(app, visitsOutside.releaseHold, ({ ctx, params }) => releaseHold(ctx, asOutside(ctx.actor), params.holdId));
  implement(app, visitsOutside.bookVisit, async ({ ctx, body }) =>
    cards.card(ctx, ownOf(ctx.actor), await bookVisit(ctx, asOutside(ctx.actor), body)),
  );
  implement(app, visitsOutside.ownVisits, ({ ctx }) => cards.cards(ctx, ownOf(ctx.actor)));
  implement(app, visitsOutside.ownVisit, ({ ctx, params }) => cards.page(ctx, ownOf(ctx.actor), params.visitId, parts.recordingsOf));
  implement(app, visitsOutside.visitCalendar, async ({ ctx, params }, reply) => {
    const file = await calendarFile(ctx, ownOf(ctx.actor), params.visitId, ctx.locale);
    if (file === undefined) throw new AppError(["visit.unknown"]);
    reply.header("content-disposition", 'attachment; filename="visit.ics"');
    reply.type("text/calendar; charset=utf-8").serializer((text: unknown) => String(text));
    return reply.send(file);
  });
  implement(app, visitsOutside.cancelOwnVisit, async ({ ctx, params, body }) => {
    await cancelVisit(ctx, { by: "family", contactId: asOutside(ctx.actor).contactId }, params.visitId, body);
    return cards.card(ctx, ownOf(ctx.actor), params.visitId);
  });
}

function insideRoutes(app: FastifyInstance, parts: BookingParts): void {
  implement(app, visitsInside.insideVisits, ({ ctx }) => cards.cards(ctx, ownOf(ctx.actor)));
  implement(app, visitsInside.insideVisit, ({ ctx, params }) => cards.page(ctx, ownOf(ctx.actor), params.visitId, parts.recordingsOf));
  implement(app, visitsInside.cancelInsideVisit, async ({ ctx, params, body }) => {
    const { residentId, stayId } = asInside(ctx.actor);
    await cancelVisit(ctx, { by: "resident", residentId, stayId }, params.visitId, body);
    return cards.card(ctx, ownOf(ctx.actor), params.visitId);
  });
}

function staffRoutes(app: FastifyInstance, parts: BookingParts): void {
  implement(app, visitsStaff.board, ({ ctx, params, query }) => board(ctx, params.facilityId, query, parts));
  implement(app, visitsStaff.staffVisit, ({ ctx, params }) => cards.staffPage(ctx, params.facilityId, params.visitId, parts.recordingsOf));
  implement(app, visitsStaff.cancelVisit, async ({ ctx, params, body }) => {
    await cancelVisit(ctx, { by: "staff", facilityId: params.facilityId }, params.visitId, body);
    return null;
  });
}

function ownOf(actor: Actor) {
  if (actor.realm === "outside") return { contactId: actor.contactId };
  const { residentId, stayId } = asInside(actor);
  return { residentId, stayId };
}
