import type { FastifyRequest } from "fastify";
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, EmbeddedJWK, type JWK, jwtVerify } from "jose";
import { PROOF_HEADER } from "#contracts/stations.ts";
import type { Ctx, StationActor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { type Asked, allChecks, type Check, type Claims, firstFailure, onceOnlyNumber, publicKeyOf, takenUntil } from "./proofs.rules.ts";
import * as store from "./proofs.store.ts";

const PROOF_LENGTH_MAX = 4_000;
const TYPE = "dpop+jwt";

/** A proof that speaks for what was asked, by whoever holds this key. */
export interface Proof {
  jwk: JWK;
  thumbprint: string;
  claims: Claims;
}

/**
 * The station that made this very request, shown by a proof with its key (RFC 9449): not a copied cookie, not a captured request.
 * Refuses with `station.proof_missing`, `station.proof_invalid`, `station.proof_replayed` or `station.unknown`.
 * `checks` is all of them everywhere but in the test that shows each one is missed when it is gone.
 */
export async function verifyStation(request: FastifyRequest, checks: readonly Check[] = allChecks): Promise<StationActor> {
  const proof = await readProof(request.headers[PROOF_HEADER], askedBy(request), checks);
  return stationOf(request.ctx, proof, checks);
}

/** The station that opens a socket, shown by a proof over the challenge's `nonce` and the socket's own path and query. */
export async function verifySocketProof(
  ctx: Ctx,
  proof: string,
  challenge: { nonce: string; path: string },
  checks: readonly Check[] = allChecks,
): Promise<StationActor> {
  const { nonce, path } = challenge;
  const asked = { method: "GET", path, nonce, body: Buffer.alloc(0), now: ctx.now() };
  return stationOf(ctx, await readProof(proof, asked, checks), checks);
}

/** What this request's proof must speak for. */
export function askedBy(request: FastifyRequest): Asked {
  return { method: request.method, path: request.raw.url ?? "", body: request.rawBody, now: request.ctx.now() };
}

/** A proof that holds for what was asked, by a key that need not be known yet. */
export async function readProof(given: unknown, asked: Asked, checks: readonly Check[] = allChecks): Promise<Proof> {
  if (given === undefined) throw new AppError(["station.proof_missing"]);
  if (typeof given !== "string" || given.length > PROOF_LENGTH_MAX) throw invalid("form", asked);
  const jwk = publicKeyOf(headerOf(given)?.jwk);
  if (!jwk) throw invalid("key", asked);
  const claims = await claimsOf(given, asked, checks.includes("signature"));
  if (!claims) throw invalid("signature", asked);
  const failure = firstFailure(claims, asked, checks);
  if (failure) throw invalid(failure, asked);
  return { jwk, claims, thumbprint: await calculateJwkThumbprint(jwk, "sha256") };
}

async function stationOf(ctx: Ctx, proof: Proof, checks: readonly Check[]): Promise<StationActor> {
  const station = await store.findStationByThumbprint(ctx.db, proof.thumbprint);
  if (!station) throw new AppError(["station.unknown"]);
  const { id: stationId, agencyId, facilityId } = station;
  if (checks.includes("once")) {
    const jti = onceOnlyNumber(proof.claims);
    if (!jti) throw new AppError(["station.proof_invalid"], { why: "once" });
    const taken = await store.takeNumber(ctx.db, { stationId, jti, expiresAt: takenUntil(proof.claims, ctx.now()) });
    if (!taken) throw new AppError(["station.proof_replayed"]);
  }
  return { realm: "station", stationId, facilityId, agencyId };
}

function headerOf(proof: string) {
  try {
    return decodeProtectedHeader(proof);
  } catch {
    return undefined;
  }
}

async function claimsOf(proof: string, asked: Asked, signed: boolean): Promise<Claims | undefined> {
  try {
    if (!signed) return decodeJwt(proof);
    const currentDate = new Date(asked.now.epochMilliseconds);
    return (await jwtVerify(proof, EmbeddedJWK, { algorithms: ["ES256"], typ: TYPE, currentDate })).payload;
  } catch {
    return undefined;
  }
}

// The server's time goes with it, so that a kiosk whose own clock is wrong can make a proof that is taken.
const invalid = (why: string, asked: Asked) => new AppError(["station.proof_invalid"], { why, now: asked.now.toString() });
