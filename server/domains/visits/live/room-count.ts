import { type Evidence, type Seat, seats } from "#contracts/live.ts";
import type { LinkReport } from "#server/domains/media/index.ts";
import { addReport, insertSamples, STATION_FAILED } from "#server/domains/visits/quality/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { broken, REPORT_GAP_MS_MAX, type Run, report, shared } from "./connected.rules.ts";
import { inRoom, LEASE_SECONDS } from "./live.rules.ts";
import * as store from "./live.store.ts";
import { familyOf, type LegState, type LiveParts, legsOf, type RoomState, received, residentOf, standInOf } from "./room-state.ts";

/** Silence from a page for this long means that its leg has no media, whatever its last report said. */
const REPORTS_LATE_MS = 4500;
/** How long a goodbye waits for the others' last reports. */
const ASKED_MS_MAX = 250;

/** Takes one second's report of a leg that is in the room; false for one that does not count. */
export function takeReport(room: RoomState, leg: LegState, said: Evidence, nowMs: number): boolean {
  if (!inRoom(leg.status) || said.seq <= leg.flow.lastSeq) return false;
  const before = leg.flow.lastAt;
  // Just now is as long as one report may be.
  const hushed = nowMs - room.hushedAt <= REPORT_GAP_MS_MAX ? seats : room.hushed;
  leg.flow = report(leg.flow, said, nowMs, hushed);
  const to = leg.flow.lastAt ?? nowMs;
  const from = before !== null && before <= to && to - before <= REPORT_GAP_MS_MAX ? before : to;
  leg.open = addReport(leg.open, said, from, to, room.closedTo);
  if (room.status === "paused") leg.flow = broken(leg.flow);
  return true;
}

/** About what a packet of sound, and one of picture, holds: for pages of an older version, which count packets alone. */
const SOUND_BYTES = 110;
const PICTURE_BYTES = 1000;

/** What a report says of the line it came over. */
export function linkReportOf({ atMs, sound, picture, lost, bytes }: Evidence): LinkReport {
  return { atMs, bytes: bytes ?? sound * SOUND_BYTES + picture * PICTURE_BYTES, packets: sound + picture, lost };
}

/** Reports that are asked for out of turn, because a goodbye must not wait for a whole second. */
export function askedReports() {
  const waiting = new Map<Seat, (said: Evidence | undefined) => void>();
  return {
    /** The next report of this leg's page; undefined when there is no page or it takes too long. */
    ask({ seat, page }: LegState): Promise<Evidence | undefined> {
      if (!page) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const late = setTimeout(() => finish(undefined), ASKED_MS_MAX);
        const finish = (said: Evidence | undefined) => {
          clearTimeout(late);
          waiting.delete(seat);
          resolve(said);
        };
        waiting.set(seat, finish);
        page.send({ type: "report" });
      });
    },
    /** Hands a report to whoever asked for it; false when nobody did. */
    take(seat: Seat, said: Evidence): boolean {
      const finish = waiting.get(seat);
      finish?.(said);
      return finish !== undefined;
    },
  };
}

/** Pushes the running interval on as far as both ends' reports reach, or closes it. */
export function count(room: RoomState): void {
  if (room.status === "paused") return;
  const resident = residentOf(room);
  const homes = received(resident) ? familyOf(room).filter(received) : [];
  const { sound, picture } = resident.held;
  // What staff keep back reaches nobody, whoever says nothing of it.
  for (const one of homes) if (sound && (picture || one.takes === "none")) one.carried.openSince = resident.flow.lastAt ?? 0;
  const unsaid = homes.flatMap((one) => standInOf(room, one) ?? []);
  const runs = [...shared(resident, homes), ...unsaid].sort((one, other) => one.from - other.from);
  if (runs.length === 0) closeInterval(room);
  for (const run of runs) cover(room, run);
}

/** Counts a stretch, as far as it is not counted yet. */
function cover(room: RoomState, run: Run): void {
  if (run.to <= room.countedTo) return;
  if (room.interval && run.from <= room.interval.to) room.interval = { ...room.interval, to: run.to };
  else {
    closeInterval(room);
    room.interval = { id: newId(), from: Math.max(run.from, room.countedTo), to: run.to };
    room.intervals += 1;
  }
  room.countedTo = run.to;
  room.unsaved.set(room.interval.id, { from: room.interval.from, to: room.interval.to });
}

function closeInterval(room: RoomState): void {
  if (!room.interval) return;
  room.earlierMs += room.interval.to - room.interval.from;
  room.interval = null;
}

/** A page that says nothing any more has no media, as far as anybody can know. */
export function breakLate(room: RoomState, nowMs: number): void {
  for (const leg of legsOf(room)) {
    const { runs, lastAt } = leg.flow;
    if (Object.keys(runs).length > 0 && lastAt !== null && nowMs - lastAt > REPORTS_LATE_MS) leg.flow = broken(leg.flow);
  }
}

/** Writes connected time, and a minute's samples; what a crash takes with it of the first is at most the last second, and never counted. */
export async function flush(parts: LiveParts, room: RoomState, renewLease = false): Promise<void> {
  const { id: visitId, facilityId } = room.visit;
  const intervals = [...room.unsaved];
  const rows = legsOf(room).flatMap((leg) => (leg.rowDue ? [{ leg, samples: [...leg.unsavedSamples] }] : []));
  const { stationDue } = room;
  if (intervals.length === 0 && rows.length === 0 && !renewLease && !stationDue) return;
  await inTransaction(parts.ctx, async (tx) => {
    for (const { leg, samples } of rows) await insertSamples(tx.trx, { facilityId, visitId, seat: leg.seat, samples });
    for (const [id, run] of intervals) await store.saveInterval(tx.trx, { id, facilityId, visitId, ...run });
    if (stationDue) await tx.jobs.send(tx, STATION_FAILED, { visitId });
    if (renewLease) await store.renewLease(tx.trx, visitId, parts.server, tx.now().add({ seconds: LEASE_SECONDS }));
  });
  if (stationDue) room.stationDue = false;
  for (const { leg, samples } of rows) {
    leg.unsavedSamples.splice(0, samples.length);
    leg.rowDue = false;
  }
  for (const [id, run] of intervals) if (room.unsaved.get(id)?.to === run.to) room.unsaved.delete(id);
}
