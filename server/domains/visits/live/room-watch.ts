import type { Side } from "#contracts/live.ts";
import { WATCH_ACK_SECONDS } from "#contracts/live.ts";
import * as audit from "#server/domains/audit/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { inRoom, sides } from "./live.rules.ts";
import * as store from "./live.store.ts";
import type { LiveParts, RoomState, WatchState } from "./room-state.ts";

/** Whether some screen that is in the room has not shown a watch notice in time: then the visit pauses until it has (promise 8). */
export function unseen(room: RoomState, now: number): boolean {
  return [...room.watches.values()].some((watch) =>
    sides.some((side) => {
      const leg = room.legs[side];
      return inRoom(leg.status) && leg.page !== null && !watch.seen[side] && now - watch.shownAt[side] > WATCH_ACK_SECONDS * 1000;
    }),
  );
}

/** Staff may get pictures once both screens have shown the notice, not before. */
export const mayStart = (watch: WatchState): boolean => !watch.flowing && watch.seen.family && watch.seen.resident;

/** A new page has shown nothing yet: until it has, staff get nothing more, of either side. */
export async function forgetSeen(parts: LiveParts, room: RoomState, side: Side, now: number): Promise<void> {
  for (const watch of room.watches.values()) {
    watch.seen[side] = false;
    watch.shownAt[side] = now;
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

/** Notes that one side's screen has shown the notice, and says whether pictures may now go to staff. */
export async function saw(parts: LiveParts, room: RoomState, watchId: string, side: Side): Promise<WatchState | null> {
  const watch = room.watches.get(watchId);
  if (!watch || watch.seen[side]) return null;
  watch.seen[side] = true;
  const { id: visitId, facilityId } = room.visit;
  const start = mayStart(watch);
  const first = start && watch.startedAt === null;
  const now = parts.ctx.now();
  await inTransaction(parts.ctx, async (tx) => {
    await store.setWatch(tx.trx, watchId, {
      ...(side === "family" ? { familySawAt: now } : { residentSawAt: now }),
      ...(first ? { startedAt: now } : {}),
    });
    if (first) await note(tx, { visitId, facilityId, code: "watch_started", facts: { role: watch.role } });
  });
  if (!start) return null;
  watch.startedAt ??= now.epochMilliseconds;
  watch.flowing = true;
  return watch;
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
