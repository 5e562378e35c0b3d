import type { z } from "zod";
import type { ChatLine, Room, Side, ToParty, ToStaff } from "#contracts/live.ts";
import type { MediaServer, PictureMode } from "#server/domains/media/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { type Flow, noFlow, type Run } from "./connected.rules.ts";
import { type EndingCode, inRoom, type LegStatus, type PausedReason, secondsLeft } from "./live.rules.ts";
import type { Sample, VisitFacts } from "./live.store.ts";

/** What every room of this server is run with. */
export interface LiveParts {
  ctx: Ctx;
  media: MediaServer;
  /** This server's own id, new at each start: rooms are leased by it. */
  server: string;
  mediaNode: string;
  recordFolder(visitId: string): string;
}

/** One page that is open at the visit. */
export interface Page {
  signInId: string;
  locale: "en" | "es";
  send(message: ToParty): void;
  close(why: "signed_out" | "replaced" | "over" | "refused"): void;
}

export interface LegState {
  side: Side;
  name: string;
  status: LegStatus;
  everJoined: boolean;
  page: Page | null;
  microphone: boolean;
  camera: boolean;
  /** What this side's own line carries of the other's picture. */
  takes: PictureMode;
  flow: Flow;
  /** The engine receives packets from this side, by kind. */
  receiving: { audio: boolean; video: boolean };
  /** The waiting line is written once. */
  waitingNoted: boolean;
}

export interface WatchState {
  watchId: string;
  signInId: string;
  staffId: string;
  role: string;
  askedAt: number;
  seen: Record<Side, boolean>;
  /** When each side's page was last asked to show the notice. */
  shownAt: Record<Side, number>;
  /** When staff first got pictures. */
  startedAt: number | null;
  /** Staff get pictures now: both sides' present screens have shown the notice. */
  flowing: boolean;
  send(message: ToStaff): void;
}

/** A running room as this process has it. Whatever is true stands in rows; this is rebuilt from them. */
export interface RoomState {
  visit: VisitFacts;
  status: Room["status"];
  pausedReason: PausedReason | null;
  legs: Record<Side, LegState>;
  watches: Map<string, WatchState>;
  watchUnseen: boolean;
  recording: Room["recording"];
  recordingDoubted: boolean;
  everConnected: boolean;
  /** The interval that is running now. */
  interval: ({ id: string } & Run) | null;
  /** Intervals, by id, whose newest end is not stored yet. */
  unsaved: Map<string, Run>;
  /** The closed intervals before it, in milliseconds. */
  earlierMs: number;
  intervals: number;
  samples: Sample[];
  notice: Room["notice"];
  lastSecondsLeft: number | null;
  ending: { code: EndingCode; by: string; reason: string | null } | null;
  leaseRenewedAt: number;
  growthAskedAt: number;
  proofAskedAt: number;
}

export function newState(visit: VisitFacts): RoomState {
  const leg = (side: Side, name: string): LegState => ({
    side,
    name,
    status: "not_joined",
    everJoined: false,
    page: null,
    microphone: true,
    camera: true,
    takes: "moving",
    flow: noFlow,
    receiving: { audio: false, video: false },
    waitingNoted: false,
  });
  return {
    visit,
    status: "waiting",
    pausedReason: null,
    legs: {
      family: leg("family", `${visit.contactGivenName} ${visit.contactFamilyName}`),
      resident: leg("resident", visit.residentName),
    },
    watches: new Map(),
    watchUnseen: false,
    recording: "none",
    recordingDoubted: false,
    everConnected: false,
    interval: null,
    unsaved: new Map(),
    earlierMs: 0,
    intervals: 0,
    samples: [],
    notice: null,
    lastSecondsLeft: null,
    ending: null,
    leaseRenewedAt: 0,
    growthAskedAt: 0,
    proofAskedAt: 0,
  };
}

export const other = (side: Side): Side => (side === "family" ? "resident" : "family");
/** The engine receives something from this side. */
export const received = (leg: LegState): boolean => leg.receiving.audio || leg.receiving.video;
export const connectedMs = (room: RoomState): number => room.earlierMs + (room.interval ? room.interval.to - room.interval.from : 0);
export const connectedWhole = (room: RoomState): number => Math.floor(connectedMs(room) / 1000);

export function left(room: RoomState, now: number): number | null {
  const { startsAt, endsAt, visitMinutes } = room.visit;
  return secondsLeft({ startsAt: startsAt.epochMilliseconds, endsAt: endsAt.epochMilliseconds, visitMinutes }, connectedWhole(room), now);
}

/** The room as one reader may know it: a side, or staff (`me` null). */
export function view(room: RoomState, me: Side | null, now: Temporal.Instant): Room {
  const { visit } = room;
  const legView = (side: Side): Room["legs"][number] => {
    const leg = room.legs[side];
    return {
      side,
      name: leg.name,
      status: leg.status,
      here: leg.page !== null,
      microphone: leg.microphone,
      camera: leg.camera,
      takes: leg.takes,
      heard: room.legs[other(side)].flow.run !== null && inRoom(leg.status),
    };
  };
  return {
    visitId: visit.id,
    me,
    status: room.status,
    pausedReason: room.pausedReason,
    kind: visit.roomKind,
    now: now.toString(),
    opensAt: visit.startsAt.subtract({ minutes: visit.earlyMinutes }).toString(),
    startsAt: visit.startsAt.toString(),
    endsAt: visit.endsAt.toString(),
    timeZone: visit.timeZone,
    secondsLeft: left(room, now.epochMilliseconds),
    connected: room.status === "live",
    connectedSeconds: connectedWhole(room),
    legs: [legView("family"), legView("resident")],
    watches: [...room.watches.values()].map(({ watchId, role, flowing }) => ({ watchId, role, live: flowing })),
    recording: room.recording,
    notice: room.notice,
    ending: room.ending,
  };
}

export type ChatRow = z.infer<typeof ChatLine>;
