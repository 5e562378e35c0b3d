import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { endReasons, warnings } from "./interventions.ts";
import { CHAT_LENGTH_MAX, seats } from "./live-limits.ts";
import type { Permission } from "./permissions.ts";
import { troubleHows, troubleParts, troubleWheres } from "./quality-limits.ts";
import { TogetherAct, TogetherNews } from "./together.ts";
import { RoomKind } from "./visits.ts";

/**
 * The live room's socket. A page sends intents and draws the `room` it is told; it keeps no truth.
 * Paths: `/api/outside/live?visit=ID`, `/api/inside/live?visit=ID` (answers a challenge first), `/api/staff/facilities/ID/live` (the board,
 * and watching), `/api/staff/facilities/ID/live/part?visit=ID` (staff who take part, seen and heard by all).
 */
export { livePaths, type Seat, seats, sideOf, WATCH_ACK_SECONDS } from "./live-limits.ts";

const Sdp = z.string().max(100_000);
const Pc = z.enum(["send", "receive"]);
/** The page's own count of its connections: an answer to one that it has dropped meanwhile is known by it. */
const Attempt = z.number().int().nonnegative().optional();
/** WebRTC signalling between a page and the server: the page offers on `send`, the server offers on `receive`. */
export const Signal = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("offer"), pc: Pc, sdp: Sdp, attempt: Attempt }),
  z.strictObject({ type: z.literal("answer"), pc: Pc, sdp: Sdp, attempt: Attempt }),
  z.strictObject({
    type: z.literal("candidate"),
    pc: Pc,
    candidate: z
      .strictObject({
        candidate: z.string().max(2000),
        sdpMid: z.string().max(100).nullish(),
        sdpMLineIndex: z.number().int().nullish(),
        usernameFragment: z.string().max(300).nullish(),
      })
      .nullable(),
  }),
  z.strictObject({ type: z.literal("keyframe") }),
]);
export type Signal = z.infer<typeof Signal>;

/** How a picture comes over a link: as it moves, as a still each second, or not at all while sound goes on. */
export const PictureMode = z.enum(["moving", "stills", "none"]);
export type PictureMode = z.infer<typeof PictureMode>;

/** A camera or microphone as the browser has it: silent by the system's hand (`muted`), gone (`ended`), or not there. */
const DeviceState = z.enum(["works", "muted", "ended", "none"]);
const Packets = z.number().int().nonnegative();
/**
 * What one end saw since its last report, a second or less ago: growth since then. `sound` and `picture` are RTP packets received from all others;
 * `frames` were shown, `frozenMs` is time without a new frame while picture was expected, `concealedMs` is sound made up by the decoder.
 */
export const Evidence = z.strictObject({
  type: z.literal("evidence"),
  seq: z.number().int().nonnegative(),
  /** The page's own monotonic clock when it looked, so that a report that waited in a cut line is not taken for now. */
  atMs: z.number().nonnegative(),
  sound: z.number().int().nonnegative(),
  picture: z.number().int().nonnegative(),
  frames: z.number().int().nonnegative(),
  frozenMs: z.number().int().nonnegative(),
  concealedMs: z.number().int().nonnegative(),
  roundTripMs: z.number().int().nonnegative().nullable(),
  lost: z.number().int().nonnegative(),
  /** Of all RTP received. A page that was opened before this was asked does not say it. */
  bytes: Packets.optional(),
  /** The same packets by who sent them: a second counts only between two who had each other. A page of before has one other, and does not say it. */
  from: z
    .array(
      z.strictObject({ seat: z.enum(seats), sound: Packets, picture: Packets, frames: Packets, frozenMs: Packets, concealedMs: Packets }),
    )
    .max(seats.length)
    .optional(),
  /** What this end sends, and what its device says of itself: tells a weak way up, and a phone that is too busy, from a weak way down. */
  own: z
    .strictObject({
      sound: Packets,
      picture: Packets,
      bytes: Packets,
      /** Pictures that the encoder made. */
      frames: Packets,
      /** Why the encoder makes less than it was asked for; null where the browser does not say. */
      limited: z.enum(["none", "cpu", "bandwidth", "other"]).nullable(),
      /** Of what was sent, missing at the engine (RTCP receiver reports). */
      lost: Packets,
      camera: DeviceState,
      microphone: DeviceState,
      /** The page is in front; a phone that is locked or shows another page sends little. */
      front: z.boolean(),
      /** What the browser thinks of the line (Network Information), where it says so. */
      network: z.enum(["slow-2g", "2g", "3g", "4g"]).nullable(),
    })
    .optional(),
});
export type Evidence = z.infer<typeof Evidence>;

