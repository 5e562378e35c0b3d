import { type CreditWhat, type CreditWhere, creditLimits as limits } from "#contracts/credit-limits.ts";
import { type Seat, sideOf } from "#contracts/live-limits.ts";
import { lineLimits, SAMPLE_MS } from "#contracts/quality-limits.ts";
import type { Run } from "#server/domains/visits/live/connected.rules.ts";
import { type Stretch, stretches, type Trouble } from "#server/domains/visits/quality/line.rules.ts";
import { emptySample, type Sample } from "#server/domains/visits/quality/samples.rules.ts";
import { engineSpans, lateSpans, pauseSpans } from "./lost-time.rules.ts";
import { gapsBetween, lengthOf, overlaps, type Span, within, without } from "./spans.rules.ts";

/**
 * The published rule of credits (`/public/credits`): for each second of the visit's own time that our side took or spoiled, one charged second is
 * given back, up to all of it. Ours is what the engine, the stations and the record show; what a home's page says of itself counts for nothing here.
 */

/** What is known of a visit that has ended. */
export interface Evidence {
  /** The visit's own time, in epoch milliseconds: from its start until its place was over, or until it was ended before. */
  from: number;
  to: number;
  /** In which both sides had each other, oldest first. */
  connected: readonly Run[];
  samples: ReadonlyMap<Seat, readonly Sample[]>;
  /** The record's lines, oldest first. */
  lines: readonly Line[];
  /** From when on no server ran the room, where nobody ended it. */
  serverGoneFrom: number | null;
  /** Seconds of which something was taken. */
  chargedSeconds: number;
}
export interface Line {
  at: number;
  code: string;
  facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** One cause, and the seconds that it alone took or spoiled: no second counts twice. */
export interface Cause {
  where: CreditWhere;
  what: CreditWhat;
  seconds: number;
}
export interface Found {
  /** Ours, in the order in which they are credited. */
  credited: Cause[];
  /** The home's own line and devices: named and explained, and not credited. */
  named: Cause[];
  /** How often the two lost each other through no fault of the home's. */
  drops: number;
  /** Connected, and no measurement of it is left: credited where somebody says that it was bad. */
  unmeasuredSeconds: number;
}

type Blame = Span & { where: CreditWhere; what: CreditWhat };

/** What of a visit was ours, and what is given back for it. */
export function creditFor(seen: Evidence): Found {
  const own = { from: seen.from, to: Math.max(seen.from, seen.to) };
  const sure = stretches(withoutHomesWord(seen.samples), bothOurs);
  const engine = engineSpans(seen);
  const lines = lineBlames(sure, engine);
  const all: Blame[] = [
    ...engine.map((span) => ({ ...span, where: "server" as const, what: "engine" as const })),
    ...pauseSpans(seen),
    ...lateSpans(seen),
    ...lines,
  ];
  const { causes, covered } = inTurn(all, own, Math.ceil);
  const broke = [...engine, ...lines.filter(({ how }) => how === "broken")];
  const drops = dropsOf(seen, own, broke);
  const homes = homeBlames(stretches(seen.samples)).map((span) => ({ ...span, where: "home" as const }));
  return {
    credited: drops.length < limits.dropsForAll ? causes : withRest(causes, whereMost(drops, lines), seen.chargedSeconds),
    named: inTurn(homes, own, Math.floor, covered).causes,
    drops: drops.length,
    unmeasuredSeconds: unmeasured(seen, own),
  };
}

/** Which part of our side failed is no question here: whoever cuts themselves off beside it changes that, and gains nothing. */
const bothOurs = (before: Trouble, after: Trouble): boolean => before.where !== "home" && after.where !== "home";

/**
 * The samples without what a home's page says of itself: what remains is what the engine knows of it. A packet that the station misses was lost on the
 * facility's way only where the engine had all that the home sent; while the engine missed something itself, and shortly after, nothing that is lost or
 * left out is held against the station.
 */
export function withoutHomesWord(samples: Evidence["samples"]): Map<Seat, readonly Sample[]> {
  const homes = [...samples].filter(([seat]) => sideOf(seat) === "family").flatMap(([, all]) => all);
  // The engine tells of a second that may lie in the sample before, and its loss is felt in those after.
  const missed = new Set(homes.filter(({ missedMs }) => missedMs > 0).flatMap(({ at }) => near.map((step) => at + step * SAMPLE_MS)));
  return new Map(
    [...samples].map(([seat, all]): [Seat, readonly Sample[]] => {
      if (sideOf(seat) === "family") return [seat, all.map((one) => engineOnly(one, missed.has(one.at)))];
      return [seat, all.map((one) => (missed.has(one.at) ? { ...one, takes: 0 } : one))];
    }),
  );
}

const near = [-1, 0, 1, 2];
/** So many that no loss at another end is left to explain. */
const ALL_LOST = 1_000_000;
const engineOnly = ({ at, roomMs, cutMs, arrivedMs, engineDownMs, pausedMs, takes, missedMs }: Sample, hasMissed: boolean): Sample => ({
  ...emptySample(at),
  ...{ roomMs, cutMs, arrivedMs, engineDownMs, pausedMs, takes, missedMs },
  sentLost: hasMissed ? ALL_LOST : 0,
});

type LineBlame = Blame & { how: "weak" | "broken" };
/** Where the station's or our own line, or a device on our side, failed. */
function lineBlames(sure: ReadonlyMap<Seat, readonly Stretch[]>, engine: readonly Span[]): LineBlame[] {
  const near = lineLimits.comingBackSamples * SAMPLE_MS;
  const wide = engine.map(({ from, to }) => ({ from: from - near, to: to + near }));
  return [...sure].flatMap(([seat, told]) =>
    sideOf(seat) === "family"
      ? []
      : told.flatMap(({ from, to, trouble }): LineBlame[] => {
          if (!trouble || trouble.where === "home") return [];
          const { where, how, part } = trouble;
          // Pages need a moment to come back after our engine was out.
          const what = where === "server" && wide.some((span) => overlaps(span, { from, to })) ? "engine" : part;
          return [{ from, to, where, what, how }];
        }),
  );
}

function homeBlames(told: ReadonlyMap<Seat, readonly Stretch[]>): (Span & { what: "line" | "device" })[] {
  return [...told.values()].flatMap((all) =>
    all.flatMap(({ from, to, trouble }) => (trouble?.where === "home" ? [{ from, to, what: trouble.part }] : [])),
  );
}

/** Each cause with the time that is its own: what an earlier one covers is not counted again. Rounded once, over all of them. */
function inTurn(
  blames: readonly Blame[],
  own: Span,
  round: (seconds: number) => number,
  before: readonly Span[] = [],
): { causes: Cause[]; covered: Span[] } {
  let covered = [...before];
  let ms = 0;
  const found = new Map<string, Cause>();
  for (const { where, what, from, to } of blames) {
    const span = within({ from, to }, own);
    if (!span) continue;
    const earlier = round(ms / 1000);
    ms += lengthOf(without([span], covered));
    covered = [...covered, span];
    const key = `${where} ${what}`;
    const cause = found.get(key) ?? { where, what, seconds: 0 };
    found.set(key, { ...cause, seconds: cause.seconds + round(ms / 1000) - earlier });
  }
  return { causes: [...found.values()].filter(({ seconds }) => seconds > 0), covered };
}

/** The gaps between what was connected in which our side was broken: each is one drop. */
function dropsOf({ connected }: Evidence, own: Span, broke: readonly Span[]): Span[] {
  return gapsBetween(connected)
    .flatMap((gap) => within(gap, own) ?? [])
    .filter((gap) => broke.some((span) => overlaps(span, gap)));
}

/** Who caused most of these drops. */
function whereMost(drops: readonly Span[], lines: readonly LineBlame[]): CreditWhere {
  const counts = new Map<CreditWhere, number>();
  for (const drop of drops) {
    const where = lines.find((line) => line.how === "broken" && overlaps(line, drop))?.where ?? "server";
    counts.set(where, (counts.get(where) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? "server";
}

/** All that was charged: what the causes leave is given back for the drops themselves. */
function withRest(causes: readonly Cause[], where: CreditWhere, chargedSeconds: number): Cause[] {
  const rest = chargedSeconds - causes.reduce((sum, { seconds }) => sum + seconds, 0);
  return rest > 0 ? [...causes, { where, what: "drops", seconds: rest }] : [...causes];
}

function unmeasured({ connected, samples }: Evidence, own: Span): number {
  const measured = (samples.get("resident") ?? []).map(({ at }) => ({ from: at, to: at + SAMPLE_MS }));
  const inside = connected.flatMap((run) => within(run, own) ?? []);
  return Math.floor(lengthOf(without(inside, measured)) / 1000);
}
