import type { Seat } from "#contracts/live.ts";
import type { RoomSnapshot } from "./room-types.ts";

/** One line of the large words over the picture: finished, or still being typed. */
export interface Caption {
  id: string;
  seat: Seat;
  words: string;
  live: boolean;
}

/** A finished line stays this long. */
const SHOWN_MS = 10_000;
const LINES_MAX = 3;

/** What stands in large words over the picture: what others type now, and their last lines; `standing` keeps these for as long as nothing newer comes. */
export function captionsOf({ chat, typing, room, now }: RoomSnapshot, standing: boolean): Caption[] {
  const finished = chat
    .filter(({ seat, at }) => seat !== room?.seat && (standing || now - Date.parse(at) < SHOWN_MS))
    .map(({ id, seat, words }) => ({ id, seat, words, live: false }));
  const going = Object.entries(typing).map(([seat, line]) => ({ ...line, seat: seat as Seat, live: true }));
  return [...finished, ...going].slice(-LINES_MAX);
}
