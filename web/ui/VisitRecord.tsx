import { dayIn, useFormat } from "./format.ts";
import { type Entry, Timeline } from "./Line.tsx";
import { type Reader, type RecordLine, useLineWords } from "./line-words.ts";

export interface VisitRecordProps extends Reader {
  lines: readonly RecordLine[];
  /** The facility's zone: all sides read the same clock. */
  zone: string;
  label: string;
  /** Nothing follows the last line. */
  over: boolean;
}

const BREAKS = ["link_lost", "engine_lost", "paused", "recording_unproven"];

/** The one record of a visit, drawn from its codes: the same lines on every side, each side called "you" on its own screen. */
export function VisitRecord({ lines, zone, me, names, label, over }: VisitRecordProps) {
  const format = useFormat();
  const words = useLineWords({ me, names });

  // Most lines are of the visit's own minutes; what happened on another day says so.
  const visitDay = dayIn(lines.at(-1)?.at ?? 0, zone);
  const timeOf = ({ at }: RecordLine): string => {
    const day = dayIn(at, zone);
    if (day !== visitDay) return format.day(day, { month: "short", day: "numeric" });
    return format.time(at, zone, true).replace(/\s?[ap]\.?\s?m\.?$/iu, "");
  };

  const entries = lines.map((line, index): Entry => {
    const text = words.text(line);
    const state = BREAKS.includes(line.code) ? "broken" : over && index === lines.length - 1 ? "end" : undefined;
    return {
      id: line.id,
      time: timeOf(line),
      dateTime: line.at,
      title: words.title(line),
      ...(text ? { text } : {}),
      ...(state ? { state } : {}),
    };
  });
  return <Timeline entries={entries} label={label} />;
}
