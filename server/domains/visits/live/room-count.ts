import type { Evidence, Side } from "#contracts/live.ts";
import type { LinkReport } from "#server/domains/media/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { broken, overlap, report } from "./connected.rules.ts";
import { inRoom, LEASE_SECONDS, sides } from "./live.rules.ts";
import * as store from "./live.store.ts";
import { type LegState, type LiveParts, type RoomState, received } from "./room-state.ts";

/** Silence from a page for this long means that its side has no media, whatever its last report said. */
const REPORTS_LATE_MS = 4500;
/** How long a goodbye waits for the other side's last report. */
const ASKED_MS_MAX = 250;

/** Takes one second's report of a leg that is in the room; false for one that does not count. */
export function takeReport(room: RoomState, leg: LegState, said: Evidence, nowMs: number): boolean {
  if (!inRoom(leg.status) || said.seq <= leg.flow.lastSeq) return false;
  leg.flow = report(leg.flow, said, nowMs);
  room.samples.push({ side: leg.side, at: leg.flow.lastAt ?? nowMs, said });
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
  const waiting = new Map<Side, (said: Evidence | undefined) => void>();
  return {
    /** The next report of this side's page; undefined when there is no page or it takes too long. */
    ask({ side, page }: LegState): Promise<Evidence | undefined> {
      if (!page) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const late = setTimeout(() => finish(undefined), ASKED_MS_MAX);
        const finish = (said: Evidence | undefined) => {
          clearTimeout(late);
          waiting.delete(side);
          resolve(said);
        };
        waiting.set(side, finish);
        page.send({ type: "report" });
      });
    },
    /** Hands a report to whoever asked for it; false when nobody did. */
    take(side: Side, said: Evidence): boolean {
      const finish = waiting.get(side);
      finish?.(said);
      return finish !== undefined;
    },
  };
}

/** Pushes the running interval on as far as both ends' reports reach, or closes it. */
export function count(room: RoomState): void {
  if (room.status === "paused") return;
  const { family, resident } = room.legs;
  const both = received(family) && received(resident) ? overlap({ family: family.flow, resident: resident.flow }) : null;
  if (!both) {
    closeInterval(room);
    return;
  }
  if (room.interval && both.from <= room.interval.to) {
    if (both.to <= room.interval.to) return;
    room.interval = { ...room.interval, to: both.to };
  } else {
    closeInterval(room);
    room.interval = { id: newId(), from: both.from, to: both.to };
    room.intervals += 1;
  }
  room.unsaved.set(room.interval.id, { from: room.interval.from, to: room.interval.to });
}

function closeInterval(room: RoomState): void {
  if (!room.interval) return;
  room.earlierMs += room.interval.to - room.interval.from;
  room.interval = null;
}

/** A page that says nothing any more has no media, as far as anybody can know. */
export function breakLate(room: RoomState, nowMs: number): void {
  for (const side of sides) {
    const { flow } = room.legs[side];
    if (flow.run && flow.lastAt !== null && nowMs - flow.lastAt > REPORTS_LATE_MS) room.legs[side].flow = broken(flow);
  }
}

/** Writes reports and connected time; what a crash takes with it is at most the last second, and never counted. */
export async function flush(parts: LiveParts, room: RoomState, renewLease = false): Promise<void> {
  const { id: visitId, facilityId } = room.visit;
  const intervals = [...room.unsaved];
  const samples = room.samples.splice(0);
  if (intervals.length === 0 && samples.length === 0 && !renewLease) return;
  await inTransaction(parts.ctx, async (tx) => {
    await store.insertEvidence(tx.trx, visitId, samples);
    for (const [id, run] of intervals) await store.saveInterval(tx.trx, { id, facilityId, visitId, ...run });
    if (renewLease) await store.renewLease(tx.trx, visitId, parts.server, tx.now().add({ seconds: LEASE_SECONDS }));
  });
  for (const [id, run] of intervals) if (room.unsaved.get(id)?.to === run.to) room.unsaved.delete(id);
}
