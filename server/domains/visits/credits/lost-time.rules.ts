import { type CreditWhat, type CreditWhere, creditLimits as limits } from "#contracts/credit-limits.ts";
import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import type { Evidence, Line } from "./credit.rules.ts";
import type { Span } from "./spans.rules.ts";

type Blame = Span & { where: CreditWhere; what: CreditWhat };

/** In which our engine was out, or no server ran the room: by the engine's own signs, whatever pages say. */
export function engineSpans({ samples, lines, serverGoneFrom, to }: Evidence): Span[] {
  const sampled = [...samples.values()].flatMap((all) =>
    all.filter(({ engineDownMs }) => engineDownMs > 0).map(({ at }) => ({ from: at, to: at + SAMPLE_MS })),
  );
  const told = untilNext(lines, ({ code }) => code === "engine_lost", ["engine_back", "server_back"], to);
  const gone = serverGoneFrom !== null && serverGoneFrom < to ? [{ from: serverGoneFrom, to }] : [];
  return [...sampled, ...told, ...gone];
}

/** Pauses that nobody on the outside could help: the recording could not be made, or no officer came to watch. */
export function pauseSpans(seen: Evidence): Blame[] {
  const { lines, to } = seen;
  const ends = ["resumed", "paused", "paused_by_staff", "engine_lost"];
  const pauses = (why: string) => untilNext(lines, ({ code, facts }) => code === "paused" && facts.why === why, ends, to);
  const recording = pauses("recording_unproven").filter(({ from }) => recordingWasOurs(seen, from));
  // Whoever waits alone for the other home loses nothing to the officer.
  const came = firstSign(lines, "family");
  const watch = pauses("watch_needed").flatMap((span) => (came === undefined ? [] : [{ ...span, from: Math.max(span.from, came) }]));
  return [
    ...recording.map((span) => ({ ...span, where: "server" as const, what: "recording" as const })),
    ...watch.map((span) => ({ ...span, where: "staff" as const, what: "watch" as const })),
  ];
}

/**
 * A file that does not grow may be one that nothing was sent for: then the station's own page must have had sound and picture from the home until
 * shortly before. A full disk, or a file that was never made, is ours.
 */
function recordingWasOurs({ lines, samples }: Evidence, pausedAt: number): boolean {
  const doubt = lines.findLast(({ at, code }) => code === "recording_unproven" && at <= pausedAt);
  if (doubt?.facts.why !== "not_growing") return true;
  const last = (samples.get("resident") ?? []).filter(({ at }) => at + SAMPLE_MS <= pausedAt && at + 3 * SAMPLE_MS > pausedAt);
  return last.some(({ sound, picture }) => sound >= limits.sentBeforePause.sound && picture >= limits.sentBeforePause.picture);
}

/** The family was there and the resident was not yet: whoever brings people to a station, and opens it, is the facility. */
export function lateSpans({ lines, from, to }: Evidence): Blame[] {
  const [family, resident] = [firstSign(lines, "family"), firstSign(lines, "resident")];
  if (family === undefined || resident === undefined) return [];
  const begin = Math.max(from, family);
  const lost = lines.findLast(({ at, code }) => ["station_lost", "station_back"].includes(code) && at <= Math.min(resident, to));
  const where = lost?.code === "station_lost" ? "station" : "staff";
  return resident > begin ? [{ from: begin, to: resident, where, what: "late_start" }] : [];
}

/** When somebody of a side first stood in the waiting room, or came in. */
function firstSign(lines: readonly Line[], side: string): number | undefined {
  return lines.find(({ code, facts }) => ["waiting", "joined"].includes(code) && facts.side === side)?.at;
}

/** From each line that begins something to the next that ends it. */
function untilNext(lines: readonly Line[], begins: (line: Line) => boolean, ends: readonly string[], last: number): Span[] {
  return lines.flatMap((line, index) => {
    if (!begins(line)) return [];
    const end = lines.slice(index + 1).find(({ code }) => ends.includes(code));
    return [{ from: line.at, to: end?.at ?? Math.max(last, line.at) }];
  });
}
