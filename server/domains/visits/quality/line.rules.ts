import type { Trouble } from "#contracts/live.ts";
import { type Seat, sideOf } from "#contracts/live-limits.ts";
import { lineLimits as limits, SAMPLE_MS } from "#contracts/quality-limits.ts";
import type { Sample } from "./samples.rules.ts";

/**
 * The published rule: whose line, device or fault it was, five seconds at a time, from both ends' samples and what the engine received. Nobody is
 * named on a guess: what another end's trouble explains is not held against this one, and what nobody knows names nobody.
 */

export type { Trouble };
/** One sample of each leg about the same five seconds. */
export type Samples = ReadonlyMap<Seat, Sample>;
export type Verdicts = ReadonlyMap<Seat, Trouble>;
/** What the rule carries from one five seconds to the next. */
export interface Judged {
  verdicts: Verdicts;
  /** So many samples still belong to what stopped everybody on our side. */
  ours: number;
}
export const unjudged: Judged = { verdicts: new Map(), ours: 0 };

/** Opus sends 50 packets a second; who sends fewer than 40 is silent for a part of it. */
const FEEDS_SOUND = 200;
const FEEDS_MS = 4500;
/** A sender makes at least five pictures a second before a standing picture is held against its viewer. */
const FEEDS_PICTURES = 25;

type Found = { how: Trouble["how"]; part: Trouble["part"]; alone?: boolean } | null;

/** The verdict on each leg that fails in these five seconds; a leg that is not named is not known to fail. */
export function judge(before: Judged, samples: Samples): Judged {
  const there = [...samples].filter(([, sample]) => sample.roomMs + sample.cutMs + sample.engineDownMs > 0);
  if (there.some(([, { engineDownMs }]) => engineDownMs > 0))
    return { verdicts: new Map(there.map(([seat]) => [seat, ourBreak])), ours: limits.comingBackSamples };
  const paused = there.length > 0 && there.every(([, { pausedMs }]) => pausedMs > 0);
  const found = new Map<Seat, NonNullable<Found>>();
  for (const [seat, sample] of there) {
    const others = there.filter(([one]) => one !== seat).map(([, one]) => one);
    const trouble = worse(lineOf(sample, others), deviceOf(sample, others));
    if (trouble) found.set(seat, trouble);
  }
  const together = found.size > 0 && allAtOnce(before, there, found);
  const verdicts = new Map<Seat, Trouble>();
  for (const [seat, trouble] of found) {
    const sample = samples.get(seat)!;
    const ours = trouble.part === "line" && (before.ours > 0 || together || many(sample.roomsBad, sample.rooms));
    verdicts.set(seat, { where: ours ? "server" : whereOf(seat, trouble, sample), how: trouble.how, part: ours ? "line" : trouble.part });
  }
  return { verdicts, ours: paused ? limits.comingBackSamples : Math.max(0, before.ours - 1) };
}

const ourBreak: Trouble = { where: "server", how: "broken", part: "line" };
const many = (bad: number, all: number): boolean => bad >= limits.togetherMin && bad * 2 >= all;

/** Both ends of a visit broke in the same five seconds: two homes' lines seldom do, one server's does. */
function allAtOnce(before: Judged, there: readonly (readonly [Seat, Sample])[], found: ReadonlyMap<Seat, NonNullable<Found>>): boolean {
  const broke = (seat: Seat) => found.get(seat)?.part === "line" && found.get(seat)?.how === "broken";
  if (there.length < 2 || !there.every(([seat]) => broke(seat))) return false;
  return there.every(([seat]) => {
    const was = before.verdicts.get(seat);
    return was === undefined || was.how === "weak" || was.where === "server";
  });
}

function whereOf(seat: Seat, { part, alone }: NonNullable<Found>, sample: Sample): Trouble["where"] {
  const side = sideOf(seat);
  if (side !== "resident") return side === "family" ? "home" : "staff";
  if (part === "device") return many(sample.stationsBad, sample.stations) ? "facility_network" : "station";
  // A station that went silent while others of its facility go on was unplugged or switched off: its network is there.
  return alone && sample.stations > limits.togetherMin && sample.stationsBad <= 1 ? "station" : "facility_network";
}

