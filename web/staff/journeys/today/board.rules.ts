import type { BoardOfDay, BoardVisit } from "#web/staff/shell/board.ts";

export const WINDOW_MINUTES = 180;
export const STEP_MINUTES = 30;
const DAY_MINUTES = 24 * 60;
const LOOK_BACK_MINUTES = 60;

export type VisitState = "live" | "waiting" | "trouble" | "late" | "missed" | "done" | "cancelled" | "booked";

/** `13:30` as minutes since midnight; undefined for anything else. */
export function minutesOf(clock: string | undefined): number | undefined {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(clock ?? "") ?? [];
  const value = Number(hours) * 60 + Number(minutes);
  return hours && value < DAY_MINUTES ? value : undefined;
}
/** Minutes since midnight as `13:30`. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** One word for where a visit stands; the most pressing one where several are true. */
export function stateOf(visit: BoardVisit, needs: BoardOfDay["needs"]): VisitState {
  if (["cancelled", "withdrawn", "rejected"].includes(visit.status)) return "cancelled";
  if (visit.status === "missed") return "missed";
  if (visit.status === "completed") return "done";
  if (visit.live === "paused" || visit.live === "interrupted") return "trouble";
  if (visit.live === "live") return "live";
  if (needs.some((need) => need.visitId === visit.id && need.code.endsWith("_late"))) return "late";
  return visit.live === "waiting" ? "waiting" : "booked";
}

/** The first minute shown: what was asked for, else an hour before now, else the day's first visit. */
export function windowStart(asked: string | undefined, nowMinutes: number | undefined, visits: readonly BoardVisit[]): number {
  const first = visits.map((visit) => minutesOf(visit.localStart) ?? DAY_MINUTES).sort((a, b) => a - b)[0] ?? 9 * 60;
  const wanted = minutesOf(asked) ?? (nowMinutes === undefined ? first : nowMinutes - LOOK_BACK_MINUTES);
  const step = Math.floor(wanted / STEP_MINUTES) * STEP_MINUTES;
  return Math.min(Math.max(0, step), DAY_MINUTES - WINDOW_MINUTES);
}

export interface Placed {
  visit: BoardVisit;
  /** Share of the window, 0 to 1. */
  left: number;
  width: number;
}

/** Where a station's visits stand in the window. Each fills its half hour, so that a name has room, but never covers the next one. */
export function placed(visits: readonly BoardVisit[], from: number): Placed[] {
  const spans = visits
    .map((visit) => {
      const start = minutesOf(visit.localStart) ?? 0;
      const length = (Date.parse(visit.endsAt) - Date.parse(visit.startsAt)) / 60_000;
      return { visit, start, end: start + Math.max(length, STEP_MINUTES) };
    })
    .sort((one, other) => one.start - other.start);
  return spans.flatMap(({ visit, start, end }, index) => {
    const next = spans.slice(index + 1).find((other) => other.start > start)?.start ?? Number.POSITIVE_INFINITY;
    const stop = Math.min(end, next, from + WINDOW_MINUTES);
    const begin = Math.max(start, from);
    if (stop <= from || begin >= from + WINDOW_MINUTES) return [];
    return [{ visit, left: (begin - from) / WINDOW_MINUTES, width: (stop - begin) / WINDOW_MINUTES }];
  });
}

/** A cancelled visit whose place was given to another is left off the board; the table has it. */
export function withoutReplaced(visits: readonly BoardVisit[]): BoardVisit[] {
  const off = (visit: BoardVisit) => stateOf(visit, []) === "cancelled";
  const overlap = (one: BoardVisit, other: BoardVisit) => one.startsAt < other.endsAt && other.startsAt < one.endsAt;
  return visits.filter(
    (visit) =>
      !off(visit) ||
      !visits.some(
        (other) => other !== visit && other.stationId === visit.stationId && overlap(visit, other) && (!off(other) || other.id > visit.id),
      ),
  );
}

/** `Delgado, M.`: short enough for a half hour on the board. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/u);
  const last = words.at(-1) ?? name;
  return words.length < 2 ? name : `${last}, ${words[0]?.charAt(0)}.`;
}

/** Whether the words typed into the search stand in what one knows of a visit. */
export function fits(visit: BoardVisit, find: string): boolean {
  const text =
    `${visit.residentName} ${visit.contactName} ${[...visit.adults, ...visit.party].map(({ name }) => name).join(" ")} ${visit.stationName}`.toLocaleLowerCase();
  return find
    .toLocaleLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}
