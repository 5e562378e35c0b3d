import sharp from "sharp";
import { AppError } from "./errors.ts";

/** As many pixels as the largest phone cameras give; a picture that claims more is a bomb or of no use. */
const PIXELS_MAX = 60_000_000;
/** What is kept: enough to read small print, no more. */
const SIDE_KEPT = 2000;

const QUALITY = 82;
/** Two at once: an unpacked picture takes hundreds of megabytes, and visits run on the same machine. */
const AT_ONCE = 2;
const WAITING_MAX = 20;

sharp.concurrency(1);
sharp.cache(false);

let running = 0;
const queue: (() => void)[] = [];

/**
 * Makes a new JPEG of the pixels alone: turned upright, at most 2000 pixels a side, and without anything that was hidden in the file:
 * place and time, thumbnails, profiles, or another file behind the picture. One with a side below `sideMin` is of no use. Refuses with a code of `picture.*`.
 */
export async function reEncode(sent: Buffer, sideMin: number): Promise<Buffer> {
  const format = formatOf(sent);
  if (!format) throw new AppError(["picture.not_a_picture"]);
  return inTurn(async () => {
    const source = () => sharp(sent, { limitInputPixels: PIXELS_MAX, failOn: "error", pages: 1, sequentialRead: true });
    const facts = await source()
      .metadata()
      .catch((cause) => refused(cause));
    if (facts.format !== format) throw new AppError(["picture.not_a_picture"]);
    if (facts.width * facts.height > PIXELS_MAX) throw new AppError(["picture.too_large"]);
    if (Math.min(facts.width, facts.height) < sideMin) throw new AppError(["picture.too_small"]);
    return source()
      .rotate()
      .resize({ width: SIDE_KEPT, height: SIDE_KEPT, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .jpeg({ quality: QUALITY })
      .toBuffer()
      .catch((cause) => refused(cause));
  });
}

function refused(cause: Error): never {
  throw new AppError([/pixel limit/.test(cause.message) ? "picture.too_large" : "picture.not_a_picture"]);
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (queue.length >= WAITING_MAX) throw new AppError(["server.busy"]);
  if (running >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
  running++;
  try {
    return await work();
  } finally {
    running--;
    queue.shift()?.();
  }
}

/** Each is held in memory until it is whole, and may take minutes to come; one that broke off may hang while it is sent again. */
const COMING_AT_ONCE_MAX = 3;
const coming = new Map<string, number>();

/** All bytes of a file as it is sent; refuses at the first byte beyond the limit, and a fourth file of one sender while three are still coming. */
export async function readWhole(body: AsyncIterable<Buffer>, bytesMax: number, sentBy: string): Promise<Buffer> {
  const already = coming.get(sentBy) ?? 0;
  if (already >= COMING_AT_ONCE_MAX) throw new AppError(["request.too_many"]);
  coming.set(sentBy, already + 1);
  try {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of body) {
      bytes += piece.length;
      if (bytes > bytesMax) throw new AppError(["picture.too_large"]);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } finally {
    const left = (coming.get(sentBy) ?? 1) - 1;
    if (left > 0) coming.set(sentBy, left);
    else coming.delete(sentBy);
  }
}

/** What the first bytes say a file is. A picture must begin as one: what begins as anything else is none, whatever follows. */
export function formatOf(head: Buffer): "jpeg" | "png" | "webp" | undefined {
  if (head.length < 12) return undefined;
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "jpeg";
  if (head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return "png";
  if (head.toString("latin1", 0, 4) === "RIFF" && head.toString("latin1", 8, 12) === "WEBP") return "webp";
  return undefined;
}