/** What is wrong with the line of a leg, as far as nothing at the other ends explains it. */
function lineOf(own: Sample, others: readonly Sample[]): Found {
  const silentMs = own.roomMs - Math.max(own.arrivedMs, own.reportedMs);
  if (own.cutMs + Math.max(0, silentMs) >= limits.goneMsMin) return { how: "broken", part: "line", alone: true };
  if (own.pausedMs > 0) return null;
  const sent = own.sentSound + own.sentPicture;
  if (sent >= limits.packetsMin && own.roomMs - own.arrivedMs >= limits.goneMsMin) return { how: "broken", part: "line" };
  const came = own.sound + own.picture;
  const feeding = others.filter(feeds);
  // What was lost on its way to us is lost for everybody: that is the sender's line, and is taken off first.
  const lostHere = Math.max(0, own.lost - sum(others, "sentLost"));
  if (own.reportedMs >= FEEDS_MS && feeding.length > 0 && came < limits.packetsMin) return { how: "broken", part: "line" };
  const weak =
    percent(own.sentLost, sent) >= limits.lossPercentMin ||
    percent(lostHere, came + own.lost) >= limits.lossPercentMin ||
    own.roundTrip > limits.roundTripMsMin ||
    own.takes > 0 ||
    (others.length > 0 && feeding.length === others.length && own.concealedMs >= limits.concealedMsMin) ||
    (stands(own, others) && own.picture < sum(others, "sentPicture") * 0.9);
  return weak ? { how: "weak", part: "line" } : null;
}

/** What a device at the end of a line fails at. */
export type DeviceFault = "microphone_gone" | "camera_gone" | "no_picture" | "picture_stood" | "too_slow";

/** What is wrong with the phone, the computer or the station at the end of a line, the worst first. */
export function deviceFault(own: Sample, others: readonly Sample[]): DeviceFault | null {
  const cameraGone = own.cameraGoneMs >= limits.goneMsMin && own.cameraOffMs < limits.goneMsMin;
  const microphoneGone = own.microphoneGoneMs >= limits.goneMsMin && own.microphoneOffMs < limits.goneMsMin;
  const makesNone =
    own.ownMs >= FEEDS_MS && own.roomMs >= FEEDS_MS && own.cameraOffMs === 0 && own.made === 0 && others.length > 0 && !someStills(others);
  const decodesNone = stands(own, others) && own.picture >= sum(others, "sentPicture") * 0.9;
  const faults: [boolean, DeviceFault][] = [
    [microphoneGone, "microphone_gone"],
    [cameraGone, "camera_gone"],
    [own.busyMs >= limits.busyMsMin, "too_slow"],
    [makesNone, "no_picture"],
    [decodesNone, "picture_stood"],
  ];
  return faults.find(([holds]) => holds)?.[1] ?? null;
}
function deviceOf(own: Sample, others: readonly Sample[]): Found {
  const fault = deviceFault(own, others);
  // Who is not heard is not there; without a picture people still talk.
  return fault && { how: fault === "microphone_gone" ? "broken" : "weak", part: "device" };
}

/** The engine receives from this end all that it says it sends, and nothing of it is withheld. */
function feeds(one: Sample): boolean {
  const sent = one.sentSound + one.sentPicture;
  return (
    one.arrivedMs >= FEEDS_MS && one.pausedMs === 0 && one.sentSound >= FEEDS_SOUND && percent(one.sentLost, sent) < limits.lossPercentMin
  );
}
/** The picture here stands although every sender makes it and it reached the engine. */
const stands = (own: Sample, others: readonly Sample[]): boolean =>
  own.frozenMs >= limits.frozenMsMin &&
  own.behindMs === 0 &&
  others.length > 0 &&
  others.every((one) => feeds(one) && one.made >= FEEDS_PICTURES && one.busyMs === 0);
/** Pictures are stopped for everybody while one line carries none. */
const someStills = (others: readonly Sample[]): boolean => others.some(({ takes, pausedMs }) => takes > 0 || pausedMs > 0);

