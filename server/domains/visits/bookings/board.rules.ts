import type { AnswerOf } from "#contracts/endpoint.ts";
import type { visitsStaff } from "#contracts/visits.ts";

type Need = AnswerOf<typeof visitsStaff.board>["needs"][number];

/** A station says that it is there every minute; five without a word mean that somebody should look. */
export const STATION_SILENT_MINUTES = 5;
const STATION_SOON_HOURS = 1;

export interface BoardFacts {
  now: Temporal.Instant;
  visits: readonly {
    id: string;
    stationId: string;
    status: string;
    startsAt: Temporal.Instant;
    endsAt: Temporal.Instant;
    familyCame: boolean;
    residentCame: boolean;
    live: string | null;
    recordingProof: string | null;
    pausedReason: string | null;
    watchToldAt: Temporal.Instant | null;
  }[];
  stations: readonly { id: string; status: string; lastSeenAt: Temporal.Instant | null }[];
  /** Repairs that nobody has taken on. */
  repairs: readonly { openedAt: Temporal.Instant }[];
  connectionsWaiting: number;
  /** The review of who may do what here that waits for the reader. */
  accessReview: { state: "due" | "open" | "overdue"; doBy: string } | undefined;
  /** The reader may set prices, and nobody has told yet which law holds here. */
  lawFactsMissing: boolean;
  mediaReason: string | null;
}

/** What needs a person now, the most pressing first. */
export function needsOf(facts: BoardFacts): Need[] {
  const { now } = facts;
  const need = (code: Need["code"], about: { visitId?: string; stationId?: string } = {}, more: Need["facts"] = {}): Need => ({
    code,
    visitId: about.visitId ?? null,
    stationId: about.stationId ?? null,
    facts: more,
  });
  const reached = (at: Temporal.Instant) => Temporal.Instant.compare(at, now) <= 0;
  const due = facts.visits.filter((visit) => ["booked", "in_progress"].includes(visit.status) && !reached(visit.endsAt));
  const started = due.filter((visit) => reached(visit.startsAt));
  const minutesLate = (visit: { startsAt: Temporal.Instant }) => ({ minutes: Math.floor(visit.startsAt.until(now).total("minutes")) });
  // Longest first: people sit before a screen that will not begin.
  const waiting = due
    .flatMap((visit) => (visit.watchToldAt === null ? [] : [{ ...visit, watchToldAt: visit.watchToldAt }]))
    .sort((a, b) => Temporal.Instant.compare(a.watchToldAt, b.watchToldAt));
  const doubted = due.filter((visit) => visit.live === "paused" && visit.pausedReason === "recording_unproven");
  const soon = new Set(
    due.filter((visit) => reached(visit.startsAt.subtract({ hours: STATION_SOON_HOURS }))).map((visit) => visit.stationId),
  );
  const silent = facts.stations.filter(
    (station) =>
      station.status === "active" &&
      (soon.has(station.id) || station.lastSeenAt !== null) &&
      (station.lastSeenAt === null || reached(station.lastSeenAt.add({ minutes: STATION_SILENT_MINUTES }))),
  );
  return [
    ...(facts.mediaReason === null ? [] : [need("media_unavailable", {}, { why: facts.mediaReason })]),
    ...waiting.map((visit) =>
      need(
        "watch_needed",
        { visitId: visit.id, stationId: visit.stationId },
        { toldAt: visit.watchToldAt.toString(), minutes: Math.floor(visit.watchToldAt.until(now).total("minutes")) },
      ),
    ),
    ...doubted.map((visit) => need("recording_unproven", { visitId: visit.id, stationId: visit.stationId })),
    ...started
      .filter((visit) => !visit.residentCame)
      .map((visit) => need("resident_late", { visitId: visit.id, stationId: visit.stationId }, minutesLate(visit))),
    ...started
      .filter((visit) => !visit.familyCame)
      .map((visit) => need("family_late", { visitId: visit.id, stationId: visit.stationId }, minutesLate(visit))),
    ...silent.map((station) =>
      need("station_silent", { stationId: station.id }, station.lastSeenAt ? { lastSeenAt: station.lastSeenAt.toString() } : {}),
    ),
    ...(facts.repairs[0] ? [need("repair_open", {}, { count: facts.repairs.length, since: facts.repairs[0].openedAt.toString() })] : []),
    ...(facts.accessReview?.state === "overdue" ? [need("access_review_overdue", {}, { doBy: facts.accessReview.doBy })] : []),
    ...(facts.connectionsWaiting === 0 ? [] : [need("connection_waiting", {}, { count: facts.connectionsWaiting })]),
    ...(facts.accessReview && facts.accessReview.state !== "overdue" ? [need("access_review", {}, { doBy: facts.accessReview.doBy })] : []),
    ...(facts.lawFactsMissing ? [need("law_facts_missing")] : []),
  ];
}
