import type { Evidence } from "#contracts/live.ts";
import { SAMPLE_MS } from "#contracts/quality-limits.ts";

/**
 * What one leg's reports add up to, five seconds at a time, beside what the engine and the room know of the same time. A sample begins at a
 * multiple of five seconds of the server's clock, so that the samples of all legs lie over one another.
 */

/** Grow with each report: their sums over all samples are the sums of all reports. */
export const counted = [
  "sound",
  "picture",
  "frames",
  "frozenMs",
  "concealedMs",
  "lost",
  "bytes",
  "sentSound",
  "sentPicture",
  "sentBytes",
  "made",
  "sentLost",
] as const;
/** Parts of a sample's five seconds, in milliseconds; none is ever more than its time. */
export const timed = [
  /** Reported by the page. */
  "reportedMs",
  /** Of that, with the page's word about itself. */
  "ownMs",
  "busyMs",
  "cameraGoneMs",
  "microphoneGoneMs",
  "behindMs",
  /** As the room has it: in it, or cut off from it. */
  "roomMs",
  "cutMs",
  /** The engine received something from this leg. */
  "arrivedMs",
  "engineDownMs",
  "pausedMs",
  "cameraOffMs",
  "microphoneOffMs",
  /** The engine itself missed packets of what this leg sent. */
  "missedMs",
] as const;
/** The worst of the sample. */
export const worst = [
  /** One more than the time there and back; 0 where nobody knows it. */
  "roundTrip",
  /** What the line carries of pictures: 0 moving, 1 stills, 2 none. */
  "takes",
  /** How slow the browser thinks the line is: 0 unknown, 1 4g, 2 3g, 3 2g, 4 slow-2g. */
  "slow",
  /** Stations of the facility that fail now, of so many in use; rooms whose both sides fail, of so many. */
  "stationsBad",
  "stations",
  "roomsBad",
  "rooms",
] as const;
export type Counted = (typeof counted)[number];
export type Timed = (typeof timed)[number];
export type Worst = (typeof worst)[number];
export const fields = [...counted, ...timed, ...worst] as const;
/** `at`: its beginning, in epoch milliseconds, a multiple of five seconds. */
export type Sample = Record<Counted | Timed | Worst, number> & { readonly at: number };

export const emptySample = (at: number): Sample => ({ ...(Object.fromEntries(fields.map((name) => [name, 0])) as Omit<Sample, "at">), at });
export const sampleOf = (at: number): number => Math.floor(at / SAMPLE_MS) * SAMPLE_MS;

/** The samples of one leg that are still open, by their beginning. */
export type Open = ReadonlyMap<number, Sample>;

/** What a report says, in the fields of a sample. */
export function growthOf(said: Evidence): {
  counts: Partial<Record<Counted, number>>;
  times: readonly Timed[];
  worst: Partial<Record<Worst, number>>;
} {
  const { own } = said;
  const gone = (device: NonNullable<Evidence["own"]>["camera"]) => device === "muted" || device === "ended";
  const times: [boolean, Timed][] = [
    [true, "reportedMs"],
    [own !== undefined, "ownMs"],
    [own?.limited === "cpu", "busyMs"],
    [own !== undefined && gone(own.camera), "cameraGoneMs"],
    [own !== undefined && gone(own.microphone), "microphoneGoneMs"],
    [own?.front === false, "behindMs"],
    [own?.camera === "none", "cameraOffMs"],
    [own?.microphone === "none", "microphoneOffMs"],
  ];
  const { sound, picture, frames, frozenMs, concealedMs, lost, bytes = 0 } = said;
  const sent = own && { sentSound: own.sound, sentPicture: own.picture, sentBytes: own.bytes, made: own.frames, sentLost: own.lost };
  return {
    counts: { sound, picture, frames, frozenMs, concealedMs, lost, bytes, ...sent },
    times: times.filter(([so]) => so).map(([, name]) => name),
    worst: {
      roundTrip: said.roundTripMs === null ? 0 : said.roundTripMs + 1,
      slow: own?.network ? ["4g", "3g", "2g", "slow-2g"].indexOf(own.network) + 1 : 0,
    },
  };
}

/**
 * Adds a report about the time from `from` to `to`. Time before `closedTo` is gone: what it held goes to the first sample that is open, and only
 * time that lies in a sample is counted as its time. Of a stretch over a boundary each side has its share, and nothing is rounded away.
 */
export function addReport(open: Open, said: Evidence, from: number, to: number, closedTo = 0): Open {
  const { counts, times, worst: bad } = growthOf(said);
  const end = Math.max(to, closedTo);
  const begin = Math.min(Math.max(from, closedTo), end);
  const pieces = piecesOf(begin, end);
  const next = new Map(open);
  const left: Partial<Record<Counted, number>> = { ...counts };
  for (const [index, piece] of pieces.entries()) {
    const sample = { ...(next.get(piece.at) ?? emptySample(piece.at)) };
    const isLast = index === pieces.length - 1;
    for (const name of counted) {
      const all = counts[name] ?? 0;
      const share = isLast ? (left[name] ?? 0) : Math.floor((all * piece.ms) / (end - begin));
      left[name] = (left[name] ?? 0) - share;
      sample[name] += share;
    }
    for (const name of times) sample[name] = Math.min(SAMPLE_MS, sample[name] + piece.ms);
    for (const name of worst) sample[name] = Math.max(sample[name], bad[name] ?? 0);
    next.set(piece.at, sample);
  }
  return next;
}

/** Adds what the room knows of the time from `from` to `to`: which of its facts held. */
export function addTime(open: Open, held: readonly Timed[], bad: Partial<Record<Worst, number>>, from: number, to: number): Open {
  if (to <= from) return open;
  const next = new Map(open);
  for (const piece of piecesOf(from, to)) {
    const sample = { ...(next.get(piece.at) ?? emptySample(piece.at)) };
    for (const name of held) sample[name] = Math.min(SAMPLE_MS, sample[name] + piece.ms);
    for (const name of worst) sample[name] = Math.max(sample[name], bad[name] ?? 0);
    next.set(piece.at, sample);
  }
  return next;
}

/** Closes all samples that begin before `before`, oldest first. */
export function close(open: Open, before: number): { closed: Sample[]; open: Open } {
  const all = [...open.values()].sort((a, b) => a.at - b.at);
  return {
    closed: all.filter(({ at }) => at < before),
    open: new Map(all.filter(({ at }) => at >= before).map((sample) => [sample.at, sample])),
  };
}

/** No stretch is cut into more pieces than an hour has: a clock that jumps must not fill the memory. */
const PIECES_MAX = 720;

function piecesOf(from: number, to: number): { at: number; ms: number }[] {
  const pieces = [];
  const begin = Math.max(from, to - PIECES_MAX * SAMPLE_MS + SAMPLE_MS);
  for (let at = sampleOf(begin); at < to; at += SAMPLE_MS) pieces.push({ at, ms: Math.min(to, at + SAMPLE_MS) - Math.max(begin, at) });
  return pieces.length > 0 ? pieces : [{ at: sampleOf(to), ms: 0 }];
}