export const FromParty = z.discriminatedUnion("type", [
  /** Inside only, and first: a DPoP proof whose `nonce` is the challenge's. */
  z.strictObject({ type: z.literal("proof"), proof: z.string().max(4000) }),
  z.strictObject({ type: z.literal("equipment"), camera: z.boolean(), microphone: z.boolean() }),
  /** The button said whether the visit is recorded; pressing it is the consent, stored with the leg. */
  z.strictObject({ type: z.literal("join"), consent: z.boolean() }),
  z.strictObject({ type: z.literal("signal"), message: Signal }),
  Evidence,
  z.strictObject({ type: z.literal("chat"), id: Id, words: z.string().trim().min(1).max(CHAT_LENGTH_MAX) }),
  /** A line in the making, letter by letter as the others read it (ITU-T T.140); "" takes it back. Sent, it comes as `chat` under the same id. */
  z.strictObject({ type: z.literal("typing"), id: Id, words: z.string().max(CHAT_LENGTH_MAX) }),
  z.strictObject({ type: z.literal("sending"), microphone: z.boolean(), camera: z.boolean() }),
  z.strictObject({ type: z.literal("seen_watch"), watchId: Id }),
  z.strictObject({ type: z.literal("together"), act: TogetherAct }),
  z.strictObject({ type: z.literal("leave") }),
]);
export type FromParty = z.infer<typeof FromParty>;

const Act = { id: Id, visitId: Id };
const Reason = z.enum(endReasons);
/** Always with a reason; taking it back needs none. */
const reasoned = ({ on, reason }: { on: boolean; reason?: string | undefined }) => !on || reason !== undefined;
export const FromStaff = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("watch"), watchId: Id, visitId: Id }),
  z.strictObject({ type: z.literal("unwatch"), watchId: Id }),
  z.strictObject({ type: z.literal("signal"), watchId: Id, message: Signal }),
  /** Asks for the sheet that both sides draw on; told only while the visit's faces are shown to this watch. */
  z.strictObject({ type: z.literal("together"), watchId: Id }),
  /** One of the list, or words of one's own: these are shown as typed, with the language of whoever wrote them. */
  z
    .strictObject({
      type: z.literal("warn"),
      ...Act,
      warning: z.enum(warnings).optional(),
      words: z.string().trim().min(1).max(300).optional(),
    })
    .refine(({ warning, words }) => (warning === undefined) !== (words === undefined)),
  /** Nobody hears them, or nobody hears anybody of the visit: `all` holds for whoever comes later too. */
  z
    .strictObject({ type: z.literal("mute"), ...Act, seat: z.enum([...seats, "all"]), on: z.boolean(), reason: Reason.optional() })
    .refine(reasoned),
  /** Nobody sees them. */
  z
    .strictObject({ type: z.literal("camera_off"), ...Act, seat: z.enum(seats), on: z.boolean(), reason: Reason.optional() })
    .refine(reasoned),
  /** Nobody of the visit sees or hears anybody, until staff let it go on or the place ends. */
  z.strictObject({ type: z.literal("pause"), ...Act, on: z.boolean(), reason: Reason.optional() }).refine(reasoned),
  z.strictObject({ type: z.literal("end"), ...Act, reason: Reason, note: z.string().trim().max(500).optional() }),
]);
export type FromStaff = z.infer<typeof FromStaff>;

