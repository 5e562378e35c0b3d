import type { Seat } from "#contracts/live.ts";
import { WATCH_ACK_SECONDS } from "#contracts/live.ts";
import * as audit from "#server/domains/audit/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { inRoom } from "./live.rules.ts";
import * as store from "./live.store.ts";
import { anyIn, familyOf, type LegState, type LiveParts, legsOf, type Page, type RoomState, type WatchState } from "./room-state.ts";

/** Whether some screen that is in the room has not shown a watch notice in time: then the visit pauses until it has (promise 8). */
export function unseen(room: RoomState, now: number): boolean {
  // A page that only waits holds up the watch as well: were it left out, one that never shows the notice would keep a visit unwatched for good.
  return (
    anyIn(legsOf(room)) &&
    [...room.watches.values()].some((watch) =>
      legsOf(room).some(({ seat, page }) => {
        const late = now - (watch.shownAt.get(seat) ?? watch.askedAt) > WATCH_ACK_SECONDS * 1000;
        return page !== null && !watch.seen.has(seat) && late;
      }),
    )
  );
}

/** Staff may get pictures once a screen of both sides, and every screen that is open, has shown the notice, not before. */
export function mayStart(room: RoomState, watch: WatchState): boolean {
  const saw = ({ seat }: LegState) => watch.seen.has(seat);
  const open = legsOf(room).filter(({ page }) => page !== null);
  return !watch.flowing && watch.seen.has("resident") && familyOf(room).some(saw) && open.every(saw);
}

/** It must be watched, and no officer has its pictures. */
export const isUnwatched = (room: RoomState): boolean =>
  room.visit.mustBeWatched && ![...room.watches.values()].some(({ flowing }) => flowing);
/** It goes on only while an officer has its pictures: as long as somebody is in the room and none has, it waits. */
export const needed = (room: RoomState): boolean => isUnwatched(room) && anyIn(legsOf(room));

/** Tells staff's board since when people wait here for an officer to watch, or that they wait no more; false for no news. */
export async function tellNeeded(parts: LiveParts, room: RoomState): Promise<boolean> {
  if (!room.visit.mustBeWatched) return false;
  const { id: visitId, facilityId } = room.visit;
  const someone = legsOf(room).some(({ page, status }) => page !== null || inRoom(status));
  const waits = someone && ![...room.watches.values()].some(({ flowing }) => flowing);
  if (waits === (room.watchToldAt !== null)) return false;
  room.watchToldAt = waits ? parts.ctx.now() : null;
  await inTransaction(parts.ctx, async (tx) => {
    await store.setSession(tx.trx, visitId, { watchToldAt: room.watchToldAt });
    tx.publish("board", facilityId);
  });
  return true;
}

/** A new page has shown nothing yet: until it has, staff get nothing more, of anybody. */
export async function forgetSeen(parts: LiveParts, room: RoomState, seat: Seat, now: number): Promise<void> {
  for (const watch of room.watches.values()) {
    // One page after another that shows nothing is as late as the first of them.
    if (watch.seen.delete(seat) || !watch.shownAt.has(seat)) watch.shownAt.set(seat, now);
    if (!watch.flowing) continue;
    watch.flowing = false;
    const { watchId } = watch;
    await parts.media.unwatch(room.visit.id, watchId);
    watch.send({ type: "rejoin", watchId });
    watch.send({ type: "watch", watchId, state: "asking" });
  }
}

/** Asks to watch: written down and audited before anything is shown to anyone. */
export async function ask(parts: LiveParts, room: RoomState, watch: WatchState, actorCtx: LiveParts["ctx"]): Promise<void> {
  const { id: visitId, facilityId, agencyId, roomKind } = room.visit;
  if (roomKind === "privileged") throw new Error("a privileged room is never watched");
  await inTransaction(actorCtx, async (tx) => {
    await store.insertWatch(tx.trx, {
      id: watch.watchId,
      facilityId,
      visitId,
      roomKind,
      staffId: watch.staffId,
      role: watch.role,
      now: tx.now(),
    });
    await audit.record(tx, {
      what: "visit.watch_asked",
      subjectId: visitId,
      agencyId,
      facilityId,
      facts: { watchId: watch.watchId, role: watch.role },
    });
  });
  room.watches.set(watch.watchId, watch);
  parts.ctx.bus.publish("board", facilityId);
}

