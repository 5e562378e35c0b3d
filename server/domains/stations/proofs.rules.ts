import { createHash } from "node:crypto";
import type { JWK } from "jose";
import { PROOF_AGE_SECONDS_MAX } from "#contracts/stations.ts";

const JTI_LENGTH_MIN = 8;
const JTI_LENGTH_MAX = 100;

/** What a proof must speak for: one request, or with a nonce one opening of a socket. */
export interface Asked {
  method: string;
  /** Path and query exactly as they were asked for. */
  path: string;
  body: Buffer;
  now: Temporal.Instant;
  nonce?: string;
}

/** What a proof says; whatever its sender liked to write, until checked. */
export type Claims = Readonly<Record<string, unknown>>;

/** Every check of a proof. `signature` and `once` need a key and a table; the others are pure and stand below. */
export const allChecks = ["signature", "method", "path", "body", "time", "nonce", "once"] as const;
export type Check = (typeof allChecks)[number];

const pure: Readonly<Record<Exclude<Check, "signature" | "once">, (claims: Claims, asked: Asked) => boolean>> = {
  method: (claims, asked) => claims.htm === asked.method,
  path: (claims, asked) => claims.htu === asked.path,
  body: (claims, asked) => claims.bh === createHash("sha256").update(asked.body).digest("base64url"),
  time: (claims, asked) => {
    const iat = claims.iat;
    return Number.isSafeInteger(iat) && Math.abs(asked.now.epochMilliseconds / 1000 - (iat as number)) <= PROOF_AGE_SECONDS_MAX;
  },
  nonce: (claims, asked) => claims.nonce === asked.nonce,
};

/** The first of `checks` that this proof fails; undefined when it speaks for exactly what was asked. */
export function firstFailure(claims: Claims, asked: Asked, checks: readonly Check[]): Check | undefined {
  return checks.find((check) => check in pure && !pure[check as keyof typeof pure](claims, asked));
}

/** The proof's once-only number, where it has a usable one. */
export function onceOnlyNumber(claims: Claims): string | undefined {
  const jti = claims.jti;
  return typeof jti === "string" && jti.length >= JTI_LENGTH_MIN && jti.length <= JTI_LENGTH_MAX ? jti : undefined;
}

/** Until when this proof would be taken, so how long its once-only number must be remembered. */
export function takenUntil(claims: Claims, now: Temporal.Instant): Temporal.Instant {
  const iat = claims.iat;
  const from = Number.isSafeInteger(iat) ? Temporal.Instant.fromEpochMilliseconds((iat as number) * 1000) : now;
  // One second more: `iat` is in whole seconds.
  return from.add({ seconds: PROOF_AGE_SECONDS_MAX + 1 });
}

/** A station's key is the public half of an EC key on P-256, and nothing else: all other members are dropped. */
export function publicKeyOf(jwk: JWK | undefined): JWK | undefined {
  if (jwk?.kty !== "EC" || jwk.crv !== "P-256" || typeof jwk.x !== "string" || typeof jwk.y !== "string" || "d" in jwk) return undefined;
  const { kty, crv, x, y } = jwk;
  return { kty, crv, x, y };
}
