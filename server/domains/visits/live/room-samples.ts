import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import * as quality from "#server/domains/visits/quality/index.ts";
import { inRoom, isOver } from "./live.rules.ts";
import { type LegState, legsOf, type RoomState, received, residentOf } from "./room-state.ts";

/** Reports of a second come within about this time; what comes later goes to the sample that is open then. */
const LATE_MS = 1500;
/** So many samples make a row. */
const ROW_SAMPLES = 12;

/** What happens in this server's other rooms at the same time: one room alone cannot tell its own line from everybody's. */
export interface Around {
  stationsBad: number;
  stations: number;
  roomsBad: number;
  rooms: number;
}

/** How all rooms stand, for a room of this facility. */
export function aroundOf(all: readonly Readonly<RoomState>[], facilityId: string): Around {
  const going = all.filter((room) => !isOver(room.status) && legsOf(room).some(({ everJoined }) => everJoined));
  const fails = (room: RoomState, side: "family" | "resident") =>
    [...room.judged.verdicts].some(([seat, { part }]) => part === "line" && room.legs.get(seat)?.side === side);
  const here = going.filter((room) => room.visit.facilityId === facilityId && residentOf(room).everJoined);
  return {
    rooms: going.length,
    roomsBad: going.filter((room) => fails(room, "family") && fails(room, "resident")).length,
    stations: here.length,
    stationsBad: here.filter((room) => room.judged.verdicts.has("resident")).length,
  };
}

/** The engine speaks of the second before. */
const MISSED_MS = 1500;

/** Which facts hold of a leg now. */
function heldOf(room: RoomState, leg: LegState, now: number): quality.Timed[] {
  const facts: [boolean, quality.Timed][] = [
    [room.engineDown, "engineDownMs"],
    [inRoom(leg.status), "roomMs"],
    [leg.status === "dropped", "cutMs"],
    [received(leg), "arrivedMs"],
    [room.status === "paused" || leg.held.sound || leg.held.picture, "pausedMs"],
    [!leg.camera, "cameraOffMs"],
    [!leg.microphone, "microphoneOffMs"],
    [now - leg.missedAt < MISSED_MS, "missedMs"],
  ];
  return facts.filter(([holds]) => holds).map(([, name]) => name);
}

/**
 * Brings the samples up to now: the time since the last look goes to those that are in the room or cut off from it, and each five seconds that
 * are over are judged. True where a screen has something else to show.
 */
export function sample(room: RoomState, now: number, around: Around): boolean {
  const takes = ["moving", "stills", "none"] as const;
  if (room.sampledTo > 0)
    for (const leg of legsOf(room)) {
      if (!inRoom(leg.status) && leg.status !== "dropped") continue;
      const worst = { ...around, takes: takes.indexOf(leg.takes) };
      leg.open = quality.addTime(leg.open, heldOf(room, leg, now), worst, Math.max(room.sampledTo, room.closedTo, now - SAMPLE_MS), now);
    }
  room.sampledTo = now;
  return closeBefore(room, quality.sampleOf(now - LATE_MS));
}

/** The station was named as the failing leg: what shows it is stored at once, and stations hear of it. Of each kind of trouble once in a visit. */
function nameStation(room: RoomState, { where, how, part }: quality.Trouble): void {
  if (where !== "station" || room.stationNamed.has(`${how} ${part}`)) return;
  room.stationNamed.add(`${how} ${part}`);
  room.stationDue = true;
  for (const leg of legsOf(room)) leg.rowDue = true;
}

/** Closes the last samples, whole or not: the room is over. */
export function closeSamples(room: RoomState, now: number): void {
  closeBefore(room, quality.sampleOf(now) + SAMPLE_MS);
  room.stationDue ||= room.stationNamed.size > 0;
  for (const leg of legsOf(room)) leg.rowDue = true;
}

function closeBefore(room: RoomState, before: number): boolean {
  if (before <= room.closedTo) return false;
  room.closedTo = before;
  const byTime = new Map<number, Map<LegState["seat"], quality.Sample>>();
  for (const leg of legsOf(room)) {
    const { closed, open } = quality.close(leg.open, before);
    leg.open = open;
    leg.unsavedSamples.push(...closed);
    leg.rowDue ||= leg.unsavedSamples.length >= ROW_SAMPLES;
    for (const one of closed) byTime.set(one.at, (byTime.get(one.at) ?? new Map()).set(leg.seat, one));
  }
  let changed = false;
  for (const at of [...byTime.keys()].sort((a, b) => a - b)) {
    room.judged = quality.judge(room.judged, byTime.get(at)!);
    for (const leg of legsOf(room)) {
      const shown = quality.follow(leg.shown, room.judged.verdicts.get(leg.seat) ?? null);
      changed ||= !quality.same(shown.trouble, leg.shown.trouble);
      leg.shown = shown;
      if (shown.trouble && leg.side === "resident") nameStation(room, shown.trouble);
    }
  }
  return changed;
}

/** A server that was gone was nobody's line: what lies between its last sign of a visit and now is ours. */
export function noteGap(room: RoomState, stored: ReadonlyMap<string, readonly quality.Sample[]>, now: number): void {
  const last = Math.max(0, ...[...stored.values()].map((samples) => (samples.at(-1)?.at ?? -SAMPLE_MS) + SAMPLE_MS));
  const from = Math.max(last, room.countedTo);
  if (from === 0) return;
  for (const leg of legsOf(room)) if (leg.status === "dropped") leg.open = quality.addTime(leg.open, ["engineDownMs"], {}, from, now);
}
