import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "#server/platform/errors.ts";

const derive = promisify(argon2);

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const NONCE_BYTES = 16;
const SHAPE = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/** Hashing takes memory and a thread: a few at a time, so that a flood of guesses cannot take everybody's. */
const AT_ONCE_MAX = 4;
const WAITING_MAX = 256;
let running = 0;
const waiting: (() => void)[] = [];

/** A password or PIN as it is kept: argon2id in the usual text form, with its cost and salt inside. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(NONCE_BYTES);
  const tag = await argon2id(password, nonce, COST);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${text(nonce)}$${text(tag)}`;
}

// Of a random password, made once: verifying against it costs what verifying a real one costs.
let nobodys: Promise<string> | undefined;

/**
 * Whether this password is the one behind `kept`. Where there is none to compare with (no such account) a hash of nobody's
 * is verified all the same, so the answer takes as long.
 */
export async function verifyPassword(password: string, kept: string | null | undefined): Promise<boolean> {
  nobodys ??= hashPassword(randomBytes(NONCE_BYTES).toString("base64"));
  const [, memory, passes, parallelism, nonce, tag] = SHAPE.exec(kept ?? (await nobodys)) ?? [];
  if (!nonce || !tag) throw new Error("a kept password is not in a form that this version knows");
  const expected = Buffer.from(tag, "base64");
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism), tagLength: expected.length };
  const same = timingSafeEqual(await argon2id(password, Buffer.from(nonce, "base64"), cost), expected);
  return same && typeof kept === "string";
}

async function argon2id(password: string, nonce: Buffer, cost: typeof COST): Promise<Buffer> {
  if (waiting.length >= WAITING_MAX) throw new AppError(["server.busy"]);
  if (running >= AT_ONCE_MAX) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    // NFC: the same letters typed on another keyboard are the same password.
    return await derive("argon2id", { message: Buffer.from(password.normalize("NFC")), nonce, ...cost });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

const text = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
