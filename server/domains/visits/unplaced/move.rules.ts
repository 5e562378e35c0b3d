import type { stationObstacles } from "#contracts/visit-moves.ts";
import { mayBecome } from "#server/domains/visits/visits.rules.ts";
import type { VisitTable } from "#server/domains/visits/visits.tables.ts";

/** A broken station gives away the visits of so many hours; what comes later waits, since it may be mended by then. */
export const BROKEN_HOURS = 24;

type Obstacle = (typeof stationObstacles)[number];

/** What decides whether a visit may go to a station. */
export interface Choice {
  on: boolean;
  blocked: boolean;
  /** A wall phone has none. */
  screen: boolean;
  broken: boolean;
  taken: boolean;
  /** The visit's weekly rule uses it. */
  serves: boolean;
  unitId: string | null;
}

/** Every reason why a visit cannot go to this station; empty when it can. `unitsAbove` is the resident's unit with all it lies in. */
export function unfit(choice: Choice, unitsAbove: readonly string[]): Obstacle[] {
  const { on, blocked, screen, broken, taken, serves, unitId } = choice;
  // What a facility made for this rule it brings people to; beyond that, a resident goes no further than doors that are open to them.
  const reachable = serves || unitId === null || unitsAbove.includes(unitId);
  const reasons: [boolean, Obstacle][] = [
    [!on || blocked, "visit.station_closed"],
    // One that is not set up yet, or silent, is told of and not refused: whoever books is given it too, and it may be on by then.
    [!screen || broken, "visit.station_unusable"],
    [taken, "visit.station_taken"],
    [!reachable, "visit.station_unreachable"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

/** Whether a visit may still be moved: it is booked, its place is not over, and nobody has opened its room. */
export function canMove(visit: Pick<VisitTable, "status" | "endsAt">, roomOpened: boolean, now: Temporal.Instant): boolean {
  return mayBecome(visit.status, "in_progress") && !roomOpened && Temporal.Instant.compare(now, visit.endsAt) < 0;
}
