import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { Id } from "#contracts/common.ts";
import { FromStaff, intentPermissions, livePaths, type ToStaff } from "#contracts/live.ts";
import type { Permission } from "#contracts/permissions.ts";
import { asStaff, can, isSignedIn, noteUse, watchSignIn } from "#server/domains/identity/index.ts";
import type { StaffActor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import type { RunningRoom } from "./room.ts";
import type { Rooms } from "./rooms.ts";
import { sayRelays } from "./say-relays.ts";
import { readSocket } from "./socket.ts";

const Params = z.strictObject({ facilityId: Id });
const WATCHES_MAX = 9;
/** Whoever watches a live visit is there, whether or not hands move. */
const WATCHING_TOLD_MS = 60_000;

/** The staff console's socket at one facility: news of the board, and an officer's hand in live visits. */
export function registerStaffSocket(
  app: FastifyInstance,
  parts: { rooms: Rooms; agencyOf(facilityId: string): Promise<string | undefined> },
): void {
  app.get(
    livePaths.staff,
    { websocket: true, config: { permission: "board.read" }, schema: { params: Params, hide: true } },
    (socket, request) => {
      const { ctx } = request;
      const actor = asStaff(ctx.actor);
      const { facilityId } = request.params as z.infer<typeof Params>;
      const watches = new Map<string, RunningRoom>();
      const agency = parts.agencyOf(facilityId);
      let over = false;
      let turn: Promise<unknown> = Promise.resolve();

      const roomHere = (visitId: string): RunningRoom => {
        const room = parts.rooms.running(visitId);
        // Another facility's visit, one that is over and one that never was get the same answer.
        if (!room || room.facilityId !== facilityId) throw new AppError(["visit.not_live"]);
        return room;
      };

      const signedOut = () => {
        send({ type: "closed", why: "signed_out" });
        line.close();
      };

      /** Whether an intent may be acted on: a sign-in can run out while its socket stays open, and no news tells of that. */
      async function stillStands(message: FromStaff): Promise<boolean> {
        if (message.type !== "signal" && !(await isSignedIn(ctx, actor.signInId))) signedOut();
        return !over;
      }

      async function hear(message: FromStaff): Promise<void> {
        const agencyId = await agency;
        // In the order in which they came, though looking takes a moment.
        const stands = turn.then(() => stillStands(message));
        turn = stands.catch(() => {});
        if (!(await stands)) return;
        const role = roleAt(actor, intentPermissions.staff[message.type], { facilityId, agencyId });
        switch (message.type) {
          case "watch": {
            for (const [id, room] of watches) if (parts.rooms.running(room.visitId) !== room) watches.delete(id);
            // The same request once more; a second watch under one id would outlive this socket.
            if (watches.has(message.watchId)) return;
            if (watches.size >= WATCHES_MAX) throw new AppError(["request.too_many"]);
            const room = roomHere(message.visitId);
            const { watchId } = message;
            const now = ctx.now().epochMilliseconds;
            watches.set(watchId, room);
            sayRelays(ctx, room, send);
            await room
              .watch(
                {
                  watchId,
                  signInId: actor.signInId,
                  staffId: actor.staffId,
                  role,
                  askedAt: now,
                  seen: new Set(),
                  shownAt: new Map(),
                  startedAt: null,
                  flowing: false,
                  send: (said) => send(said),
                },
                ctx,
              )
              .catch((error) => {
                watches.delete(watchId);
                throw error;
              });
            return;
          }
          case "unwatch": {
            const room = watches.get(message.watchId);
            watches.delete(message.watchId);
            return room?.unwatch(message.watchId);
          }
          case "signal":
            return watches.get(message.watchId)?.signalWatch(message.watchId, message.message);
          case "together":
            return watches.get(message.watchId)?.showTogether(message.watchId);
          case "warn":
          case "mute":
          case "camera_off":
          case "pause":
            return roomHere(message.visitId).intervene(message, { staffId: actor.staffId, role, locale: ctx.locale }, ctx);
          case "end":
            return roomHere(message.visitId).end(
              {
                code: "staff_ended",
                by: "staff",
                reason: message.reason,
                staff: { id: message.id, staffId: actor.staffId, role, note: message.note ?? null },
              },
              ctx,
            );
        }
      }

      const isWatching = () => [...watches.values()].some((room) => parts.rooms.running(room.visitId) === room);
      const there = setInterval(() => {
        // A sign-in that ran out is told nothing more, though no news tells of its end.
        isSignedIn(ctx, actor.signInId).then(
          (stands) => stands || signedOut(),
          (error) => ctx.log.warn({ err: error }, "a console's sign-in could not be looked at"),
        );
        if (isWatching())
          noteUse(ctx, actor.signInId).catch((error) => ctx.log.warn({ err: error }, "that somebody watches could not be noted"));
      }, WATCHING_TOLD_MS).unref();

      const line = readSocket(socket, {
        schema: FromStaff,
        log: ctx.log,
        hear,
        closed: () => {
          over = true;
          clearInterval(there);
          silence();
          deaf();
          stopWatching();
          for (const [watchId, room] of watches)
            room.unwatch(watchId).catch((error) => ctx.log.error({ err: error }, "a watch could not be ended"));
        },
      });
      const send = (message: ToStaff) => line.send(message);
      const silence = ctx.bus.subscribe("board", (id) => {
        if (id === facilityId) send({ type: "board_changed" });
      });
      const deaf = parts.rooms.follow(facilityId, send);
      const stopWatching = watchSignIn(ctx, actor.signInId, signedOut);
    },
  );
}

/** The role under which this person may do this here: both sides of a visit read it. Another role of theirs, which may not, is never named. */
export function roleAt(actor: StaffActor, permission: Permission, place: { facilityId: string; agencyId: string | undefined }): string {
  const own = actor.grants.toSorted((one, two) => Number(one.facilityId === null) - Number(two.facilityId === null));
  const grant = own.find((each) => can({ ...actor, grants: [each] }, permission, place));
  if (!grant) throw new AppError(["access.denied"]);
  return grant.role;
}
