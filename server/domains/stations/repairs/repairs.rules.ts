import type { faults, repairStates } from "#contracts/station-care.ts";

export type Fault = (typeof faults)[number];
export type RepairState = (typeof repairStates)[number];
type Instant = Temporal.Instant;

/** Every step a repair may take. What is closed stays closed: the same fault later is another repair, with an age of its own. */
export const repairSteps: Record<RepairState, readonly RepairState[]> = {
  open: ["acknowledged", "in_repair", "fixed", "not_a_fault"],
  acknowledged: ["in_repair", "fixed", "not_a_fault"],
  in_repair: ["fixed", "not_a_fault"],
  fixed: [],
  not_a_fault: [],
};
export const isClosed = (state: RepairState): boolean => repairSteps[state].length === 0;

/** Without these nobody sees or hears the other; the view `stations.broken` names them too. */
const neededForVisits: readonly Fault[] = ["camera", "microphone", "screen", "sound"];
/** Whether visits at the station are to be looked at again when a repair of this fault begins, ends or is taken on. */
export const touchesVisits = (fault: Fault): boolean => neededForVisits.includes(fault);

/** A station says each minute that it is there. */
export const SILENT_MINUTES = 5;
/** So long a station's own health must say that a fault is gone before its repair closes itself: a loose plug works now and then. */
export const HEALTHY_MINUTES = 10;
/** After a repair was closed by hand the same finding is believed again only after this time. */
const QUIET_MINUTES: Record<"fixed" | "not_a_fault", number> = { fixed: 15, not_a_fault: 24 * 60 };
/** A test older than this says nothing of the network now. */
const ECHO_COUNTS_HOURS = 36;
/** Residents come early; so does whoever looks after the stations. */
const BEFORE_OPENING_MINUTES = 60;

/** What a station's own health says of one fault. */
export type Evidence = "broken" | "healthy" | "unknown";
export const ownFaults = ["silent", "camera", "microphone", "network"] as const satisfies Fault[];
export type OwnFault = (typeof ownFaults)[number];

type Works = "works" | "missing" | "denied" | "unknown";
export interface HealthFacts {
  now: Instant;
  inUse: boolean;
  openNow: boolean;
  lastSeenAt: Instant | null;
  camera: Works;
  microphone: Works;
  echo: { outcome: "good" | "poor" | "failed" | null; startedAt: Instant } | null;
}

/** What the health of a station says of each fault that it can show by itself. Nothing is believed of a station that does not answer. */
export function evidenceOf(facts: HealthFacts): Record<OwnFault, Evidence> {
  const { now, lastSeenAt, echo } = facts;
  const answers = lastSeenAt !== null && lastSeenAt.until(now).total("minutes") <= SILENT_MINUTES;
  const part = (works: Works): Evidence => {
    if (!answers || works === "unknown") return "unknown";
    return works === "works" ? "healthy" : "broken";
  };
  const measured = echo?.outcome && echo.startedAt.until(now).total("hours") <= ECHO_COUNTS_HOURS ? echo.outcome : undefined;
  return {
    silent: answers ? "healthy" : facts.inUse && facts.openNow ? "broken" : "unknown",
    camera: part(facts.camera),
    microphone: part(facts.microphone),
    network: measured === undefined ? "unknown" : measured === "good" ? "healthy" : "broken",
  };
}

/** The newest repair of one station and fault, open or closed. */
export interface Known {
  state: RepairState;
  healthySince: Instant | null;
  closedAt: Instant | null;
}
export type Verdict = "open" | "note_healthy" | "note_broken" | "close" | "nothing";

/** What the evidence makes of the newest repair of a fault. */
export function verdictOn(known: Known | undefined, evidence: Evidence, now: Instant): Verdict {
  if (evidence === "unknown") return "nothing";
  if (!known || known.closedAt !== null) {
    if (evidence === "healthy") return "nothing";
    const quiet = known && (known.state === "fixed" || known.state === "not_a_fault") ? QUIET_MINUTES[known.state] : 0;
    return known?.closedAt && known.closedAt.until(now).total("minutes") < quiet ? "nothing" : "open";
  }
  if (evidence === "broken") return known.healthySince === null ? "nothing" : "note_broken";
  if (known.healthySince === null) return "note_healthy";
  return known.healthySince.until(now).total("minutes") >= HEALTHY_MINUTES ? "close" : "nothing";
}

/** Whether visits are held here about now, on the facility's own clock: only then is a silent station anybody's business. */
export function isOpenAt(
  hours: readonly { weekday: number; startsLocal: string; endsLocal: string }[],
  now: Instant,
  timeZone: string,
): boolean {
  const soon = now.add({ minutes: BEFORE_OPENING_MINUTES }).toZonedDateTimeISO(timeZone);
  const local = now.toZonedDateTimeISO(timeZone);
  const clock = (at: Temporal.ZonedDateTime) => at.toPlainTime().toString({ smallestUnit: "minute" });
  return hours.some(
    (one) =>
      one.weekday === local.dayOfWeek &&
      soon.dayOfWeek === local.dayOfWeek &&
      one.startsLocal <= clock(soon) &&
      clock(local) < one.endsLocal,
  );
}
