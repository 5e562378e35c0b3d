import type { z } from "zod";
import { type ChatLine, type Room, type Seat, seats, sideOf, type ToParty, type ToStaff } from "#contracts/live.ts";
import { warnings as warningsEn } from "#contracts/words/en/warnings.ts";
import { warnings as warningsEs } from "#contracts/words/es/warnings.ts";
import type { MediaServer, PictureMode } from "#server/domains/media/index.ts";
import { type Judged, nothingShown, type Open, type Sample, type Shown, unjudged } from "#server/domains/visits/quality/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { type Carried, type Flow, noFlow, type Run, runOf, standIn } from "./connected.rules.ts";
import { type Hand, heldOf, openHand } from "./hand.rules.ts";
import { type EndingCode, inRoom, type LegStatus, type PausedReason, secondsLeft } from "./live.rules.ts";
import type { VisitFacts } from "./live.store.ts";
import type { Around } from "./room-samples.ts";
import type { Typed } from "./typing.rules.ts";

/** What every room of this server is run with. */
export interface LiveParts {
  ctx: Ctx;
  media: MediaServer;
  /** This server's own id, new at each start: rooms are leased by it. */
  server: string;
  mediaNode: string;
  recordFolder(visitId: string): string;
  /** Tells every console that is open at the facility. */
  toStaff(facilityId: string, message: ToStaff): void;
  /** What goes on in the other rooms of this server. */
  around(facilityId: string): Around;
}

/** One page that is open at the visit. */
export interface Page {
  signInId: string;
  locale: "en" | "es";
  send(message: ToParty): void;
  close(why: "signed_out" | "replaced" | "over" | "refused"): void;
}

/** What staff withhold of somebody from the others. */
export interface Held {
  sound: boolean;
  picture: boolean;
}

export interface LegState {
  seat: Seat;
  side: "family" | "resident" | "staff";
  /** The account outside, the resident, or the staff member. */
  personId: string;
  name: string;
  role: string | null;
  status: LegStatus;
  everJoined: boolean;
  page: Page | null;
  microphone: boolean;
  camera: boolean;
  /** What this leg's own line carries of the others' pictures. */
  takes: PictureMode;
  /** Holds through rejoins, and after a pause. */
  held: Held;
  flow: Flow;
  /** The engine receives packets from this leg, by kind. */
  receiving: { audio: boolean; video: boolean };
  /** For how long, as far as the engine knows: see `standIn`. */
  carried: Omit<Carried, "residentSince" | "homeSince"> & { receivedSince: number | null };
  /** When the engine last missed something of what this leg sends, in epoch milliseconds. */
  missedAt: number;
  /** The line that this leg's page types now, letter by letter. */
  typing: Typed | null;
  /** The waiting line is written once. */
  waitingNoted: boolean;
  /** Samples of now, those that are closed and not stored yet, and whether they make a row. */
  open: Open;
  unsavedSamples: Sample[];
  rowDue: boolean;
  /** What fails at this leg, as screens show it. */
  shown: Shown;
}

export interface WatchState {
  watchId: string;
  signInId: string;
  staffId: string;
  role: string;
  askedAt: number;
  /** Whose screens have shown the notice. */
  seen: Set<Seat>;
  /** When a page that came later was asked to show the notice. */
  shownAt: Map<Seat, number>;
  /** When staff first got pictures. */
  startedAt: number | null;
  /** Staff get pictures now: every present screen has shown the notice. */
  flowing: boolean;
  /** Of staff who take part: their page may come in now. */
  part?: { seat: Seat; letIn(): void };
  send(message: ToStaff): void;
}

