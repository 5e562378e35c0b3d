import { listSamples } from "#server/domains/visits/quality/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { inRoom, isOver, LEASE_SECONDS } from "./live.rules.ts";
import * as store from "./live.store.ts";
import { takeUpHand } from "./room-hand.ts";
import { noteGap } from "./room-samples.ts";
import { type LiveParts, newLeg, type RoomState, seat } from "./room-state.ts";

/** Makes the rows of a new room, or takes up those of one that ran before: its legs come back as dropped, its intervals stand. */
export async function takeUp(parts: LiveParts, room: RoomState): Promise<void> {
  const { ctx, server, mediaNode } = parts;
  const { id: visitId, facilityId } = room.visit;
  await inTransaction(ctx, async (tx) => {
    const now = tx.now();
    const until = now.add({ seconds: LEASE_SECONDS });
    const earlier = await store.findSession(tx.trx, visitId);
    if (!earlier) {
      await store.insertSession(tx.trx, room.visit, { server, mediaNode, now, until, legIds: { family: newId(), resident: newId() } });
      if (room.visit.roomKind === "recorded") await tx.jobs.send(tx, "visit.room_opened", { visitId });
      return;
    }
    if (isOver(earlier.status)) throw new AppError(["visit.over"]);
    if (!(await store.takeLease(tx.trx, { visitId, server, mediaNode, now, until }))) throw new AppError(["server.busy"]);
    const waited = await store.listWaited(tx.trx, visitId);
    for (const leg of await store.listLegs(tx.trx, visitId)) {
      if (!room.legs.has(leg.seat)) seat(room, newLeg({ ...leg, name: leg.name ?? "" }));
      const state = room.legs.get(leg.seat)!;
      state.everJoined = leg.joinedAt !== null;
      state.waitingNoted = waited.includes(leg.seat);
      state.status = inRoom(leg.status) ? "dropped" : leg.status;
      if (state.status !== leg.status) await store.setLeg(tx.trx, { visitId, seat: leg.seat, status: state.status, now });
    }
    await takeUpHand(tx.trx, room);
    room.everWatched = await store.wasWatched(tx.trx, visitId);
    const intervals = await store.listIntervals(tx.trx, visitId);
    room.intervals = intervals.length;
    room.countedTo = Math.max(0, ...intervals.map(({ to }) => to));
    room.earlierMs = intervals.reduce((sum, run) => sum + (run.to - run.from), 0);
    noteGap(room, await listSamples(tx.trx, visitId), now.epochMilliseconds);
    room.everConnected = earlier.firstConnectedAt !== null;
    room.pausedReason = room.hand.paused ? "staff" : null;
    room.status = room.hand.paused ? "paused" : room.everConnected ? "interrupted" : "waiting";
    await store.endOpenWatches(tx.trx, visitId, now);
    // Whoever watched did so on a server that is gone: staff are told anew that this visit waits.
    room.watchToldAt = room.visit.mustBeWatched ? now : null;
    const { status, pausedReason, watchToldAt } = room;
    await store.setSession(tx.trx, visitId, { status, pausedReason, watchToldAt, recording: "none" });
    await note(tx, { visitId, facilityId, code: "server_back" });
  });
}