/** Which permission each intent needs: default deny, as for routes. */
export const intentPermissions = {
  outside: "visit.join_outside",
  inside: "visit.join_inside",
  part: "visit.take_part",
  staff: {
    watch: "visit.watch",
    unwatch: "visit.watch",
    signal: "visit.watch",
    together: "visit.watch",
    warn: "visit.intervene",
    mute: "visit.intervene",
    camera_off: "visit.intervene",
    pause: "visit.intervene",
    end: "visit.intervene",
  },
} as const satisfies { outside: Permission; inside: Permission; part: Permission; staff: Record<FromStaff["type"], Permission> };

export const liveStatuses = ["waiting", "live", "interrupted", "paused", "ended", "terminated", "failed"] as const;
export const LiveStatus = z.enum(liveStatuses);
export type LiveStatus = z.infer<typeof LiveStatus>;
export const legStatuses = ["not_joined", "joined", "dropped", "rejoined", "left"] as const;
export const LegStatus = z.enum(legStatuses);
/** The two sides between whom time is connected. */
export const Side = z.enum(["family", "resident"]);
export type Side = z.infer<typeof Side>;
const LegSide = z.enum(["family", "resident", "staff"]);

export const Trouble = z.strictObject({ where: z.enum(troubleWheres), how: z.enum(troubleHows), part: z.enum(troubleParts) });
export type Trouble = z.infer<typeof Trouble>;

export const Leg = z.strictObject({
  seat: z.enum(seats),
  side: LegSide,
  /** Empty for staff, who are named by `role`. */
  name: z.string(),
  role: z.string().nullable(),
  status: LegStatus,
  /** The page is open at the visit: in the waiting room or in the room. */
  here: z.boolean(),
  microphone: z.boolean(),
  camera: z.boolean(),
  /** Packets from this leg arrive at another. */
  heard: z.boolean(),
  /** What this leg's own line carries of the others' pictures. */
  takes: PictureMode,
  /** What staff keep from the others, whatever this leg sends. */
  held: z.strictObject({ sound: z.boolean(), picture: z.boolean() }),
  /** What fails at this leg by the published rule, and how badly; null while nothing is known to. */
  trouble: Trouble.nullable(),
});
export const Room = z.strictObject({
  visitId: Id,
  me: LegSide.nullable(),
  seat: z.enum(seats).nullable(),
  status: LiveStatus,
  pausedFor: z.enum(["staff", "recording_unproven", "watch_unseen", "watch_needed"]).nullable(),
  /** The same for pages of an older version, which have words for no other reasons: null where it is another. */
  pausedReason: z.enum(["recording_unproven", "watch_unseen"]).nullable(),
  /** Staff muted all, and whoever comes later. */
  allMuted: z.boolean(),
  /** This visit goes on only while an officer watches; `toldAt` is when staff were told that it waits for one, null while one watches. */
  mustBeWatched: z.strictObject({ toldAt: Instant.nullable(), begun: z.boolean() }).nullable(),
  kind: RoomKind,
  /** The server's clock when this was said; the page's countdown starts from it, never from its own clock. */
  now: Instant,
  opensAt: Instant,
  startsAt: Instant,
  endsAt: Instant,
  timeZone: z.string(),
  /** The smaller of what is left of the visit and of the place, in seconds; null before the start. */
  secondsLeft: z.number().int().nullable(),
  /** Both sides have media now, so the shown clock of connected time runs. */
  connected: z.boolean(),
  connectedSeconds: z.number().int(),
  /** Both sides' first screens always; others once they came. */
  legs: z.array(Leg),
  /** Staff who ask to watch or watch now, by role; `live` only after every open screen has shown the notice; `part`: they are seen and heard too. */
  watches: z.array(z.strictObject({ watchId: Id, role: z.string(), live: z.boolean(), part: z.boolean().optional() })),
  recording: z.enum(["none", "starting", "proven", "unproven"]),
  notice: z
    .strictObject({
      id: Id,
      code: z.enum(["five_minutes", "one_minute", "warning"]),
      /** A warning's own: one of the list, or words and the language of whoever typed them. A listed one has its `words` too, for older pages. */
      warning: z.enum(warnings).nullable(),
      words: z.string().nullable(),
      locale: z.enum(["en", "es"]).nullable(),
      at: Instant,
    })
    .nullable(),
  ending: z
    .strictObject({
      code: z.enum(["on_time", "left", "staff_ended", "cancelled", "nobody_came", "system"]),
      by: z.string(),
      reason: z.string().nullable(),
    })
    .nullable(),
});
export type Room = z.infer<typeof Room>;

