import type { MayLook } from "#server/domains/visits/together/index.ts";
import { inRoom } from "./live.rules.ts";
import type { RoomState } from "./room-state.ts";
import type { Rooms } from "./rooms.ts";

/** Whether somebody may look at the sheet of a visit now: in its room, and it is not paused; or watching it, and its faces are shown to them. */
export function mayLookIn(rooms: Pick<Rooms, "running">): MayLook {
  return (visitId, who) => {
    const room = rooms.running(visitId)?.state();
    if (!room || room.status === "paused" || room.visit.roomKind === "privileged") return false;
    if ("staffId" in who) return [...room.watches.values()].some((watch) => watch.staffId === who.staffId && watch.flowing);
    return inRoom(legOf(room, who).status);
  };
}

function legOf(room: Readonly<RoomState>, who: { contactId: string } | { residentId: string }) {
  return "residentId" in who ? room.legs.resident : room.legs.family;
}
