import { randomInt } from "node:crypto";
import { PIN_TRIES_MAX } from "#contracts/stations.ts";

const MINUTES = 60_000;

/** Wrong tries at one station lock that resident there; a slower limit counts across stations and locks everywhere. */
export const stationLimit = { triesMax: PIN_TRIES_MAX, withinMs: 15 * MINUTES, lockMs: 15 * MINUTES } as const;
export const everywhereLimit = { triesMax: 15, withinMs: 60 * MINUTES, lockMs: 60 * MINUTES } as const;
export type Limit = typeof stationLimit | typeof everywhereLimit;

/** How far back tries matter: one that began a lock now ending came this long ago. */
export const TRIES_MATTER_MS = everywhereLimit.withinMs + everywhereLimit.lockMs;

const CODE_DIGITS = 8;
export const CODE_HOURS = 24;

/**
 * Until when these wrong tries lock, if they still do at `now`: every `triesMax`-th within the limit's time locks, and the count
 * starts anew after each lock. `tries` are in the order in which they came; none is counted while a lock lasts.
 */
export function lockedUntil(tries: readonly Temporal.Instant[], limit: Limit, now: Temporal.Instant): Temporal.Instant | undefined {
  let counted: number[] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const at of tries.map((one) => one.epochMilliseconds)) {
    if (at < until) continue;
    counted = [...counted.filter((earlier) => earlier > at - limit.withinMs), at];
    if (counted.length < limit.triesMax) continue;
    until = at + limit.lockMs;
    counted = [];
  }
  return until > now.epochMilliseconds ? Temporal.Instant.fromEpochMilliseconds(until) : undefined;
}

/** The later of two instants, where there is any. */
export function later(one: Temporal.Instant | undefined, other: Temporal.Instant | undefined): Temporal.Instant | undefined {
  if (!one || !other) return one ?? other;
  return Temporal.Instant.compare(one, other) > 0 ? one : other;
}

/** A PIN of one digit six times is what everyone tries first. */
export const weakPin = (pin: string): boolean => new Set(pin).size === 1;

/** A one-time code that staff tell a resident: digits only, as the kiosk's keypad has. */
export const newResidentCode = (): string => Array.from({ length: CODE_DIGITS }, () => randomInt(10)).join("");

/** A code as it was meant, however it was typed. */
export const bareCode = (code: string): string => code.replaceAll(/[\s-]/g, "").toUpperCase();