const sum = (all: readonly Sample[], name: "sentLost" | "sentPicture") => all.reduce((total, one) => total + one[name], 0);
const percent = (lost: number, of: number): number => (of < limits.packetsMin ? 0 : (lost * 100) / of);
/** The worse of both; of two that are as bad the device, since its own words say so. */
function worse(line: Found, device: Found): Found {
  if (!line || !device) return line ?? device;
  return line.how === "broken" && device.how === "weak" ? line : device.how === "broken" && line.how === "weak" ? device : line;
}

/** What a screen shows of one leg: it does not flicker with every sample. */
export interface Shown {
  trouble: Trouble | null;
  bad: number;
  good: number;
}
export const nothingShown: Shown = { trouble: null, bad: 0, good: 0 };

/** What is shown after one more verdict: a break at once, a weak line after some samples, and good again after some. */
export function follow(shown: Shown, verdict: Trouble | null): Shown {
  if (!verdict) {
    const good = shown.good + 1;
    return { trouble: good >= limits.goodSamplesMin ? null : shown.trouble, bad: 0, good };
  }
  const bad = shown.bad + 1;
  const says = verdict.how === "broken" || bad >= limits.weakSamplesMin;
  return { trouble: says ? verdict : shown.trouble, bad, good: 0 };
}

/** A stretch of one leg's time with one verdict; null: nothing failed that is known. */
export interface Stretch {
  from: number;
  to: number;
  trouble: Trouble | null;
}

/** Whether a good five seconds between these two was bad as well. */
type Alike = (before: Trouble, after: Trouble) => boolean;
const sameEnd: Alike = (before, after) => before.where === after.where;

/** The whole visit afterwards: for each leg its stretches, oldest first. Time without a sample is in none. */
export function stretches(all: ReadonlyMap<Seat, readonly Sample[]>, alike = sameEnd): Map<Seat, Stretch[]> {
  const byTime = new Map<number, Map<Seat, Sample>>();
  for (const [seat, samples] of all)
    for (const sample of samples) byTime.set(sample.at, (byTime.get(sample.at) ?? new Map()).set(seat, sample));
  let judged = unjudged;
  const raw = new Map<Seat, { at: number; trouble: Trouble | null }[]>([...all.keys()].map((seat) => [seat, []]));
  for (const at of [...byTime.keys()].sort((a, b) => a - b)) {
    const samples = byTime.get(at)!;
    judged = judge(judged, samples);
    for (const [seat] of samples) raw.get(seat)!.push({ at, trouble: judged.verdicts.get(seat) ?? null });
  }
  return new Map([...raw].map(([seat, verdicts]) => [seat, joined(steady(verdicts, alike))]));
}

type Verdict = { at: number; trouble: Trouble | null };
/** A single weak sample between good ones says nothing; a single good one between two that are alike neither. */
function steady(verdicts: readonly Verdict[], alike: Alike): Verdict[] {
  const whole = verdicts.map((one, index) => {
    const [before, after] = [verdicts[index - 1]?.trouble, verdicts[index + 1]?.trouble];
    return !one.trouble && before && after && alike(before, after) ? { ...one, trouble: milder(before, after) } : one;
  });
  return whole.map((one, index) => {
    const beside = whole[index - 1]?.trouble ?? whole[index + 1]?.trouble;
    return one.trouble?.how === "weak" && !beside ? { ...one, trouble: null } : one;
  });
}
const milder = (a: Trouble, b: Trouble): Trouble => (a.how === "weak" ? a : b);

function joined(verdicts: readonly Verdict[]): Stretch[] {
  const all: Stretch[] = [];
  for (const { at, trouble } of verdicts) {
    const last = all.at(-1);
    if (last?.to === at && same(last.trouble, trouble)) last.to = at + SAMPLE_MS;
    else all.push({ from: at, to: at + SAMPLE_MS, trouble });
  }
  return all;
}
/** Two verdicts that say the same. */
export const same = (a: Trouble | null, b: Trouble | null): boolean =>
  a === b || (a !== null && b !== null && a.where === b.where && a.how === b.how && a.part === b.part);
