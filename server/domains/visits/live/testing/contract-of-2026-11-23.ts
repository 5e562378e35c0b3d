import { z } from "zod";

/**
 * What a page of commit c2dd204 (2026-11-23, before a room had seats) says and understands, as its contracts/live.ts had it. Frozen: pages of that
 * version may still be open. Nothing here follows later changes; what a server says beyond it, such a page passes over.
 */
const Id = z.uuid();
const Instant = z.iso.datetime({ offset: true });
const Sdp = z.string().max(100_000);
const Pc = z.enum(["send", "receive"]);
const Attempt = z.number().int().nonnegative().optional();
const Signal = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("offer"), pc: Pc, sdp: Sdp, attempt: Attempt }),
  z.looseObject({ type: z.literal("answer"), pc: Pc, sdp: Sdp, attempt: Attempt }),
  z.looseObject({
    type: z.literal("candidate"),
    pc: Pc,
    candidate: z.looseObject({ candidate: z.string(), sdpMid: z.string().nullish(), sdpMLineIndex: z.number().int().nullish() }).nullable(),
  }),
  z.looseObject({ type: z.literal("keyframe") }),
]);
const PictureMode = z.enum(["moving", "stills", "none"]);
const Side = z.enum(["family", "resident"]);
/** Such a page only asks whether it is its own: others than its two are not in its way. */
const AnySide = z.string();
const Growth = z.number().int().nonnegative();

/** All that such a page says; whatever else this version's pages put in is left out. */
export const OldFromParty = z.discriminatedUnion("type", [
  z.object({ type: z.literal("proof"), proof: z.string().max(4000) }),
  z.object({ type: z.literal("equipment"), camera: z.boolean(), microphone: z.boolean() }),
  z.object({ type: z.literal("join"), consent: z.boolean() }),
  z.object({ type: z.literal("signal"), message: Signal }),
  z.object({
    type: z.literal("evidence"),
    seq: Growth,
    atMs: z.number().nonnegative(),
    sound: Growth,
    picture: Growth,
    frames: Growth,
    frozenMs: Growth,
    concealedMs: Growth,
    roundTripMs: Growth.nullable(),
    lost: Growth,
  }),
  z.object({ type: z.literal("chat"), id: Id, words: z.string().trim().min(1).max(500) }),
  z.object({ type: z.literal("sending"), microphone: z.boolean(), camera: z.boolean() }),
  z.object({ type: z.literal("seen_watch"), watchId: Id }),
  z.object({ type: z.literal("leave") }),
]);

const Leg = z.looseObject({
  side: AnySide,
  name: z.string(),
  status: z.enum(["not_joined", "joined", "dropped", "rejoined", "left"]),
  here: z.boolean(),
  microphone: z.boolean(),
  camera: z.boolean(),
  heard: z.boolean(),
  takes: PictureMode,
});
const Room = z.looseObject({
  visitId: Id,
  me: Side.nullable(),
  status: z.enum(["waiting", "live", "interrupted", "paused", "ended", "terminated", "failed"]),
  pausedReason: z.enum(["recording_unproven", "watch_unseen"]).nullable(),
  kind: z.enum(["recorded", "unrecorded", "privileged"]),
  now: Instant,
  opensAt: Instant,
  startsAt: Instant,
  endsAt: Instant,
  timeZone: z.string(),
  secondsLeft: z.number().int().nullable(),
  connected: z.boolean(),
  connectedSeconds: z.number().int(),
  legs: z.array(Leg),
  watches: z.array(z.looseObject({ watchId: Id, role: z.string(), live: z.boolean() })),
  recording: z.enum(["none", "starting", "proven", "unproven"]),
  notice: z
    .looseObject({ id: Id, code: z.enum(["five_minutes", "one_minute", "warning"]), words: z.string().nullable(), at: Instant })
    .nullable(),
  ending: z
    .looseObject({
      code: z.enum(["on_time", "left", "staff_ended", "cancelled", "nobody_came", "system"]),
      by: z.string(),
      reason: z.string().nullable(),
    })
    .nullable(),
});
const ChatLine = z.looseObject({ id: Id, side: AnySide, words: z.string(), at: Instant });

/** All that such a page understands; it passes over any other type. */
export const OldToParty = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("beat") }),
  z.looseObject({ type: z.literal("challenge"), nonce: z.string() }),
  z.looseObject({ type: z.literal("room"), room: Room }),
  z.looseObject({ type: z.literal("signal"), message: Signal }),
  z.looseObject({ type: z.literal("report") }),
  z.looseObject({ type: z.literal("rejoin") }),
  z.looseObject({ type: z.literal("picture"), mode: PictureMode }),
  z.looseObject({ type: z.literal("chat"), lines: z.array(ChatLine) }),
  z.looseObject({ type: z.literal("refused"), codes: z.array(z.string()), facts: z.record(z.string(), z.unknown()) }),
  z.looseObject({ type: z.literal("closed"), why: z.enum(["signed_out", "replaced", "over", "refused"]) }),
]);
export const oldTypes: ReadonlySet<string> = new Set(OldToParty.options.map(({ shape }) => shape.type.value));
