import { dayIn, recordTime, useFormat } from "./format.ts";
import { type Entry, Timeline } from "./Line.tsx";
import { type Reader, type RecordLine, useLineWords } from "./line-words.ts";

export interface VisitRecordProps extends Reader {
  lines: readonly RecordLine[];
  /** When the visit begins. */
  startsAt: string;
  /** The facility's zone: all sides read the same clock. */
  zone: string;
  label: string;
  /** Nothing follows the last line. */
  over: boolean;
}

const BREAKS = ["link_lost", "engine_lost", "paused", "recording_unproven"];

/** The one record of a visit, drawn from its codes: the same lines on every side, each side called "you" on its own screen. */
export function VisitRecord({ lines, startsAt, zone, me, names, label, over }: VisitRecordProps) {
  const { locale } = useFormat();
  const words = useLineWords({ me, names });

  const entries = lines.map((line, index): Entry => {
    const text = words.text(line);
    const state = BREAKS.includes(line.code) ? "broken" : over && index === lines.length - 1 ? "end" : undefined;
    return {
      id: line.id,
      // What is said of it on another day, before or after, names that day.
      time: recordTime(locale, line.at, zone, dayIn(startsAt, zone)),
      dateTime: line.at,
      title: words.title(line),
      ...(text ? { text } : {}),
      ...(state ? { state } : {}),
    };
  });
  return <Timeline entries={entries} label={label} />;
}
