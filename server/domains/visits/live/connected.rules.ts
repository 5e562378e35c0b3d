import type { Evidence, Seat } from "#contracts/live.ts";

/**
 * Connected time (promise 2): time in which both sides really had media. Each end reports once a second what it received from whom; a second
 * counts only where the reports of the resident and of one of the family say that they had each other, and the engine was receiving from both.
 * Everything unknown counts as not connected. Where a home's page has never said a word, the engine stands in for it (`standIn`): else whoever changes
 * their page to say nothing would visit for nothing. What a page does say never raises what is counted above what the engine would say alone.
 */

/** Reports further apart than this do not belong to one run: what lay between is unknown, so it is not counted. */
export const REPORT_GAP_MS_MAX = 3500;
/** In less than this no rate can be told: it must hold as much as this would. */
export const REPORT_MS_MIN = 250;
/** Opus sends 50 packets a second; where fewer than this arrive, people do not hear each other, and nothing is counted. */
export const SOUND_PER_SECOND_MIN = 40;
/** Where the other side has no microphone, its picture alone is contact. */
export const PICTURE_PER_SECOND_MIN = 10;
/**
 * Where sound comes, and the device still had to make up more of it than this, it came late and all at once: after a line stood still its packets
 * are all there, and nobody heard them in their second. In a longer report it may be a fifth, as of the packets.
 */
export const CONCEALED_MS_MAX = 500;
const CONCEALED_SHARE_MAX = 0.2;

/** A stretch of one leg's good reports about another, in epoch milliseconds of the server's clock. */
export interface Run {
  from: number;
  to: number;
}
export interface Flow {
  /** What this leg has of whom. A page that does not tell its senders apart speaks of anybody. */
  runs: Readonly<Partial<Record<Seat | "anybody", Run>>>;
  /** Server time minus page time, the smallest difference seen: a report that waited in a cut line is dated by the page's clock. */
  offsetMs: number | null;
  lastAt: number | null;
  /** The page's own clock at its last report. */
  lastPageMs: number | null;
  lastSeq: number;
}
export const noFlow: Flow = { runs: {}, offsetMs: null, lastAt: null, lastPageMs: null, lastSeq: -1 };

/** Whether so much over `ms` says that the sender was heard or seen throughout. */
export function heard({ sound, picture, concealedMs }: Pick<Evidence, "sound" | "picture" | "concealedMs">, ms: number): boolean {
  const seconds = Math.max(ms, REPORT_MS_MIN) / 1000;
  if (sound > 0 && concealedMs > Math.max(CONCEALED_MS_MAX, ms * CONCEALED_SHARE_MAX)) return false;
  return sound >= SOUND_PER_SECOND_MIN * seconds || picture >= PICTURE_PER_SECOND_MIN * seconds;
}

/**
 * Takes one report that arrived at `arrivedAt`. A run begins where the time of its first good report begins, if that is known; a report of
 * nothing, a gap or a step back ends it. `hushed`: whose sound is kept back, or was just now; that it lacks is no fault of a line.
 */
export function report(flow: Flow, said: Evidence, arrivedAt: number, hushed: readonly Seat[] = []): Flow {
  if (said.seq <= flow.lastSeq) return flow;
  const offsetMs = Math.min(flow.offsetMs ?? Number.POSITIVE_INFINITY, arrivedAt - said.atMs);
  // Never later than it arrived: a page cannot speak for time that has not been.
  const at = Math.min(arrivedAt, Math.round(said.atMs + offsetMs));
  const gapMs = flow.lastAt === null ? null : at - flow.lastAt;
  const joins = gapMs !== null && gapMs >= 0 && gapMs <= REPORT_GAP_MS_MAX;
  // A report that was late, and the next one not, lie closer together here than on the page: the packets are of the page's time.
  const packetsMs = joins ? Math.max(gapMs, said.atMs - (flow.lastPageMs ?? said.atMs)) : 0;
  const runs: Partial<Record<Seat | "anybody", Run>> = {};
  for (const one of said.from ?? [{ ...said, seat: "anybody" as const }]) {
    // A page that does not tell its senders apart adds the silence of one to the sound of another.
    const mayLack = one.seat === "anybody" ? hushed.length > 0 : hushed.includes(one.seat);
    if (!heard(mayLack ? { ...one, concealedMs: 0 } : one, packetsMs)) continue;
    runs[one.seat] = { from: joins ? (flow.runs[one.seat]?.from ?? at - gapMs) : at, to: at };
  }
  return { runs, offsetMs, lastAt: at, lastPageMs: said.atMs, lastSeq: said.seq };
}

/** What a leg has of somebody now; null for nothing. */
export const runOf = (flow: Flow, seat: Seat): Run | null => flow.runs[seat] ?? flow.runs.anybody ?? null;
/** Ends a leg's runs: its page went away, or the room was paused. */
export const broken = (flow: Flow): Flow => ({ ...flow, runs: {} });
/** Ends what a leg has of somebody from whom the engine receives nothing any more: what is still reported is an echo of the past. */
export function brokenFrom(flow: Flow, seat: Seat): Flow {
  const { [seat]: _, anybody: __, ...runs } = flow.runs;
  return { ...flow, runs };
}

/** One end of a pair: who it is and what it has. */
export interface End {
  seat: Seat;
  flow: Flow;
}
/** The stretch in which two had each other, or null. */
export function overlap(one: End, two: End): Run | null {
  const [a, b] = [runOf(one.flow, two.seat), runOf(two.flow, one.seat)];
  if (!a || !b) return null;
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return to > from ? { from, to } : null;
}

/** The stretches that the resident shares with one of the family after another, earliest first: time in which anybody was there counts once. */
export function shared(resident: End, family: readonly End[]): Run[] {
  return family.flatMap((one) => overlap(one, resident) ?? []).sort((a, b) => a.from - b.from);
}

/** A page that has been in the room for so long without a word is not silent by chance: it reports once a second. */
export const UNSAID_MS_MIN = 10_000;

/** What the engine itself knows of a resident and one home, in epoch milliseconds. Null: not now. */
export interface Carried {
  /** Since when the home is in the room, and nobody keeps back what the resident sends. */
  openSince: number;
  /** Since when the engine has packets of each without a break. */
  residentSince: number | null;
  homeSince: number | null;
  /** Since when the home answers on the connection over which it is sent the resident's sound and picture. */
  answersSince: number | null;
}

/**
 * The stretch that stands in for the word of a home whose page has never said one: the station has what this home sends, and all that time the engine
 * received from both and sent to a connection that answers. Null where the page ever said anything, if only that nothing came: then its word counts.
 */
export function standIn(resident: End, home: End, { openSince, residentSince, homeSince, answersSince }: Carried): Run | null {
  const has = runOf(resident.flow, home.seat);
  if (!has || home.flow.lastSeq >= 0 || residentSince === null || homeSince === null || answersSince === null) return null;
  if (has.to - openSince < UNSAID_MS_MIN) return null;
  const from = Math.max(has.from, openSince, residentSince, homeSince, answersSince);
  return has.to > from ? { from, to: has.to } : null;
}

/** Whole seconds of stored intervals, rounded down once over their sum. */
export function connectedSeconds(intervals: readonly Run[]): number {
  return Math.floor(intervals.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0) / 1000);
}
