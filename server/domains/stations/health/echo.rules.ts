import { type Measured, troublesOf } from "#contracts/equipment.ts";

export type Outcome = "good" | "poor" | "failed";

/** Nights are when nobody is at a kiosk: 01:00 to 05:00 on the facility's own clock. */
const NIGHT_FROM_MINUTES = 60;
const NIGHT_TO_MINUTES = 300;
/** Stations begin spread over this time, so that they measure the line and not each other. */
const SPREAD_MINUTES = 180;
const ASKED_HOURS_MAX = 12;
/** A test that did not end by then never will: its page is gone. */
export const ECHO_SECONDS_MAX = 90;

/** What a measurement says of the network; nothing that came back is a failure. */
export function gradeEcho(measured: Measured | null): Outcome {
  const [worst] = troublesOf(measured);
  if (worst === undefined) return "good";
  return worst === "nothing" ? "failed" : "poor";
}

/** The minute of the night at which this station may begin: always the same one, and spread evenly over stations. */
export function nightMinute(stationId: string): number {
  return NIGHT_FROM_MINUTES + (Number.parseInt(stationId.slice(-6), 16) % SPREAD_MINUTES);
}

export interface EchoFacts {
  stationId: string;
  now: Temporal.Instant;
  timeZone: string;
  signedIn: boolean;
  askedAt: Temporal.Instant | null;
  lastStartedAt: Temporal.Instant | null;
}

/** Why this station's network is to be measured now; undefined when it is not. Never while somebody is signed in. */
export function echoDue(facts: EchoFacts): "asked" | "night" | undefined {
  const { now, askedAt, lastStartedAt } = facts;
  if (facts.signedIn) return undefined;
  const after = (at: Temporal.Instant) => lastStartedAt === null || Temporal.Instant.compare(lastStartedAt, at) < 0;
  if (askedAt && after(askedAt) && askedAt.until(now).total("hours") <= ASKED_HOURS_MAX) return "asked";
  const local = now.toZonedDateTimeISO(facts.timeZone);
  const minute = local.hour * 60 + local.minute;
  const isTime = minute >= nightMinute(facts.stationId) && minute < NIGHT_TO_MINUTES;
  return isTime && after(local.startOfDay().toInstant()) ? "night" : undefined;
}
