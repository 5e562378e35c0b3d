import type { Room } from "#contracts/live.ts";
import { isIn, type Leg } from "#web/live/legs.rules.ts";
import type { BoardVisit } from "#web/staff/shell/board.ts";

/** What a tile says of a running visit beside its clock: one state, and what staff should know of it. */
export interface TileFacts {
  state:
    | "live"
    | "interrupted"
    | "paused"
    | "paused_staff"
    | "watch_needed"
    | "waiting"
    | "both_wait"
    | "family_waits"
    | "resident_waits"
    | "none";
  /** Whole minutes that people have waited for an officer. */
  waitsMinutes: number | null;
  doubted: boolean;
  weak: Leg[];
  held: Leg[];
  people: number;
}

const MINUTE_MS = 60_000;

/** Read from the room where this page was told of it, else from the board, which knows less. */
export function tileFacts(visit: BoardVisit, room: Room | undefined, now: number): TileFacts {
  const told = room?.mustBeWatched ? room.mustBeWatched.toldAt : visit.watchToldAt;
  const there = room?.legs.filter(isIn) ?? [];
  const status = room && !room.ending && room.status !== "ended" ? room.status : visit.live;
  return {
    state: stateOf(visit, room, status, told !== null),
    waitsMinutes: told === null ? null : Math.max(0, Math.floor((now - Date.parse(told)) / MINUTE_MS)),
    doubted: room?.recording === "unproven",
    weak: there.filter(({ takes }) => takes !== "moving"),
    held: there.filter(({ held }) => held.sound || held.picture),
    people: there.length,
  };
}

function stateOf(visit: BoardVisit, room: Room | undefined, status: string, waits: boolean): TileFacts["state"] {
  if (room?.pausedFor === "staff") return "paused_staff";
  if (waits && status !== "live") return "watch_needed";
  if (status === "live" || status === "interrupted" || status === "paused") return status;
  if (status !== "waiting") return "none";
  const { familyHere, residentHere } = visit;
  return familyHere && residentHere ? "both_wait" : familyHere ? "family_waits" : residentHere ? "resident_waits" : "waiting";
}

/** The wall's order: who waits for an officer first, the longest wait first; then as the day has them. */
export function wallOrder(visits: readonly BoardVisit[]): BoardVisit[] {
  const told = ({ watchToldAt }: BoardVisit) => (watchToldAt === null ? Number.POSITIVE_INFINITY : Date.parse(watchToldAt));
  return [...visits].sort((a, b) => (told(a) === told(b) ? 0 : told(a) - told(b)));
}
