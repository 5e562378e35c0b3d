import type { ToStaff } from "#contracts/live.ts";
import { supervisedAt } from "#server/domains/contacts/index.ts";
import type { MediaServer } from "#server/domains/media/index.ts";
import { DECIDED } from "#server/domains/visits/together/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./live.store.ts";
import { openRoom, type RunningRoom } from "./room.ts";
import { aroundOf } from "./room-samples.ts";
import { type LiveParts, residentOf, view } from "./room-state.ts";
import { tellDecided } from "./room-together.ts";

const TICK_MS = 500;
/** How long the page of somebody whose server died under them may take to come back before the kiosk forgets them: its own idle time. */
const COMING_BACK_MS = 60_000;

/** All rooms that run in this process. */
export interface Rooms {
  /** The visit's room, opened if it is time; refuses before the waiting room opens and after the place has ended. */
  at(visitId: string): Promise<RunningRoom>;
  /** The visit's room if it runs here. */
  running(visitId: string): RunningRoom | undefined;
  /** Tells a console how each room of its facility stands, now and whenever it changes; who watches is another matter. */
  follow(facilityId: string, send: (message: ToStaff) => void): () => void;
  /** Whether this resident is in a waiting room or a live visit: then the station never signs them out for being idle. */
  holdsResident(residentId: string): boolean;
  /** Takes up the rooms that an earlier life of this server left, and begins to tick. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes the registry of rooms; nothing runs until `start`. */
export function createRooms(options: { ctx: Ctx; media: MediaServer; mediaNode: string; recordFolder(visitId: string): string }): Rooms {
  const { ctx, media } = options;
  const consoles = new Map<(message: ToStaff) => void, string>();
  const rooms = new Map<string, RunningRoom>();
  const parts: LiveParts = {
    ...options,
    server: newId(),
    toStaff(facilityId, message) {
      for (const [send, at] of consoles) if (at === facilityId) send(message);
    },
    around: (facilityId) =>
      aroundOf(
        [...rooms.values()].map((room) => room.state()),
        facilityId,
      ),
  };
  const opening = new Map<string, Promise<RunningRoom>>();
  let tookUpAt = Number.NEGATIVE_INFINITY;
  const takenUp = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let silence: (() => void) | undefined;

  async function open(visitId: string): Promise<RunningRoom> {
    const visit = await store.findVisit(ctx.db, visitId);
    if (!visit) throw new AppError(["visit.unknown"], { visitId });
    if (visit.status !== "booked" && visit.status !== "in_progress") throw new AppError(["visit.over"], { visitId, status: visit.status });
    const now = ctx.now();
    const opensAt = visit.startsAt.subtract({ minutes: visit.earlyMinutes });
    if (Temporal.Instant.compare(now, opensAt) < 0) throw new AppError(["visit.not_open_yet"], { opensAt: opensAt.toString() });
    if (Temporal.Instant.compare(now, visit.endsAt) >= 0) throw new AppError(["visit.over"], { visitId });
    return take(visit);
  }

  async function take(found: store.VisitFacts): Promise<RunningRoom> {
    const visit = { ...found, mustBeWatched: found.mustBeWatched || (await isSupervised(found)) };
    const room = await openRoom(parts, visit, () => rooms.delete(visit.id));
    rooms.set(visit.id, room);
    return room;
  }

  /** Staff limited these two after the booking: the visit waits for an officer all the same, and its pages say so from now on. */
  async function isSupervised(visit: store.VisitFacts): Promise<boolean> {
    if (visit.roomKind === "privileged" || !(await supervisedAt(ctx, visit.connectionId))(visit.startsAt)) return false;
    await inTransaction(ctx, (tx) => store.setMustBeWatched(tx.trx, visit.id));
    return true;
  }

  function at(visitId: string): Promise<RunningRoom> {
    const here = rooms.get(visitId);
    if (here) return Promise.resolve(here);
    const already = opening.get(visitId);
    if (already) return already;
    const promise = open(visitId).finally(() => opening.delete(visitId));
    opening.set(visitId, promise);
    return promise;
  }

  async function recover(): Promise<void> {
    for (const { visitId } of await store.listUnfinished(ctx.db, options.mediaNode)) {
      try {
        const visit = await store.findVisit(ctx.db, visitId);
        if (!visit) continue;
        if (visit.status === "booked" || visit.status === "in_progress") {
          const room = await take(visit);
          if (residentOf(room.state()).status !== "left") takenUp.add(visit.residentId);
          if (Temporal.Instant.compare(ctx.now(), visit.endsAt) >= 0) await room.end({ code: "on_time", by: "system", reason: null });
        } else {
          // Cancelled while nobody was there to close its room.
          await inTransaction(ctx, (tx) =>
            store.closeSession(tx.trx, visitId, { status: "ended", now: tx.now(), ending: "cancelled", by: "system", reason: null }),
          );
        }
      } catch (error) {
        ctx.log.error({ err: error, visitId }, "a room could not be taken up again");
      }
    }
    tookUpAt = ctx.now().epochMilliseconds;
  }

  /** The earlier server could not note that this resident sat in a visit: their idle clock starts anew with this one, also where it is over. */
  const isComingBack = (residentId: string): boolean => takenUp.has(residentId) && ctx.now().epochMilliseconds - tookUpAt < COMING_BACK_MS;

  /** Rooms whose last tick has not returned: a slow one must neither pile up nor hold up the others. */
  const ticking = new Set<string>();
  function tickAll(): void {
    for (const room of rooms.values()) {
      if (ticking.has(room.visitId)) continue;
      ticking.add(room.visitId);
      void room
        .tick()
        .catch((error) => ctx.log.error({ err: error, visitId: room.visitId }, "a room's tick failed"))
        .finally(() => ticking.delete(room.visitId));
    }
  }

  return {
    at,
    running: (visitId) => rooms.get(visitId),
    follow(facilityId, send) {
      consoles.set(send, facilityId);
      for (const room of rooms.values())
        if (room.facilityId === facilityId) send({ type: "room", room: view(room.state(), null, ctx.now()) });
      return () => consoles.delete(send);
    },
    holdsResident: (residentId) =>
      isComingBack(residentId) ||
      [...rooms.values()].some((room) => room.residentId === residentId && residentOf(room.state()).page !== null),
    async start() {
      silence = media.on((event) => {
        const heard = event.type === "engine" ? [...rooms.values()] : [rooms.get(event.roomId)];
        for (const room of heard)
          room?.hear(event).catch((error) => ctx.log.error({ err: error, visitId: room.visitId }, "news from the engine failed"));
      });
      // Whoever waits there is told at once, and does not sit before a room that will never begin.
      const cancelled = ctx.bus.subscribe("visit.cancelled", (visitId) => {
        const ended = rooms.get(visitId)?.end({ code: "cancelled", by: "system", reason: null });
        ended?.catch((error) => ctx.log.error({ err: error, visitId }, "the room of a cancelled visit did not close"));
      });
      // Whoever was released or transferred is signed out, and the other side does not wait before an empty chair. The words are right for both,
      // and say nothing of a release that may be taken back within the hour: what became of it the family hears when that is over.
      const gone = ctx.bus.subscribe("visit.resident_gone", (visitId) => {
        const ended = rooms.get(visitId)?.end({ code: "staff_ended", by: "staff", reason: "resident_left" });
        ended?.catch((error) => ctx.log.error({ err: error, visitId }, "the room of somebody who has gone did not close"));
      });
      const decided = ctx.bus.subscribe(DECIDED, (visitId) => tellDecided(rooms.get(visitId)?.state()));
      const deaf = silence;
      silence = () => {
        deaf();
        cancelled();
        gone();
        decided();
      };
      await recover();
      timer = setInterval(tickAll, TICK_MS);
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      silence?.();
      for (const room of rooms.values()) room.abandon();
      rooms.clear();
    },
  };
}
