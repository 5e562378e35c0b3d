import type { faults, finders, findings, repairStates } from "#contracts/station-care.ts";

export type Fault = (typeof faults)[number];
export type Finding = (typeof findings)[number];
export type Finder = (typeof finders)[number];
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
export const ownFaults = ["silent", "camera", "microphone", "sound", "network"] as const satisfies Fault[];
export type OwnFault = (typeof ownFaults)[number];

type Works = "works" | "missing" | "denied" | "unknown";
export interface HealthFacts {
  now: Instant;
  inUse: boolean;
  openNow: boolean;
  lastSeenAt: Instant | null;
  camera: Works;
  microphone: Works;
  /** The newest check that ended, by night or because staff asked. */
  echo: NightCheck | null;
}
export interface NightCheck {
  outcome: "good" | "poor" | "failed" | null;
  startedAt: Instant;
  camera: Works | null;
  microphone: Works | null;
  speaker: Works | null;
}

/** What the last check says of the equipment, as long as it counts. */
function checkedOf({ now, echo }: HealthFacts): Partial<NightCheck> {
  return echo && echo.startedAt.until(now).total("hours") <= ECHO_COUNTS_HOURS ? echo : {};
}
/** How a part stands: by what the station says now, else by the check. */
const partOf = (facts: HealthFacts, part: "camera" | "microphone"): Works =>
  facts[part] === "unknown" ? (checkedOf(facts)[part] ?? "unknown") : facts[part];

/** What the health of a station says of each fault that it can show by itself. Nothing is believed of a station that does not answer. */
export function evidenceOf(facts: HealthFacts): Record<OwnFault, Evidence> {
  const { now, lastSeenAt } = facts;
  const answers = lastSeenAt !== null && lastSeenAt.until(now).total("minutes") <= SILENT_MINUTES;
  const part = (works: Works): Evidence => {
    if (!answers || works === "unknown") return "unknown";
    return works === "works" ? "healthy" : "broken";
  };
  const { outcome, speaker } = checkedOf(facts);
  return {
    silent: answers ? "healthy" : facts.inUse && facts.openNow ? "broken" : "unknown",
    camera: part(partOf(facts, "camera")),
    microphone: part(partOf(facts, "microphone")),
    sound: part(speaker ?? "unknown"),
    network: !outcome ? "unknown" : outcome === "good" ? "healthy" : "broken",
  };
}

/** Beside a fault that a station's health shows: what of it. */
export function whatOf(fault: OwnFault, facts: HealthFacts): Finding {
  if (fault === "silent") return "silent";
  if (fault === "network") return facts.echo?.outcome === "failed" ? "line_failed" : "line_weak";
  return fault !== "sound" && partOf(facts, fault) === "denied" ? "denied" : "missing";
}

/** Which fault of a station a visit's measurements speak of. */
export const faultFoundIn = {
  silent: "silent",
  microphone_gone: "microphone",
  camera_gone: "camera",
  no_picture: "camera",
  picture_stood: "screen",
  too_slow: "other",
} as const satisfies Partial<Record<Finding, Fault>>;
export type FoundInVisit = keyof typeof faultFoundIn;

/** The newest repair of one station and fault, open or closed. */
export interface Known {
  fault: Fault;
  foundBy: Finder;
  state: RepairState;
  healthySince: Instant | null;
  closedAt: Instant | null;
}
export type Verdict = "open" | "note_healthy" | "note_broken" | "close" | "nothing";

/**
 * Whether a station's own health can prove this fault gone: that a camera is plugged in does not say that it works for the length of a visit,
 * and that there is a loudspeaker does not say that anybody hears it.
 */
function provenByHealth({ fault, foundBy }: Known): boolean {
  if (foundBy === "visit") return fault === "silent";
  return fault !== "sound" || foundBy === "system";
}

/** What the evidence makes of the newest repair of a fault. */
export function verdictOn(known: Known | undefined, evidence: Evidence, now: Instant): Verdict {
  if (evidence === "unknown") return "nothing";
  if (!known || known.closedAt !== null) {
    if (evidence === "healthy") return "nothing";
    const quiet = known && (known.state === "fixed" || known.state === "not_a_fault") ? QUIET_MINUTES[known.state] : 0;
    return known?.closedAt && known.closedAt.until(now).total("minutes") < quiet ? "nothing" : "open";
  }
  if (!provenByHealth(known)) return "nothing";
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
