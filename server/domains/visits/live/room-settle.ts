import { note } from "#server/domains/visits/record/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { broken } from "./connected.rules.ts";
import { inRoom, isOver, sides, statusOf } from "./live.rules.ts";
import * as store from "./live.store.ts";
import { type LiveParts, other, type RoomState, received, view } from "./room-state.ts";
import * as watching from "./room-watch.ts";

/** Tells every page and every watcher how the room stands. */
export function broadcast(parts: LiveParts, room: RoomState): void {
  const now = parts.ctx.now();
  for (const side of sides) room.legs[side].page?.send({ type: "room", room: view(room, side, now) });
  const forStaff = { type: "room" as const, room: view(room, null, now) };
  for (const watch of room.watches.values()) watch.send(forStaff);
}

/** Brings the status in line with what is true now; each change is written before anyone is told. */
export async function settle(parts: LiveParts, room: RoomState): Promise<void> {
  if (isOver(room.status)) return;
  const { ctx } = parts;
  const { id: visitId, facilityId } = room.visit;
  const { family, resident } = room.legs;
  room.watchUnseen = watching.unseen(room, ctx.now().epochMilliseconds);
  const next = statusOf({
    legs: { family: family.status, resident: resident.status },
    everConnected: room.everConnected,
    connected: family.flow.run !== null && resident.flow.run !== null && received(family) && received(resident),
    recordingDoubted: room.recordingDoubted,
    watchUnseen: room.watchUnseen,
  });
  const before = { status: room.status, pausedReason: room.pausedReason };
  if (next.status === before.status && next.pausedReason === before.pausedReason) return;
  const first = next.status === "live" && !room.everConnected;
  // A leg that dropped or left has a line of its own; this one is for media that stopped while both stayed.
  const cut = next.status === "interrupted" && before.status === "live" && inRoom(family.status) && inRoom(resident.status);
  // Into a pause first, and out of it last: what the record says must never be less than what was withheld.
  if (next.status === "paused" && before.status !== "paused") await withhold(parts, room, true);
  await inTransaction(ctx, async (tx) => {
    await store.setSession(tx.trx, visitId, { ...next, ...(first ? { firstConnectedAt: tx.now() } : {}) });
    if (before.status === "paused" && next.status !== "paused") await note(tx, { visitId, facilityId, code: "resumed" });
    if (next.status === "paused") await note(tx, { visitId, facilityId, code: "paused", facts: { why: next.pausedReason } });
    else if (first) await note(tx, { visitId, facilityId, code: "connected" });
    else if (next.status === "live" && before.status === "interrupted") await note(tx, { visitId, facilityId, code: "link_back" });
    else if (cut) await note(tx, { visitId, facilityId, code: "link_lost", facts: { side: lostSide(room) } });
    tx.publish("board", facilityId);
  });
  if (next.status === "live") room.everConnected = true;
  room.status = next.status;
  room.pausedReason = next.pausedReason;
  if (next.status === "paused") for (const side of sides) room.legs[side].flow = broken(room.legs[side].flow);
  if (before.status === "paused" && next.status !== "paused") await withhold(parts, room, false);
  broadcast(parts, room);
}

/** While a room is paused nobody sees or hears anybody. */
export async function withhold(parts: LiveParts, room: RoomState, on: boolean): Promise<void> {
  for (const side of sides)
    await parts.media
      .softMute(room.visit.id, side, { sound: on, picture: on })
      .catch((error) => parts.ctx.log.warn({ err: error, visitId: room.visit.id }, "a pause did not reach the engine"));
}

/** Which side's media is gone, as far as the reports tell. */
function lostSide(room: RoomState): string {
  const gone = sides.filter((side) => !received(room.legs[side]) || room.legs[other(side)].flow.run === null);
  return gone.length === 1 ? gone[0]! : "both";
}
