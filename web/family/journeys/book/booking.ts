import { useSyncExternalStore } from "react";
import type { z } from "zod";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { Place, visitsOutside } from "#contracts/visits.ts";

export type Places = AnswerOf<typeof visitsOutside.places>;
export type PlaceRow = z.infer<typeof Place>;

// HOLD_MINUTES of contracts/visits.ts, which a page cannot load without its schemas; less two seconds for the way back.
const HOLD_MS = 10 * 60_000 - 2000;
const EMPTY = { sessionTemplateId: "", startsAt: "", endsAt: "", day: "", holdId: "", visitId: "", keptUntil: "", guestIds: "" };
export type Booking = typeof EMPTY;

const listeners = new Set<() => void>();
const known = new Map<string, Booking>();
const keyOf = (connectionId: string): string => `throughline.book.${connectionId}`;

/** The half-made booking with one person, as every screen of the journey sees it. */
function read(connectionId: string): Booking {
  const made = known.get(connectionId) ?? readKept(connectionId);
  known.set(connectionId, made);
  return made;
}

function readKept(connectionId: string): Booking {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(keyOf(connectionId)) ?? "null");
    const fits =
      typeof found === "object" &&
      found !== null &&
      Object.keys(EMPTY).every((name) => typeof (found as Record<string, unknown>)[name] === "string");
    return fits ? (found as Booking) : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** Writes a part of a half-made booking; kept across reloads of this tab. */
export function changeBooking(connectionId: string, part: Partial<Booking>): void {
  const after = { ...read(connectionId), ...part };
  known.set(connectionId, after);
  try {
    sessionStorage.setItem(keyOf(connectionId), JSON.stringify(after));
  } catch {
    // A browser that keeps nothing loses it on reload, and only then.
  }
  for (const tell of listeners) tell();
}

export const forgetBooking = (connectionId: string): void => changeBooking(connectionId, EMPTY);
/** Nothing half-made stays for whoever signs in here next. */
export function forgetBookings(): void {
  for (const connectionId of known.keys()) forgetBooking(connectionId);
}

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};
export const useBooking = (connectionId: string): Booking => useSyncExternalStore(subscribe, () => read(connectionId));

/** Whom the reader chose to bring; a stored booking holds texts only. */
export const guestsOf = ({ guestIds }: Booking): string[] => guestIds.split(",").filter(Boolean);

/** When a hold made now ends, by this browser's own clock: the two clocks need not agree. */
export const keptUntil = (now: number): string => String(now + HOLD_MS);

/** One start of one session. */
export const placeKey = ({ sessionTemplateId, startsAt }: { sessionTemplateId: string; startsAt: string }): string =>
  `${sessionTemplateId} ${startsAt}`;

export const allPlaces = (places: Places): PlaceRow[] => places.days.flatMap((day) => day.places);

/** The first free place after the one asked for, else the first free one of all. */
export function nextFree(places: Places, asked: { startsAt: string }): PlaceRow | undefined {
  const free = allPlaces(places)
    .filter((place) => place.free && place.startsAt !== asked.startsAt)
    .sort((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt));
  return free.find((place) => Date.parse(place.startsAt) > Date.parse(asked.startsAt)) ?? free[0];
}
