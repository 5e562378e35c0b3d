import type { Room } from "#contracts/live.ts";
import { farLeg, isIn, type Leg, ownLeg } from "./legs.rules.ts";

/** Whose line is too weak for a moving picture, and what it carries still; one's own first, since that one can be mended from here. */
export type Weak = `${"own" | "far"}.${"stills" | "none"}`;

export function weakLine(room: Room | null): Weak | null {
  for (const whose of ["own", "far"] as const) {
    const leg = room && (whose === "own" ? ownLeg(room) : farLeg(room));
    if (leg && isIn(leg) && leg.takes !== "moving") return `${whose}.${leg.takes}`;
  }
  return null;
}

type Fault = NonNullable<Leg["trouble"]>;
/** What fails by the server's rule, and at whose end: the sentence's own part of `live.fails`. */
export type Fails = "server" | `${"own" | "far"}.${Exclude<Fault["where"], "server">}.${Fault["part"]}`;

/**
 * What to say of the lines: our own fault first, then one's own line, since that one can be mended from here, then the other's. Nothing of a line
 * that was cut: its picture says so, and of which the notice about the picture speaks already.
 */
export function failing(room: Room | null): Fails | null {
  if (!room) return null;
  const [own, far] = [ownLeg(room), farLeg(room)];
  if ([own, far].some((leg) => leg?.trouble?.where === "server")) return "server";
  for (const [whose, leg] of [
    ["own", own],
    ["far", far],
  ] as const) {
    if (!leg || !isIn(leg) || !leg.trouble || leg.trouble.where === "server") continue;
    return leg.takes !== "moving" && leg.trouble.part === "line" ? null : `${whose}.${leg.trouble.where}.${leg.trouble.part}`;
  }
  return null;
}