/** A running room as this process has it. Whatever is true stands in rows; this is rebuilt from them. */
export interface RoomState {
  visit: VisitFacts;
  status: Room["status"];
  pausedReason: PausedReason | null;
  /** What staff hold, as their rows say. */
  hand: Hand;
  /** Whose sound is kept back now, and when that last changed, in epoch milliseconds. */
  hushed: readonly Seat[];
  hushedAt: number;
  /** Some officer has had this visit's pictures. */
  everWatched: boolean;
  /** When staff were told that people wait here for an officer to watch. */
  watchToldAt: Temporal.Instant | null;
  /** Both sides' first legs always; others from when they came. In the order of `seats`. */
  legs: Map<Seat, LegState>;
  watches: Map<string, WatchState>;
  watchUnseen: boolean;
  recording: Room["recording"];
  recordingDoubted: boolean;
  everConnected: boolean;
  /** Somebody was cut off, by a lost line or a lost server, and the record does not say yet that all are back. */
  backDue: boolean;
  /** The interval that is running now. */
  interval: ({ id: string } & Run) | null;
  /** Intervals, by id, whose newest end is not stored yet. */
  unsaved: Map<string, Run>;
  /** The closed intervals before it, in milliseconds. */
  earlierMs: number;
  /** The end of all that was counted: nothing before it is counted again. */
  countedTo: number;
  intervals: number;
  engineDown: boolean;
  /** How the station of this visit was named as failing so far, and whether stations are still to be told. */
  stationNamed: Set<string>;
  stationDue: boolean;
  /** How often the record says that a link was lost while both stayed. */
  linkLines: number;
  /** How far the samples know the room, and up to where they are closed. */
  sampledTo: number;
  closedTo: number;
  judged: Judged;
  notice: Room["notice"];
  lastSecondsLeft: number | null;
  ending: { code: EndingCode; by: string; reason: string | null } | null;
  flushedAt: number;
  leaseRenewedAt: number;
  growthAskedAt: number;
  proofAskedAt: number;
}

/** A leg that nobody has joined yet. */
export const newLeg = (who: { seat: Seat; personId: string; name: string; role?: string | null }): LegState => ({
  seat: who.seat,
  side: sideOf(who.seat),
  personId: who.personId,
  name: who.name,
  role: who.role ?? null,
  status: "not_joined",
  everJoined: false,
  page: null,
  microphone: true,
  camera: true,
  takes: "moving",
  held: { sound: false, picture: false },
  flow: noFlow,
  receiving: { audio: false, video: false },
  carried: { openSince: 0, receivedSince: null, answersSince: null },
  missedAt: 0,
  typing: null,
  waitingNoted: false,
  open: new Map(),
  unsavedSamples: [],
  rowDue: false,
  shown: nothingShown,
});

export function newState(visit: VisitFacts): RoomState {
  const family = { seat: "family" as const, personId: visit.requestedBy, name: `${visit.contactGivenName} ${visit.contactFamilyName}` };
  const resident = { seat: "resident" as const, personId: visit.residentId, name: visit.residentName };
  return {
    visit,
    status: "waiting",
    pausedReason: null,
    hand: openHand,
    hushed: [],
    hushedAt: 0,
    everWatched: false,
    watchToldAt: null,
    legs: new Map([resident, family].map((who) => [who.seat, newLeg(who)])),
    watches: new Map(),
    watchUnseen: false,
    recording: "none",
    recordingDoubted: false,
    everConnected: false,
    backDue: true,
    interval: null,
    unsaved: new Map(),
    earlierMs: 0,
    countedTo: 0,
    intervals: 0,
    engineDown: false,
    stationNamed: new Set(),
    stationDue: false,
    linkLines: 0,
    sampledTo: 0,
    closedTo: 0,
    judged: unjudged,
    notice: null,
    lastSecondsLeft: null,
    ending: null,
    flushedAt: 0,
    leaseRenewedAt: 0,
    growthAskedAt: 0,
    proofAskedAt: 0,
  };
}

