import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { type Seat, seats } from "./live-limits.ts";
import { MARK_NOTE_MAX, markWords } from "./playback-limits.ts";

const SeatName = z.enum(seats) satisfies z.ZodType<Seat>;
/** From one second of the file to another. */
const Span = z.strictObject({ from: z.number(), to: z.number() });

/** Why nothing was recorded for a while, as the visit's own record tells it. */
export const gapReasons = [
  "engine_lost",
  "server_back",
  "paused",
  "paused_by_staff",
  "recording_unproven",
  "link_lost",
  "left",
  "unknown",
] as const;

export const RecordingMark = z.strictObject({
  id: Id,
  /** Where in the file, in milliseconds of its first moment. */
  atMs: z.number().int(),
  word: z.enum(markWords),
  note: z.string().nullable(),
  byName: z.string(),
  madeAt: Instant,
});
export type RecordingMark = z.infer<typeof RecordingMark>;

export const Playback = z.strictObject({
  /** The instant of the file's first moment. */
  startsAt: Instant,
  seconds: z.number(),
  /** `sides`: the family's voices on the left, the resident's on the right; `mixed`: all in one. */
  sound: z.enum(["mixed", "sides"]),
  /** In the order of their pictures. Staff who take part have a role and no name. */
  people: z.array(
    z.strictObject({ seat: SeatName, name: z.string(), role: z.string().nullable(), seen: z.array(Span), heard: z.array(Span) }),
  ),
  gaps: z.array(Span.extend({ why: z.enum(gapReasons) })),
  chat: z.array(
    z.strictObject({
      id: Id,
      seat: SeatName,
      words: z.string(),
      at: Instant,
      /** False: it was read while it was typed, and never sent. */
      sent: z.boolean(),
      takenBack: z.array(z.string()),
    }),
  ),
  marks: z.array(RecordingMark),
});
export type Playback = z.infer<typeof Playback>;

const OfLook = z.strictObject({ facilityId: Id, visitId: Id, disclosureId: Id });
const look = (path: string) => `/api/staff/facilities/:facilityId/visits/:visitId/disclosures/:disclosureId${path}`;
const lookErrors = ["recording.unknown", "recording.not_ready", "recording.disclosure_unknown"] as const;

export const playbackStaff = {
  followRecording: endpoint({
    id: "followRecording",
    method: "GET",
    path: look("/playback"),
    permission: "recording.disclose",
    summary:
      "What stands beside a recording: who is in it and when, its gaps, what was typed, and marks; for the one who stated a purpose, for an hour",
    params: OfLook,
    answer: { status: 200, schema: Playback },
    errors: lookErrors,
  }),
  markRecording: endpoint({
    id: "markRecording",
    method: "POST",
    path: look("/marks"),
    permission: "recording.disclose",
    summary: "Set a mark on a moment of a recording, for good; once per id, and on the ground of a stated purpose",
    params: OfLook,
    body: z
      .strictObject({
        id: Id,
        atMs: z.number().int().min(0),
        word: z.enum(markWords),
        note: z.string().trim().min(1).max(MARK_NOTE_MAX).nullable(),
      })
      .refine(({ word, note }) => word !== "other" || note !== null),
    answer: { status: 201, schema: RecordingMark },
    errors: [...lookErrors, "recording.mark_outside", "recording.marks_full"],
  }),
};