/**
 * Staff who take part see and hear as those who watch do: the same notice comes first, on every open screen (promise 8). True when it has been
 * shown, and they may come in; else their page is called when it has.
 */
export async function mayTakePart(
  parts: LiveParts,
  room: RoomState,
  leg: LegState,
  page: Page,
  actorCtx: LiveParts["ctx"],
): Promise<boolean> {
  const asked = [...room.watches.values()].find(({ part }) => part?.seat === leg.seat);
  // The page begins anew and drops what was made ready for it, so that must not be let in.
  const letIn = () =>
    void parts.media
      .leave(room.visit.id, leg.seat)
      .catch((error) => parts.ctx.log.warn({ err: error, visitId: room.visit.id }, "a prepared page could not be taken out"))
      .then(() => page.send({ type: "rejoin" }));
  const part = { seat: leg.seat, letIn };
  if (asked) asked.part = part;
  if (asked?.flowing) return true;
  if (asked) return false;
  const now = parts.ctx.now().epochMilliseconds;
  const who = { watchId: newId(), signInId: page.signInId, staffId: leg.personId, role: leg.role ?? "staff" };
  const nothing = { askedAt: now, seen: new Set([leg.seat]), shownAt: new Map(), startedAt: null, flowing: false, send: () => undefined };
  await ask(parts, room, { ...who, ...nothing, part }, actorCtx);
  return false;
}

/** Whoever took part has gone: what stood for them as a watch ends. */
export async function endPart(parts: LiveParts, room: RoomState, leg: LegState): Promise<void> {
  for (const { watchId, part } of [...room.watches.values()]) if (part?.seat === leg.seat) await end(parts, room, watchId);
}

/** Notes that one screen has shown the notice; false where that is known, or no such watch is asked for. */
export async function saw(parts: LiveParts, room: RoomState, watchId: string, { seat, side }: LegState): Promise<boolean> {
  const watch = room.watches.get(watchId);
  if (!watch || watch.seen.has(seat)) return false;
  watch.seen.add(seat);
  if (side === "staff") return true;
  const at = parts.ctx.now();
  await inTransaction(parts.ctx, (tx) => store.setWatch(tx.trx, watchId, side === "family" ? { familySawAt: at } : { residentSawAt: at }));
  return true;
}

/** The watches that may begin now, begun: a screen has shown the notice, or one that had not is gone. */
export async function begin(parts: LiveParts, room: RoomState): Promise<WatchState[]> {
  const { id: visitId, facilityId } = room.visit;
  const begun = [...room.watches.values()].filter((watch) => mayStart(room, watch));
  for (const watch of begun) {
    const now = parts.ctx.now();
    if (watch.startedAt === null)
      await inTransaction(parts.ctx, async (tx) => {
        await store.setWatch(tx.trx, watch.watchId, { startedAt: now });
        await note(tx, { visitId, facilityId, code: "watch_started", facts: { role: watch.role } });
      });
    watch.startedAt ??= now.epochMilliseconds;
    room.everWatched = true;
    watch.flowing = true;
  }
  return begun;
}

/** Ends a watch; the record says for how long staff had pictures, or says nothing where they never had any. */
export async function end(parts: LiveParts, room: RoomState, watchId: string): Promise<WatchState | null> {
  const watch = room.watches.get(watchId);
  if (!watch) return null;
  room.watches.delete(watchId);
  const { id: visitId, facilityId } = room.visit;
  const now = parts.ctx.now();
  await parts.media.unwatch(visitId, watchId).catch((error) => parts.ctx.log.warn({ err: error }, "a watcher could not be detached"));
  await inTransaction(parts.ctx, async (tx) => {
    await store.setWatch(tx.trx, watchId, { endedAt: now });
    if (watch.startedAt === null) return;
    const seconds = Math.round((now.epochMilliseconds - watch.startedAt) / 1000);
    await note(tx, { visitId, facilityId, code: "watch_ended", facts: { role: watch.role, seconds } });
  });
  parts.ctx.bus.publish("board", facilityId);
  return watch;
}
