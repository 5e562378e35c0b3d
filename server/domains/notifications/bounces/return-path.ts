import { timingSafeEqual } from "node:crypto";
import { keyedHash } from "#server/domains/identity/index.ts";
import type { Config } from "#server/platform/config.ts";

const USE = "return path";
const PROOF_BYTES = 8;
/** Hexadecimal, since some mail servers turn the part before the @ into small letters. */
const MARK = /(?<![0-9a-f])([0-9a-f]{32})([0-9a-f]{16})(?![0-9a-f])/gi;

type Parts = Pick<Config, "dataDir" | "mailFrom" | "mailBounce">;

/** What names one delivery to the mail system, and what nobody else can make up: it comes back with a report. */
export function markOf(dataDir: string, deliveryId: string): string {
  return deliveryId.replaceAll("-", "") + proofOf(dataDir, deliveryId);
}

/** Where reports about one letter go: `bounces+<mark>@…` where MAIL_BOUNCE is set, else the address that letters come from. */
export function returnPath({ dataDir, mailFrom, mailBounce }: Parts, deliveryId: string): string {
  if (mailBounce === undefined) return /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom;
  const at = mailBounce.lastIndexOf("@");
  return `${mailBounce.slice(0, at)}+${markOf(dataDir, deliveryId)}${mailBounce.slice(at)}`;
}

/** The delivery named by the first true mark in these texts; undefined where there is none. */
export function deliveryIn(dataDir: string, texts: readonly string[]): string | undefined {
  for (const text of texts) {
    for (const [, hex = "", proof = ""] of text.matchAll(MARK)) {
      const id = hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
      if (timingSafeEqual(Buffer.from(proof.toLowerCase()), Buffer.from(proofOf(dataDir, id)))) return id;
    }
  }
  return undefined;
}

const proofOf = (dataDir: string, deliveryId: string) => keyedHash(dataDir, USE, deliveryId).subarray(0, PROOF_BYTES).toString("hex");
