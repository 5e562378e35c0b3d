import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { IceServer } from "./live.ts";

/** What an echo test measured: a drawn picture and a tone went to the media engine, and this is what came back. */
export const Measured = z.strictObject({
  roundTripMs: z.number().int().min(0).max(60_000),
  /** Of what was sent, all that never came back: lost there or on the way back. */
  lostPercent: z.number().min(0).max(100),
  receivedKbps: z.number().int().min(0).max(1_000_000),
  /** How loud the tone came back, 0 to 1 (root mean square); null where this browser could not make one, or not listen. */
  soundLevel: z.number().min(0).max(1).nullable(),
  /** Pictures that came back whole. */
  pictures: z.number().int().min(0).max(100_000),
  /** What left this page; null where its browser does not say, as are the next two. Pages of an earlier version say none of them. */
  sentKbps: z.number().int().min(0).max(1_000_000).nullable().optional(),
  /** Lost on the way there alone, as the engine reported it. */
  sentLostPercent: z.number().min(0).max(100).nullable().optional(),
  /** Straight, or through a relay because the network lets no UDP through. */
  way: z.enum(["direct", "relayed"]).nullable().optional(),
});
export type Measured = z.infer<typeof Measured>;

/** Beyond these two people talk over each other, words break up, or the picture is too small to know a face. */
export const LINE = {
  roundTripMsMax: 400,
  lostPercentMax: 3,
  kbpsMin: 150,
  /** The tone goes out at 0.35: what comes back at less than a third of it is broken up or not there. */
  soundLevelMin: 0.12,
  /** In ten seconds some 200 pictures go out. */
  picturesMin: 50,
} as const;

export const lineTroubles = ["nothing", "loses_sent", "loses_back", "loses", "little_sent", "little_back", "slow", "broken"] as const;
export type LineTrouble = (typeof lineTroubles)[number];

/** What is wrong with a line, worst first, told apart by direction where both ends say enough; empty when nothing is. */
export function troublesOf(measured: Measured | null): LineTrouble[] {
  if (!measured || measured.receivedKbps === 0) return ["nothing"];
  const { roundTripMs, lostPercent, receivedKbps, soundLevel, pictures, sentKbps = null, sentLostPercent = null } = measured;
  const lossy = lostPercent > LINE.lostPercentMax;
  const lostThere = sentLostPercent !== null && sentLostPercent > LINE.lostPercentMax;
  const lostBack = sentLostPercent !== null && lostPercent - sentLostPercent > LINE.lostPercentMax;
  const littleSent = sentKbps !== null && sentKbps < LINE.kbpsMin;
  const found: [LineTrouble, boolean][] = [
    ["loses_sent", lossy && lostThere],
    ["loses_back", lossy && lostBack],
    ["loses", lossy && !lostThere && !lostBack],
    ["little_sent", littleSent],
    ["little_back", receivedKbps < LINE.kbpsMin && !littleSent],
    ["slow", roundTripMs > LINE.roundTripMsMax],
    // A browser that could make no tone says nothing of the sound.
    ["broken", (soundLevel !== null && soundLevel < LINE.soundLevelMin) || pictures < LINE.picturesMin],
  ];
  return found.filter(([, so]) => so).map(([trouble]) => trouble);
}

export const cameraStates = ["works", "denied", "missing", "busy", "unsupported"] as const;
export const microphoneStates = [...cameraStates, "silent"] as const;
export const speakerStates = ["heard", "not_heard"] as const;

export const EquipmentCheck = z.strictObject({
  id: Id,
  endedAt: Instant,
  camera: z.enum(cameraStates),
  microphone: z.enum(microphoneStates),
  speaker: z.enum(speakerStates),
  /** Null where nothing could be measured, for a reason that is not this line's. */
  line: z.strictObject({ troubles: z.array(z.enum(lineTroubles)), measured: Measured.nullable() }).nullable(),
  /** Nothing is wrong with any of them. */
  good: z.boolean(),
});
export type EquipmentCheck = z.infer<typeof EquipmentCheck>;

const AtCheck = z.strictObject({ checkId: Id });
const path = "/api/outside/equipment-checks";
/** A check of one's own phone or computer, any day: the reader's own, shown to nobody else. */
export const equipmentOutside = {
  ownCheck: endpoint({
    id: "ownCheck",
    method: "GET",
    path,
    permission: "equipment.check_own",
    summary: "What the reader's last check found, and when",
    answer: { status: 200, schema: z.strictObject({ last: EquipmentCheck.nullable() }) },
    errors: [],
  }),
  beginCheck: endpoint({
    id: "beginCheck",
    method: "POST",
    path,
    permission: "equipment.check_own",
    summary: "Begin a check: by which relays the engine may be reached; asking again with the same id goes on with it",
    body: z.strictObject({ id: Id }),
    answer: { status: 201, schema: z.strictObject({ servers: z.array(IceServer) }) },
    errors: ["request.too_many", "equipment.check_over"],
  }),
  echoOfCheck: endpoint({
    id: "echoOfCheck",
    method: "POST",
    path: `${path}/:checkId/echo`,
    permission: "equipment.check_own",
    summary: "What the page sends comes back to it, and to nobody else",
    params: AtCheck,
    body: z.strictObject({ offer: z.string().min(1).max(40_000) }),
    answer: { status: 200, schema: z.strictObject({ answer: z.string() }) },
    errors: ["equipment.check_over", "media.unavailable"],
  }),
  endCheck: endpoint({
    id: "endCheck",
    method: "POST",
    path: `${path}/:checkId/end`,
    permission: "equipment.check_own",
    summary: "End a check with what was found; it is kept with its date for the reader alone",
    params: AtCheck,
    body: z.strictObject({
      camera: z.enum(cameraStates),
      microphone: z.enum(microphoneStates),
      speaker: z.enum(speakerStates),
      measured: Measured.nullable(),
    }),
    answer: { status: 200, schema: EquipmentCheck },
    errors: ["equipment.check_over"],
  }),
};

/** Where a station's echo test may go; asked before its offer. */
export const relaysInside = {
  stationRelays: endpoint({
    id: "stationRelays",
    method: "GET",
    path: "/api/inside/station/relays",
    permission: "station.use",
    summary: "By which relays this station may reach the media engine for its echo test",
    answer: { status: 200, schema: z.strictObject({ servers: z.array(IceServer) }) },
    errors: [],
  }),
};