export const ChatLine = z.strictObject({ id: Id, seat: z.enum(seats), side: LegSide, words: z.string(), at: Instant });

/** A relay for pages whose network lets no UDP through, with a name and a password that expire. Made for `RTCPeerConnection`. */
export const IceServer = z.strictObject({ urls: z.array(z.string()), username: z.string(), credential: z.string() });
export type IceServer = z.infer<typeof IceServer>;
/** Said before anything is offered, where there are relays; again with fresh passwords each time a page opens its socket, or a watch begins. */
const Ice = z.strictObject({ type: z.literal("ice"), servers: z.array(IceServer) });

/** What somebody has typed so far of the line `id`. */
const Typing = { seat: z.enum(seats), id: Id, words: z.string() };

/** Said every few seconds: a page that hears nothing for a while knows that its line is dead, and opens another. */
const Beat = z.strictObject({ type: z.literal("beat") });

export const ToParty = z.discriminatedUnion("type", [
  Beat,
  Ice,
  z.strictObject({ type: z.literal("challenge"), nonce: z.string() }),
  z.strictObject({ type: z.literal("room"), room: Room }),
  z.strictObject({ type: z.literal("signal"), message: Signal }),
  /** Report what you receive now: the other side is leaving, and the last part of a second counts too. */
  z.strictObject({ type: z.literal("report") }),
  /** The engine came back or this leg must start anew: offer again over this socket. */
  z.strictObject({ type: z.literal("rejoin") }),
  /** How to send this page's own picture from now on, and by what to divide its width and height: what the others' lines can carry. */
  z.strictObject({ type: z.literal("picture"), mode: PictureMode, shrink: z.number().min(1).max(4).optional() }),
  z.strictObject({ type: z.literal("chat"), lines: z.array(ChatLine) }),
  z.strictObject({ type: z.literal("together"), news: TogetherNews }),
  z.strictObject({ type: z.literal("typing"), ...Typing }),
  z.strictObject({ type: z.literal("refused"), codes: z.array(z.string()), facts: z.record(z.string(), z.unknown()) }),
  /** The server closes the socket; `replaced`: the same side opened it elsewhere. */
  z.strictObject({ type: z.literal("closed"), why: z.enum(["signed_out", "replaced", "over", "refused"]) }),
]);
export type ToParty = z.infer<typeof ToParty>;

export const ToStaff = z.discriminatedUnion("type", [
  Beat,
  Ice,
  z.strictObject({ type: z.literal("board_changed") }),
  z.strictObject({ type: z.literal("room"), room: Room }),
  z.strictObject({ type: z.literal("watch"), watchId: Id, state: z.enum(["asking", "live", "ended"]) }),
  z.strictObject({ type: z.literal("signal"), watchId: Id, message: Signal }),
  /** The engine offers this watch anew: drop the receiving connection. */
  z.strictObject({ type: z.literal("rejoin"), watchId: Id }),
  z.strictObject({ type: z.literal("chat"), visitId: Id, lines: z.array(ChatLine) }),
  z.strictObject({ type: z.literal("together"), visitId: Id, news: TogetherNews }),
  z.strictObject({ type: z.literal("typing"), visitId: Id, ...Typing }),
  z.strictObject({ type: z.literal("refused"), codes: z.array(z.string()), facts: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal("closed"), why: z.enum(["signed_out", "refused"]) }),
]);
export type ToStaff = z.infer<typeof ToStaff>;
