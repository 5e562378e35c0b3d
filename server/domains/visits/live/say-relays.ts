import type { IceServer } from "#contracts/live.ts";
import type { Ctx } from "#server/platform/context.ts";
import { relaysUntil } from "#server/platform/relays.ts";
import type { RunningRoom } from "./room.ts";

/** A page that comes back in the last second connects once more, and a relay's clock may be off. */
const AFTER_END_MINUTES = 10;

/** Tells a page by which relays it may reach this room, before anything is offered; says nothing where there are none. */
export function sayRelays(ctx: Ctx, room: RunningRoom, send: (message: { type: "ice"; servers: IceServer[] }) => void): void {
  const servers = relaysUntil(ctx, room.state().visit.endsAt.add({ minutes: AFTER_END_MINUTES }));
  if (servers.length > 0) send({ type: "ice", servers });
}
