import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { decodeProtectedHeader, EmbeddedJWK, jwtVerify } from "jose";
import { makeProof, makeStationKey } from "./station-proof.ts";

const now = Date.UTC(2026, 10, 21, 20, 48);
const request = { method: "POST", path: "/api/inside/sign-in?x=1", body: '{"bookingNumber":"2026-04417","pin":"482915"}' };

test("a proof is signed by the key in its header and speaks for this method, path, body and second", async () => {
  const key = await makeStationKey();
  const proof = await makeProof(key, request, now);
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
    typ: "dpop+jwt",
    algorithms: ["ES256"],
    currentDate: new Date(now),
  });
  assert.equal(payload.htm, "POST");
  assert.equal(payload.htu, request.path);
  assert.equal(payload.bh, createHash("sha256").update(request.body).digest("base64url"));
  assert.equal(payload.iat, now / 1000);
  assert.deepEqual(protectedHeader.jwk, key.publicJwk);
});

test("the private half of a station's key cannot be read out", async () => {
  const { privateKey } = await makeStationKey();
  assert.equal(privateKey.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("jwk", privateKey));
});

test("the header carries the public key only", async () => {
  const proof = await makeProof(await makeStationKey(), request, now);
  const { jwk } = decodeProtectedHeader(proof);
  assert.deepEqual(Object.keys(jwk ?? {}).sort(), ["crv", "kty", "x", "y"]);
});

test("two proofs of the same request never share their once-only number", async () => {
  const key = await makeStationKey();
  const proofs = await Promise.all([makeProof(key, request, now), makeProof(key, request, now)]);
  const numbers = await Promise.all(
    proofs.map(async (proof) => (await jwtVerify(proof, EmbeddedJWK, { currentDate: new Date(now) })).payload.jti),
  );
  assert.notEqual(numbers[0], numbers[1]);
});

test("a proof for a socket carries the challenge, and a request without a body the hash of nothing", async () => {
  const key = await makeStationKey();
  const proof = await makeProof(key, { method: "GET", path: "/api/inside/live?visit=1", body: "", nonce: "n-1" }, now);
  const { payload } = await jwtVerify(proof, EmbeddedJWK, { currentDate: new Date(now) });
  assert.equal(payload.nonce, "n-1");
  assert.equal(payload.bh, createHash("sha256").update("").digest("base64url"));
});
