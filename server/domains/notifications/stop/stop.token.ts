import { timingSafeEqual } from "node:crypto";
import { keyedHash } from "#server/domains/identity/index.ts";

const USE = "stop letters";
const ID_BYTES = 16;
const PROOF_BYTES = 16;

/**
 * The secret of the link that stops letters: the account's id and a hash that only this server can make. It is made with each letter,
 * stands in no row, and works for as long as the account is there: a stop must not run out. It opens nothing else.
 */
export function stopToken(dataDir: string, accountId: string): string {
  return Buffer.concat([Buffer.from(accountId.replaceAll("-", ""), "hex"), proofOf(dataDir, accountId)]).toString("base64url");
}

/** Whose letters a token stops; undefined for one that this server did not make. */
export function accountOfToken(dataDir: string, token: string): string | undefined {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== ID_BYTES + PROOF_BYTES) return undefined;
  const hex = bytes.subarray(0, ID_BYTES).toString("hex");
  const accountId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return timingSafeEqual(bytes.subarray(ID_BYTES), proofOf(dataDir, accountId)) ? accountId : undefined;
}

const proofOf = (dataDir: string, accountId: string) => keyedHash(dataDir, USE, accountId).subarray(0, PROOF_BYTES);
