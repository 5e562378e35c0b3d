import * as audit from "#server/domains/audit/index.ts";
import type { ToBrowser } from "#server/domains/media/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { broken } from "./connected.rules.ts";
import { inRoom, mayStep } from "./live.rules.ts";
import * as store from "./live.store.ts";
import { count } from "./room-count.ts";
import { forgetReceived } from "./room-media.ts";
import { broadcast, settle, withhold } from "./room-settle.ts";
import { type LegState, type LiveParts, type Page, type RoomState, whoIs } from "./room-state.ts";

/** Lets somebody in, or starts them anew: consent is stored with its first join, and the engine takes its offer next. */
export async function joinLeg(
  parts: LiveParts,
  room: RoomState,
  leg: LegState,
  page: Page,
  consent: boolean,
  actorCtx: Ctx,
): Promise<void> {
  const { ctx, media } = parts;
  const { id: visitId, facilityId, agencyId, roomKind, startsAt } = room.visit;
  if (Temporal.Instant.compare(ctx.now(), startsAt) < 0) throw new AppError(["visit.not_open_yet"], { startsAt: startsAt.toString() });
  if (!consent) throw new AppError(["visit.consent_needed"]);
  const health = media.health();
  if (health.status !== "ok") throw new AppError(["media.unavailable"], { reason: health.reason ?? "engine_down" });
  leg.flow = broken(leg.flow);
  forgetReceived(leg);
  if (!inRoom(leg.status)) {
    const to = leg.everJoined ? "rejoined" : "joined";
    await inTransaction({ ...actorCtx, now: ctx.now }, async (tx) => {
      const consented = to === "joined" ? { consentedTo: roomKind } : {};
      await store.setLeg(tx.trx, { visitId, seat: leg.seat, status: to, now: tx.now(), ...consented });
      await store.beginVisit(tx.trx, visitId);
      if (to === "joined") {
        await note(tx, { visitId, facilityId, code: "consented", facts: { ...whoIs(leg), to: roomKind } });
        await audit.record(tx, { what: "visit.joined", subjectId: visitId, agencyId, facilityId, facts: whoIs(leg) });
      }
      await note(tx, { visitId, facilityId, code: to, facts: whoIs(leg) });
      tx.publish("board", facilityId);
    });
    leg.status = to;
    leg.everJoined = true;
    leg.carried.openSince = ctx.now().epochMilliseconds;
  }
  // Only now, with the consent stored, and withheld where the room is paused or becomes so, does anything flow; the page's offer,
  // which comes next, waits for this.
  await settle(parts, room);
  if (room.status === "paused" || leg.held.sound || leg.held.picture)
    await withhold(parts, room, room.status === "paused" ? "paused" : undefined);
  await media.join(visitId, leg.seat, teller(page));
  broadcast(parts, room);
}

/** Makes a waiting page's receiving connection ready, so that Join has only to let the packets through. Failing costs time then, nothing else. */
export function prepareLeg({ ctx, media }: LiveParts, visitId: string, leg: LegState, page: Page): void {
  if (media.health().status !== "ok") return;
  media
    .prepare(visitId, leg.seat, teller(page))
    .catch((error) => ctx.log.warn({ err: error, visitId }, "a waiting page could not be prepared"));
}

const teller = (page: Page) => (message: ToBrowser) =>
  page.send(message.type === "rejoin" || message.type === "picture" ? message : { type: "signal", message });

/** Takes somebody out of the room: its page went away (`dropped`), or the person hung up (`left`). */
export async function dropLeg(parts: LiveParts, room: RoomState, leg: LegState, to: "dropped" | "left"): Promise<void> {
  if (!mayStep(leg.status, to)) return;
  const { ctx, media } = parts;
  const { id: visitId, facilityId } = room.visit;
  await media.leave(visitId, leg.seat).catch((error) => ctx.log.warn({ err: error, visitId }, "a leg could not be taken out"));
  leg.status = to;
  leg.flow = broken(leg.flow);
  forgetReceived(leg);
  leg.takes = "moving";
  await inTransaction(ctx, async (tx) => {
    await store.setLeg(tx.trx, { visitId, seat: leg.seat, status: to, now: tx.now() });
    await note(tx, { visitId, facilityId, code: to === "left" ? "left" : "link_lost", facts: whoIs(leg) });
    tx.publish("board", facilityId);
  });
  count(room);
  await settle(parts, room);
}
