import type { ErrorCode } from "#contracts/errors.ts";

/** More than anybody has phones, keys and computers. */
export const PASSKEYS_MAX = 20;
/** Time enough to find a key in a drawer. */
export const CHALLENGE_MINUTES = 5;

/**
 * The signatures that are asked for and taken (COSE): EdDSA, ES256, RS256, which every device has one of. Said outright, since the library would else
 * ask Node whether it knows another kind, by a method that is still an experiment and warns of itself in the log.
 */
export const SIGNATURES = [-8, -7, -257];

/** Where a passkey belongs: the host where people reach this server, whichever page they came by. */
export const rpIdOf = (publicUrl: string): string => new URL(publicUrl).hostname;

/** Why this account may not have one more passkey. */
export const addRefusals = (count: number): ErrorCode[] => (count >= PASSKEYS_MAX ? ["passkey.too_many"] : []);

/** Why this passkey may not go: it would leave no way in. A password alone is a way in outside; staff need their second step beside it. */
export function removeRefusals(account: {
  realm: "outside" | "staff";
  hasPassword: boolean;
  hasFactor: boolean;
  passkeys: number;
}): ErrorCode[] {
  const otherWay = account.hasPassword && (account.realm === "outside" || account.hasFactor);
  return otherWay || account.passkeys > 1 ? [] : ["passkey.last_way"];
}
