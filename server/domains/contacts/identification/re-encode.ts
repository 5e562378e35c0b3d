import sharp from "sharp";
import { AppError } from "#server/platform/errors.ts";
import { formatOf, PIXELS_MAX, SIDE_KEPT, SIDE_MIN } from "./pictures.rules.ts";

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
 * place and time, thumbnails, profiles, or another file behind the picture. Refuses with a code of `picture.*`.
 */
export async function reEncode(sent: Buffer): Promise<Buffer> {
  const format = formatOf(sent);
  if (!format) throw new AppError(["picture.not_a_picture"]);
  return inTurn(async () => {
    const source = () => sharp(sent, { limitInputPixels: PIXELS_MAX, failOn: "error", pages: 1, sequentialRead: true });
    const facts = await source()
      .metadata()
      .catch((cause) => refused(cause));
    if (facts.format !== format) throw new AppError(["picture.not_a_picture"]);
    if (facts.width * facts.height > PIXELS_MAX) throw new AppError(["picture.too_large"]);
    if (Math.min(facts.width, facts.height) < SIDE_MIN) throw new AppError(["picture.too_small"]);
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