/** The resident's leg, and the first of the family: both are there from the beginning. */
export const residentOf = (room: RoomState): LegState => room.legs.get("resident")!;
export const legsOf = (room: Readonly<RoomState>): LegState[] => [...room.legs.values()];
export const familyOf = (room: RoomState): LegState[] => legsOf(room).filter(({ side }) => side === "family");
/** Those on the other side of the line; of staff who take part, everybody. */
export const opposite = (room: RoomState, leg: LegState): LegState[] => legsOf(room).filter(({ side }) => side !== leg.side);
export const othersOf = (room: RoomState, leg: LegState): LegState[] => legsOf(room).filter((one) => one !== leg);
export const anyIn = (legs: readonly LegState[]): boolean => legs.some(({ status }) => inRoom(status));
/** Somebody of each side is in the room. */
export const bothIn = (room: RoomState): boolean => inRoom(residentOf(room).status) && anyIn(familyOf(room));
/** Two of both sides have each other's media now, by both their reports and the engine. */
export const talking = (room: RoomState): boolean => {
  const resident = residentOf(room);
  return received(resident) && familyOf(room).some((one) => received(one) && hasOrStands(room, one) && has(resident, one));
};
/** What stands in for the word of a home whose page never said one; null where nothing does. */
export function standInOf(room: RoomState, home: LegState): Run | null {
  const resident = residentOf(room);
  const { openSince, answersSince, receivedSince: homeSince } = home.carried;
  return standIn(resident, home, { openSince, answersSince, homeSince, residentSince: resident.carried.receivedSince });
}
/** Whether a home has the resident, by its own word or by what stands in for it. */
export const hasOrStands = (room: RoomState, home: LegState): boolean => has(home, residentOf(room)) || standInOf(room, home) !== null;
/** Pages that may read what is said here: staff who take part only once they are in. */
export const readersOf = (room: RoomState): LegState[] => legsOf(room).filter(({ side, status }) => side !== "staff" || inRoom(status));
/** Whether a leg reports that it has this other one. */
export const has = (leg: LegState, other: LegState): boolean => runOf(leg.flow, other.seat) !== null;
/** Who it was, for the record and the audit: the side, and the seat where it is not the side's first. */
export const whoIs = ({ side, seat }: LegState): { side: string; seat?: Seat } => (side === seat ? { side } : { side, seat });
/** Adds a leg, kept in the order of the seats. */
export function seat(room: RoomState, leg: LegState): void {
  const all = [...legsOf(room), leg].sort((a, b) => seats.indexOf(a.seat) - seats.indexOf(b.seat));
  leg.held = heldOf(room.hand, leg.seat);
  room.legs = new Map(all.map((one) => [one.seat, one]));
}
/** The engine receives something from this leg. */
export const received = (leg: LegState): boolean => leg.receiving.audio || leg.receiving.video;
export const connectedMs = (room: RoomState): number => room.earlierMs + (room.interval ? room.interval.to - room.interval.from : 0);
export const connectedWhole = (room: RoomState): number => Math.floor(connectedMs(room) / 1000);

export function left(room: RoomState, now: number): number | null {
  const { startsAt, endsAt, visitMinutes } = room.visit;
  return secondsLeft({ startsAt: startsAt.epochMilliseconds, endsAt: endsAt.epochMilliseconds, visitMinutes }, connectedWhole(room), now);
}

const listed = { en: warningsEn, es: warningsEs };
/** A warning of the list has its sentence with it, in the reader's language: pages of an older version know no list. */
function saidTo(me: LegState | null, notice: Room["notice"]): Room["notice"] {
  if (!notice?.warning || !me?.page) return notice;
  return { ...notice, words: listed[me.page.locale][`live.warning.${notice.warning}`] };
}

/** The room as one reader may know it: somebody in it, or staff who look on (`me` null). */
export function view(room: RoomState, me: LegState | null, now: Temporal.Instant): Room {
  const { visit } = room;
  const legView = (leg: LegState): Room["legs"][number] => ({
    seat: leg.seat,
    side: leg.side,
    name: leg.name,
    role: leg.role,
    status: leg.status,
    here: leg.page !== null,
    microphone: leg.microphone,
    camera: leg.camera,
    takes: leg.takes,
    held: leg.held,
    trouble: leg.shown.trouble,
    heard: inRoom(leg.status) && othersOf(room, leg).some((one) => has(one, leg)),
  });
  return {
    visitId: visit.id,
    me: me?.side ?? null,
    seat: me?.seat ?? null,
    status: room.status,
    pausedFor: room.pausedReason,
    pausedReason: room.pausedReason === "staff" || room.pausedReason === "watch_needed" ? null : room.pausedReason,
    allMuted: room.hand.allMuted,
    mustBeWatched: visit.mustBeWatched ? { toldAt: room.watchToldAt?.toString() ?? null, begun: room.everWatched } : null,
    kind: visit.roomKind,
    now: now.toString(),
    opensAt: visit.startsAt.subtract({ minutes: visit.earlyMinutes }).toString(),
    startsAt: visit.startsAt.toString(),
    endsAt: visit.endsAt.toString(),
    timeZone: visit.timeZone,
    secondsLeft: left(room, now.epochMilliseconds),
    connected: room.status === "live",
    connectedSeconds: connectedWhole(room),
    legs: legsOf(room).map(legView),
    watches: [...room.watches.values()].map(({ watchId, role, flowing, part }) => ({
      watchId,
      role,
      live: flowing,
      ...(part ? { part: true } : {}),
    })),
    recording: room.recording,
    notice: saidTo(me, room.notice),
    ending: room.ending,
  };
}

export type ChatRow = z.infer<typeof ChatLine>;
