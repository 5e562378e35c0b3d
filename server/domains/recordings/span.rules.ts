import { type Seat, seats, sideOf } from "#contracts/live-limits.ts";
import { gapReasons, type Playback } from "#contracts/playback.ts";
import * as media from "#server/domains/media/index.ts";

interface Segment {
  seat: Seat;
  kind: "audio" | "video";
  startedAt: Temporal.Instant;
  seconds: number;
}
interface Span {
  from: number;
  to: number;
}
interface Line {
  at: string;
  code: string;
}
type Gap = Playback["gaps"][number];

/** A pause of the engine's own files shorter than this is no gap that anybody would see. */
const GAP_SECONDS_MIN = 1;
/** The record says why a little before or after the last packet came. */
const NEAR_SECONDS = 5;

/** Who has a place in the picture, left to right: the two who were expected, whether they came or not; the others from when they came. */
export function peopleIn(segments: readonly Pick<Segment, "seat">[]): Seat[] {
  const came = new Set(segments.map(({ seat }) => seat));
  return (["family", "resident", ...seats] as const).filter(
    (seat, index, all) => all.indexOf(seat) === index && (index < 2 || came.has(seat)),
  );
}

/** Whose voices are heard on the left, and whose on the right; staff who take part are on both. */
export const sidesOf = (people: readonly Seat[]): [Seat[], Seat[]] => [people.filter((seat) => sideOf(seat) === "family"), ["resident"]];

/** As the making of a file takes them. */
export const stretchesOf = <S extends Segment>(segments: readonly S[]) =>
  segments.map((row) => ({ ...row, participantId: row.seat, startedAt: row.startedAt.epochMilliseconds }));

/** What a recording's file shows of its segments: from when, for how long, who when, and where nothing was recorded of anybody. */
export function shownOf(segments: readonly Segment[], lines: readonly Line[]) {
  const people = peopleIn(segments);
  const stretches = stretchesOf(segments).map((one) => ({ ...one, path: "" }));
  const kept = media.keptOf(stretches, sidesOf(people));
  const startsMs = media.wholeOf(stretches).startsAt + kept.from * 1000;
  const seconds = kept.to - kept.from;
  const spanOf = ({ startedAt, seconds: length }: (typeof stretches)[number]): Span => {
    const from = (startedAt - startsMs) / 1000;
    return { from: Math.max(0, from), to: Math.min(seconds, from + length) };
  };
  const spansOf = (own: typeof stretches) => joined(own.map(spanOf).filter(({ from, to }) => to > from));
  const said = lines.map(({ at, code }) => ({ code, at: (Temporal.Instant.from(at).epochMilliseconds - startsMs) / 1000 }));
  return {
    startsAt: Temporal.Instant.fromEpochMilliseconds(Math.round(startsMs)),
    seconds,
    people: people.map((seat) => {
      const of = (kind: "audio" | "video") => spansOf(stretches.filter((one) => one.seat === seat && one.kind === kind));
      return { seat, seen: of("video"), heard: of("audio") };
    }),
    gaps: gapsIn(spansOf(stretches), seconds).map((gap): Gap => ({ ...gap, why: whyOf(gap, said) })),
  };
}

/** Spans in order, those that touch as one. */
export function joined(spans: readonly Span[]): Span[] {
  const whole: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last && span.from - last.to < GAP_SECONDS_MIN) last.to = Math.max(last.to, span.to);
    else whole.push({ ...span });
  }
  return whole;
}

/** What of a file no span covers. */
export function gapsIn(spans: readonly Span[], seconds: number): Span[] {
  const edges = [...spans, { from: seconds, to: seconds }];
  return edges
    .map(({ from }, index) => ({ from: edges[index - 1]?.to ?? 0, to: from }))
    .filter(({ from, to }) => to - from >= GAP_SECONDS_MIN);
}

/** The first cause that the record names about when the gap began; a server that came back says so only at its end. */
function whyOf(gap: Span, lines: readonly { code: string; at: number }[]): Gap["why"] {
  const near = lines.filter(({ at }) => at >= gap.from - NEAR_SECONDS && at <= gap.to + NEAR_SECONDS).map(({ code }) => code);
  return gapReasons.find((code) => near.includes(code)) ?? "unknown";
}
