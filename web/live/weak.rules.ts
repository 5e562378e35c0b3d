import type { Room } from "#contracts/live.ts";
import { farLeg, isIn, ownLeg } from "./legs.rules.ts";

/** Whose line is too weak for a moving picture, and what it carries still; one's own first, since that one can be mended from here. */
export type Weak = `${"own" | "far"}.${"stills" | "none"}`;

export function weakLine(room: Room | null): Weak | null {
  for (const whose of ["own", "far"] as const) {
    const leg = room && (whose === "own" ? ownLeg(room) : farLeg(room));
    if (leg && isIn(leg) && leg.takes !== "moving") return `${whose}.${leg.takes}`;
  }
  return null;
}
