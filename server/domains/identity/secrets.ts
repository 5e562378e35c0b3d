import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const TOKEN_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A new secret of 256 bits, in letters that a URL and a cookie carry as they are. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString("base64url");

/** What is kept of a token: whoever reads the database cannot sign in with it. A token is random, so one plain hash is enough. */
export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

const keys = new Map<string, Buffer>();

/** The server's own key, made once in the data folder and readable by its owner only. Losing it means setting up every second factor again. */
export function serverKey(dataDir: string): Buffer {
  const known = keys.get(dataDir);
  if (known) return known;
  const file = path.join(dataDir, "server.key");
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(KEY_BYTES).toString("base64"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const key = Buffer.from(readFileSync(file, "utf8"), "base64");
  if (key.length !== KEY_BYTES) throw new Error("server.key in the data folder is not a key of 32 bytes");
  keys.set(dataDir, key);
  return key;
}

/** One key for one use, so that what leaks from one use says nothing about another. */
const subKey = (dataDir: string, use: string) => Buffer.from(hkdfSync("sha256", serverKey(dataDir), "", `throughline ${use}`, KEY_BYTES));

/** A keyed hash of something guessable (an address, a code): useless to whoever has the database but not the server's key. */
export function keyedHash(dataDir: string, use: string, value: string): Buffer {
  return createHmac("sha256", subKey(dataDir, use)).update(value).digest();
}

/** Seals a secret for one owner; it opens only with the same key, use and owner. */
export function seal(dataDir: string, use: string, owner: string, secret: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", subKey(dataDir, use), nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Opens what `seal` made; throws when the key, the use or the owner is another. */
export function unseal(dataDir: string, use: string, owner: string, sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", subKey(dataDir, use), sealed.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(owner))
    .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
}
