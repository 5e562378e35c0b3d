import { SignJWT } from "jose/jwt/sign";

/** What a proof speaks for: one request, or with a `nonce` one opening of the live room's socket. */
export interface Proven {
  method: string;
  /** Path and query, as they are sent. */
  path: string;
  /** The exact body; empty where there is none. */
  body: string;
  nonce?: string;
}
export interface StationKey {
  privateKey: CryptoKey;
  publicJwk: { kty: string; crv: string; x: string; y: string };
}

/** A new station key: its private half can sign, and can never be read, copied or sent by any script. */
export async function makeStationKey(): Promise<StationKey> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const { kty = "", crv = "", x = "", y = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { privateKey: pair.privateKey, publicJwk: { kty, crv, x, y } };
}

/**
 * A DPoP proof (RFC 9449) over method, path with query, body hash, time and a once-only number, as contracts/stations.ts asks.
 * `now` is the server's time in milliseconds: a kiosk whose own clock is wrong must still be able to prove itself.
 */
export async function makeProof(key: StationKey, proven: Proven, now: number): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(proven.body)));
  const claims = {
    htm: proven.method,
    htu: proven.path,
    bh: base64url(hash),
    jti: base64url(crypto.getRandomValues(new Uint8Array(16))),
    ...(proven.nonce === undefined ? {} : { nonce: proven.nonce }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk: key.publicJwk })
    .setIssuedAt(Math.floor(now / 1000))
    .sign(key.privateKey);
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
