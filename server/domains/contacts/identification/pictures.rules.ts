/** As many pixels as the largest phone cameras give; a picture that claims more is a bomb or of no use. */
export const PIXELS_MAX = 60_000_000;
/** Below this the words on an ID cannot be read. */
export const SIDE_MIN = 320;
/** What is kept: enough to read small print, no more. */
export const SIDE_KEPT = 2000;
const KEPT_DAYS = 30;
/** A request that nobody ever answers, say after a release, holds its pictures no longer than this. */
export const WAITING_DAYS_MAX = 180;
/** A file being written is whole long before this. */
export const WRITING_MINUTES = 60;

/** What the first bytes say a file is. A picture must begin as one: what begins as anything else is none, whatever follows. */
export function formatOf(head: Buffer): "jpeg" | "png" | "webp" | undefined {
  if (head.length < 12) return undefined;
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "jpeg";
  if (head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return "png";
  if (head.toString("latin1", 0, 4) === "RIFF" && head.toString("latin1", 8, 12) === "WEBP") return "webp";
  return undefined;
}

/** Until when a picture is kept that is written, or of whose request was decided, at this moment. */
export const keepUntilFrom = (at: Temporal.Instant): Temporal.Instant => at.add({ hours: KEPT_DAYS * 24 });
