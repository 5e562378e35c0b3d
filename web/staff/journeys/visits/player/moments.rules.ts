import type { AnswerOf } from "#contracts/endpoint.ts";
import type { playbackStaff } from "#contracts/playback.ts";
import type { RecordLine } from "#web/ui/line-words.ts";

export type Playback = AnswerOf<typeof playbackStaff.followRecording>;
export type ChatLine = Playback["chat"][number];
export type Mark = Playback["marks"][number];
/** What may be jumped to: a line of the visit's record, a mark of staff, or a gap. */
export type Moment =
  | { kind: "line"; at: number; id: string; line: RecordLine }
  | { kind: "mark"; at: number; id: string; mark: Mark }
  | { kind: "gap"; at: number; id: string; gap: Playback["gaps"][number] };

/** Arrow keys go so far. */
export const STEP_SECONDS = 5;
export const speeds = ["0.75", "1", "1.25", "1.5", "2"] as const;

/** At which second of the file something happened; before the file began counts as its first moment. */
export const secondOf = (at: string, startsAt: string): number => Math.max(0, (Date.parse(at) - Date.parse(startsAt)) / 1000);

/** All that may be jumped to within the file, in order. What happened before or after it is in the record, and not here. */
export function momentsOf({ startsAt, seconds, marks, gaps }: Playback, lines: readonly RecordLine[]): Moment[] {
  const within = lines.filter(({ at }) => {
    const offset = (Date.parse(at) - Date.parse(startsAt)) / 1000;
    return offset >= 0 && offset <= seconds;
  });
  const all: Moment[] = [
    ...within.map((line): Moment => ({ kind: "line", at: secondOf(line.at, startsAt), id: line.id, line })),
    ...marks.map((mark): Moment => ({ kind: "mark", at: mark.atMs / 1000, id: mark.id, mark })),
    ...gaps.map((gap): Moment => ({ kind: "gap", at: gap.from, id: `gap ${gap.from}`, gap })),
  ];
  return all.toSorted((a, b) => a.at - b.at);
}

/** What had been typed by this second of the file. */
export const typedBy = ({ chat, startsAt }: Playback, second: number): ChatLine[] =>
  chat.filter(({ at }) => secondOf(at, startsAt) <= second);

/** What a key does in the player, outside fields and buttons that have a use for it themselves. */
export function actOf(key: string, target: "field" | "button" | "other"): "play" | "back" | "ahead" | "mark" | undefined {
  if (target === "field") return undefined;
  if (key === " ") return target === "button" ? undefined : "play";
  if (key === "ArrowLeft") return "back";
  if (key === "ArrowRight") return "ahead";
  return key.toLowerCase() === "m" ? "mark" : undefined;
}
