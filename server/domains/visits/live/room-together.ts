import type { TogetherAct } from "#contracts/together.ts";
import type { MayLook, TogetherRoom, Told } from "#server/domains/visits/together/index.ts";
import { inRoom } from "./live.rules.ts";
import { type LegState, legsOf, type RoomState } from "./room-state.ts";
import type { Rooms } from "./rooms.ts";

/** Nothing is drawn, turned or shown while a room is paused, and a privileged one has no sheet. */
const isShown = (room: Readonly<RoomState>): boolean => room.status !== "paused" && room.visit.roomKind !== "privileged";

/** Carries what a page asks of the sheet, and tells who may see it: who is in the room, and staff while its faces are shown to them. */
export async function hearTogether(room: RoomState, together: TogetherRoom, leg: LegState, act: TogetherAct): Promise<void> {
  if (!inRoom(leg.status) || !isShown(room))
    return leg.page?.send({ type: "together", news: { news: "refused", codes: ["together.not_now"] } });
  for (const told of await together.hear(leg.seat, act)) tell(room, leg, told);
}

function tell(room: RoomState, asker: LegState, { to, news }: Told): void {
  if (to !== "others") asker.page?.send({ type: "together", news });
  if (to === "asker") return;
  for (const leg of legsOf(room)) if (leg !== asker && inRoom(leg.status)) leg.page?.send({ type: "together", news });
  for (const watch of room.watches.values()) if (watch.flowing) watch.send({ type: "together", visitId: room.visit.id, news });
}

/** Tells a watch of the sheet, where there is one and its pictures flow. */
export async function showTogether(room: RoomState, together: TogetherRoom, watchId: string): Promise<void> {
  const watch = room.watches.get(watchId);
  if (!watch?.flowing || !isShown(room)) return;
  const news = await together.shown();
  if (news) watch.send({ type: "together", visitId: room.visit.id, news });
}

/** The facility has decided about a picture: the pages of the family ask for their list again. */
export function tellDecided(room: Readonly<RoomState> | undefined): void {
  if (!room) return;
  for (const { side, page } of legsOf(room)) if (side === "family") page?.send({ type: "together", news: { news: "sheets" } });
}

/** Whether somebody may look at the sheet of a visit now: in its room, and it is not paused; or watching it, and its faces are shown to them. */
export function mayLookIn(rooms: Pick<Rooms, "running">): MayLook {
  return (visitId, who) => {
    const room = rooms.running(visitId)?.state();
    if (!room || !isShown(room)) return false;
    const watches = [...room.watches.values()].some((watch) => watch.staffId === who.personId && watch.flowing);
    return watches || legsOf(room).some((leg) => leg.personId === who.personId && inRoom(leg.status));
  };
}
