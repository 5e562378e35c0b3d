import { STAFF_IDLE_MINUTES, STAFF_TELL_SECONDS, STAFF_WARN_MINUTES } from "#contracts/idle-limits.ts";

const MINUTE_MS = 60_000;
const IDLE_MS = STAFF_IDLE_MINUTES * MINUTE_MS;
const WARN_MS = IDLE_MS - STAFF_WARN_MINUTES * MINUTE_MS;

/** What a page knows of whoever sits before it: when keys or pointer were last used, and when the server was last told. */
export interface Presence {
  activeAt: number;
  toldAt: number;
}

/** Whether somebody is there, is asked, or has gone. */
export function presenceOf({ activeAt }: Presence, now: number): "there" | "asked" | "gone" {
  const idle = now - activeAt;
  return idle >= IDLE_MS ? "gone" : idle >= WARN_MS ? "asked" : "there";
}

/** Whether the server is to be told now: of activity that it does not know, at most once a minute. */
export const mustTell = ({ activeAt, toldAt }: Presence, now: number): boolean =>
  activeAt > toldAt && now - toldAt >= STAFF_TELL_SECONDS * 1_000;

/** Seconds until the page signs out by itself. */
export const secondsLeft = ({ activeAt }: Presence, now: number): number => Math.max(0, Math.ceil((activeAt + IDLE_MS - now) / 1_000));
