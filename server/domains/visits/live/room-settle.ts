import { note } from "#server/domains/visits/record/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { broken } from "./connected.rules.ts";
import { isOver, statusOf } from "./live.rules.ts";
import * as store from "./live.store.ts";
import {
  bothIn,
  familyOf,
  has,
  hasOrStands,
  type LiveParts,
  legsOf,
  type RoomState,
  received,
  residentOf,
  talking,
  view,
} from "./room-state.ts";
import * as watching from "./room-watch.ts";

/** A line that comes and goes more often says nothing new, and would hide the rest of the record. */
const LINK_LINES_MAX = 500;

/** Tells every page and every watcher how the room stands. */
export function broadcast(parts: LiveParts, room: RoomState): void {
  const now = parts.ctx.now();
  for (const leg of legsOf(room)) leg.page?.send({ type: "room", room: view(room, leg, now) });
  const forStaff = { type: "room" as const, room: view(room, null, now) };
  parts.toStaff(room.visit.facilityId, forStaff);
}

/** Brings the status in line with what is true now; each change is written before anyone is told. */
export async function settle(parts: LiveParts, room: RoomState): Promise<void> {
  if (isOver(room.status)) return;
  const { ctx } = parts;
  const { id: visitId, facilityId } = room.visit;
  const told = await watching.tellNeeded(parts, room);
  room.watchUnseen = watching.unseen(room, ctx.now().epochMilliseconds);
  const next = statusOf({
    bothIn: bothIn(room),
    everConnected: room.everConnected,
    connected: talking(room),
    recordingDoubted: room.recordingDoubted,
    watchUnseen: room.watchUnseen,
    pausedByStaff: room.hand.paused,
    watchNeeded: watching.needed(room),
  });
  const before = { status: room.status, pausedReason: room.pausedReason };
  if (next.status === before.status && next.pausedReason === before.pausedReason) {
    if (told) broadcast(parts, room);
    return;
  }
  const first = next.status === "live" && !room.everConnected;
  // A leg that dropped or left has a line of its own; this one is for media that stopped while both stayed.
  // Nor does one say that a link was lost where staff keep back all that somebody sends.
  const keptBack = legsOf(room).some(({ held }) => held.sound && held.picture);
  const cut = next.status === "interrupted" && before.status === "live" && bothIn(room) && !keptBack;
  // Into a pause first, and out of it last: what the record says must never be less than what was withheld.
  if (next.status === "paused" && before.status !== "paused") await withhold(parts, room, "paused");
  await inTransaction(ctx, async (tx) => {
    await store.setSession(tx.trx, visitId, { ...next, ...(first ? { firstConnectedAt: tx.now() } : {}) });
    // What staff paused or let go on has lines of its own, with their role and reason.
    const byStaff = next.status === "paused" ? next.pausedReason === "staff" : before.pausedReason === "staff";
    if (before.status === "paused" && next.status !== "paused" && !byStaff) await note(tx, { visitId, facilityId, code: "resumed" });
    if (next.status === "paused" && byStaff) {
      // Nothing more to say.
    } else if (next.status === "paused") await note(tx, { visitId, facilityId, code: "paused", facts: { why: next.pausedReason } });
    else if (first) await note(tx, { visitId, facilityId, code: "connected" });
    else if (room.linkLines >= LINK_LINES_MAX) {
      // Said often enough.
    } else if (next.status === "live" && before.status === "interrupted" && room.backDue)
      await note(tx, { visitId, facilityId, code: "link_back" });
    else if (cut) await note(tx, { visitId, facilityId, code: "link_lost", facts: { side: lostSide(room) } });
    tx.publish("board", facilityId);
  });
  if (next.status === "live") room.everConnected = true;
  // Whoever was only paused was never away.
  if (next.status === "live" || before.status === "live") room.backDue = next.status === "interrupted";
  if (cut) room.linkLines += 1;
  room.status = next.status;
  room.pausedReason = next.pausedReason;
  if (next.status === "paused") for (const leg of legsOf(room)) leg.flow = broken(leg.flow);
  if (before.status === "paused" && next.status !== "paused") await withhold(parts, room);
  broadcast(parts, room);
}

/** While a room is paused nobody sees or hears anybody; else each is withheld as far as staff hold them. */
export async function withhold(parts: LiveParts, room: RoomState, paused?: "paused"): Promise<void> {
  const hushed = legsOf(room).flatMap(({ seat, held }) => (paused || held.sound ? [seat] : []));
  if (String(hushed) !== String(room.hushed)) room.hushedAt = parts.ctx.now().epochMilliseconds;
  room.hushed = hushed;
  for (const { seat, held } of legsOf(room))
    await parts.media
      .softMute(room.visit.id, seat, paused ? { sound: true, picture: true } : held)
      .catch((error) => parts.ctx.log.warn({ err: error, visitId: room.visit.id }, "what is withheld did not reach the engine"));
}

/** Which side's media is gone, as far as the reports tell. */
function lostSide(room: RoomState): string {
  const resident = residentOf(room);
  const family = familyOf(room);
  const noResident = !received(resident) || !family.some((one) => hasOrStands(room, one));
  const noFamily = !family.some(received) || !family.some((one) => has(resident, one));
  return noResident === noFamily ? "both" : noResident ? "resident" : "family";
}
