import type { Evidence, Side } from "#contracts/live.ts";

/**
 * Connected time (promise 2): time in which both sides really had media. Each end reports once a second what it received from the other;
 * a second counts only where both ends' reports say so and the engine was receiving from both. Everything unknown counts as not connected.
 */

/** Reports further apart than this do not belong to one run: what lay between is unknown, so it is not counted. */
export const REPORT_GAP_MS_MAX = 3500;
/** In less than this no rate can be told: it must hold as much as this would. */
export const REPORT_MS_MIN = 250;
/** Opus sends 50 packets a second; where fewer than this arrive, people do not hear each other, and nothing is counted. */
export const SOUND_PER_SECOND_MIN = 40;
/** Where the other side has no microphone, its picture alone is contact. */
export const PICTURE_PER_SECOND_MIN = 10;

/** A stretch of one side's good reports, in epoch milliseconds of the server's clock. */
export interface Run {
  from: number;
  to: number;
}
export interface Flow {
  run: Run | null;
  /** Server time minus page time, the smallest difference seen: a report that waited in a cut line is dated by the page's clock. */
  offsetMs: number | null;
  lastAt: number | null;
  lastSeq: number;
}
export const noFlow: Flow = { run: null, offsetMs: null, lastAt: null, lastSeq: -1 };

/** Whether a report over `ms` says that the other side was heard or seen throughout. */
export function heard(said: Evidence, ms: number): boolean {
  const seconds = Math.max(ms, REPORT_MS_MIN) / 1000;
  return said.sound >= SOUND_PER_SECOND_MIN * seconds || said.picture >= PICTURE_PER_SECOND_MIN * seconds;
}

/**
 * Takes one report that arrived at `arrivedAt`. A run begins where the time of its first good report begins, if that is known; a report of
 * nothing, a gap or a step back ends it.
 */
export function report(flow: Flow, said: Evidence, arrivedAt: number): Flow {
  if (said.seq <= flow.lastSeq) return flow;
  const offsetMs = Math.min(flow.offsetMs ?? Number.POSITIVE_INFINITY, arrivedAt - said.atMs);
  // Never later than it arrived: a page cannot speak for time that has not been.
  const at = Math.min(arrivedAt, Math.round(said.atMs + offsetMs));
  const gapMs = flow.lastAt === null ? null : at - flow.lastAt;
  const joins = gapMs !== null && gapMs >= 0 && gapMs <= REPORT_GAP_MS_MAX;
  const good = heard(said, joins ? gapMs : 0);
  const from = !joins ? at : (flow.run?.from ?? at - gapMs);
  const run = good ? { from, to: at } : null;
  return { run, offsetMs, lastAt: at, lastSeq: said.seq };
}

/** Ends a side's run: its page went away, the engine stopped hearing it, or the room was paused. */
export const broken = (flow: Flow): Flow => ({ ...flow, run: null });

/** The stretch that both sides' runs cover, or null: this is what is stored as connected. */
export function overlap(flows: Readonly<Record<Side, Flow>>): Run | null {
  const { family, resident } = flows;
  if (!family.run || !resident.run) return null;
  const from = Math.max(family.run.from, resident.run.from);
  const to = Math.min(family.run.to, resident.run.to);
  return to > from ? { from, to } : null;
}

/** Whole seconds of stored intervals, rounded down once over their sum. */
export function connectedSeconds(intervals: readonly Run[]): number {
  return Math.floor(intervals.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0) / 1000);
}
