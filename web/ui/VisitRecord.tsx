import type { live } from "#web/words/en/live.ts";
import { knows, useWords } from "#web/words/words.tsx";
import { dayIn, useFormat } from "./format.ts";
import { type Entry, Timeline } from "./Line.tsx";

type LiveId = keyof typeof live;
type Fact = string | number | boolean | null;
export interface RecordLine {
  id: string;
  at: string;
  code: string;
  facts: Readonly<Record<string, Fact>>;
}
export interface VisitRecordProps {
  lines: readonly RecordLine[];
  /** The facility's zone: all sides read the same clock. */
  zone: string;
  /** The side that reads; null for staff, who read names only. */
  me: "family" | "resident" | null;
  names: { family: string; resident: string };
  label: string;
  /** Nothing follows the last line. */
  over: boolean;
}

const BREAKS = ["link_lost", "engine_lost", "paused", "recording_unproven"];

/** The line of a link that is whole again names nobody: it takes two. */
const titleOf = ({ code, facts }: RecordLine): string =>
  `live.record.${code}${code === "link_back" && facts.side === undefined ? ".both" : ""}`;

/** The one record of a visit, drawn from its codes: the same lines on every side, each side called "you" on its own screen. */
export function VisitRecord({ lines, zone, me, names, label, over }: VisitRecordProps) {
  const { t } = useWords<LiveId>();
  const format = useFormat();

  const whoOf = ({ code, facts }: RecordLine): string => {
    // Only families book, so far; their line needs no side.
    const side = facts.side ?? facts.by ?? (code === "booked" ? "family" : undefined);
    if (side === "family" || side === "resident") return side === me ? t("live.record.you") : names[side];
    return t(side === "staff" ? "live.record.staff" : "live.record.system");
  };
  const roleOf = (facts: RecordLine["facts"]): string => {
    const id = `live.role.${String(facts.role)}`;
    return t(knows(id) ? (id as LiveId) : "live.role.staff");
  };
  const sentence = (id: string, line: RecordLine): string | undefined => {
    if (!knows(id)) return undefined;
    const { facts } = line;
    const numbers = Object.entries(facts).map(([name, fact]) => [name, typeof fact === "boolean" || fact === null ? String(fact) : fact]);
    const time = format.duration(Number(facts.connectedSeconds ?? facts.seconds ?? 0));
    return t(id as LiveId, { ...Object.fromEntries(numbers), who: whoOf(line), role: roleOf(facts), time });
  };
  const textOf = (line: RecordLine): string | undefined => {
    const reason = line.facts.reason ?? line.facts.why;
    if (typeof reason === "string") {
      const own = sentence(`live.record.${line.code}.${reason}`, line);
      if (own) return own;
      const id = `live.reason.${reason}`;
      if (knows(id)) return t("live.reason", { reason: t(id as LiveId) });
    }
    // Sentences with a length in them are said only where the length is known.
    const timed = ["link_back", "watch_ended"].includes(line.code) && typeof line.facts.seconds !== "number";
    const untold = line.code === "checked_equipment" && line.facts.camera === undefined;
    const uncounted = line.code === "completed" && line.facts.connectedSeconds === undefined && line.facts.seconds === undefined;
    return timed || untold || uncounted ? undefined : sentence(`live.record.${line.code}.more`, line);
  };

  // Most lines are of the visit's own minutes; what happened on another day says so.
  const visitDay = dayIn(lines.at(-1)?.at ?? 0, zone);
  const timeOf = ({ at }: RecordLine): string => {
    const day = dayIn(at, zone);
    if (day !== visitDay) return format.day(day, { month: "short", day: "numeric" });
    return format.time(at, zone, true).replace(/\s?[ap]\.?\s?m\.?$/iu, "");
  };

  const entries = lines.map((line, index): Entry => {
    const text = textOf(line);
    const state = BREAKS.includes(line.code) ? "broken" : over && index === lines.length - 1 ? "end" : undefined;
    return {
      id: line.id,
      time: timeOf(line),
      dateTime: line.at,
      title: sentence(titleOf(line), line) ?? t("live.record.unknown"),
      ...(text ? { text } : {}),
      ...(state ? { state } : {}),
    };
  });
  return <Timeline entries={entries} label={label} />;
}
