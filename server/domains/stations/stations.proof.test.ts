import assert from "node:assert/strict";
import { after, test } from "node:test";
import { SignJWT, UnsecuredJWT } from "jose";
import { inTransaction } from "#server/platform/context.ts";
import { kiosk, makeProof } from "#server/testing/callers.ts";
import { type GivenStation, givenKey, givenPeople } from "#server/testing/people.ts";
import { type Site, startSite } from "#server/testing/site.ts";
import { allChecks, type Check } from "./proofs.rules.ts";
import { verifySocketProof } from "./proofs.service.ts";

const site = await startSite();
after(() => site.close());
const world = await givenPeople(site);
const [station, other] = world.prison.stations as [GivenStation, GivenStation];
const [resident] = world.residents;

const PATH = "/api/inside/me/locale";
const BODY = JSON.stringify({ locale: "en" });

/** A request as a browser would send it, with whatever proof and cookie a thief has. */
interface Sent {
  method?: "GET" | "POST";
  path?: string;
  body?: string;
  proof?: string | undefined;
  cookie: string;
}

const send = (at: Site, { method = "POST", path = PATH, body = BODY, proof, cookie }: Sent) =>
  at.app.inject({
    method,
    url: path,
    headers: {
      origin: at.origin,
      cookie,
      ...(proof === undefined ? {} : { dpop: proof }),
      ...(body ? { "content-type": "application/json" } : {}),
    },
    ...(body ? { payload: body } : {}),
  });

const codesOf = (answer: { statusCode: number; json(): { codes: string[] } }) => (answer.statusCode < 400 ? [] : answer.json().codes);

async function cookieOf(at: Site): Promise<string> {
  const browser = kiosk(at, station);
  assert.equal((await browser.signIn(resident)).statusCode, 200);
  return browser.cookie();
}

const good = (at: Site, key: GivenStation, but: Record<string, unknown> = {}) =>
  makeProof(key, { method: "POST", path: PATH, body: BODY, now: at.clock.now() }, but);

/** The kiosk that was robbed: its key stays where it is, its cookie and its requests were copied. */
interface Victim {
  cookie: string;
  key: GivenStation;
}

/** Each way to use what was stolen: the check that refuses it, and what the thief sends. */
const thefts: { claim: string; check: Check; code: string; steal(at: Site, from: Victim): Promise<Sent> }[] = [
  {
    claim: "a captured request sent again is refused",
    check: "once",
    code: "station.proof_replayed",
    steal: async (at, { cookie, key }) => {
      const sent = { cookie, proof: await good(at, key) };
      assert.equal((await send(at, sent)).statusCode, 204);
      return sent;
    },
  },
  {
    claim: "a captured proof with another body is refused",
    check: "body",
    code: "station.proof_invalid",
    steal: async (at, { cookie, key }) => ({ cookie, proof: await good(at, key), body: JSON.stringify({ locale: "es" }) }),
  },
  {
    claim: "a captured proof sent to another path is refused",
    check: "path",
    code: "station.proof_invalid",
    steal: async (at, { cookie, key }) => ({ cookie, proof: await good(at, key), path: `${PATH}?again=1` }),
  },
  {
    claim: "a captured proof used with another method is refused",
    check: "method",
    code: "station.proof_invalid",
    steal: async (at, { cookie, key }) => ({ cookie, proof: await good(at, key, { htm: "GET" }) }),
  },
  {
    claim: "a proof older than a minute is refused",
    check: "time",
    code: "station.proof_invalid",
    steal: async (at, { cookie, key }) => ({
      cookie,
      proof: await good(at, key, { iat: Math.floor(at.clock.now().epochMilliseconds / 1000) - 61 }),
    }),
  },
  {
    claim: "a proof made for a minute that has not come is refused",
    check: "time",
    code: "station.proof_invalid",
    steal: async (at, { cookie, key }) => ({
      cookie,
      proof: await good(at, key, { iat: Math.floor(at.clock.now().epochMilliseconds / 1000) + 61 }),
    }),
  },
  {
    claim: "a proof for a socket's challenge is no proof for a request",
    check: "nonce",
    code: "station.proof_invalid",
    steal: async (at, { cookie, key }) => ({ cookie, proof: await good(at, key, { nonce: "challenge" }) }),
  },
  {
    claim: "a proof that names the station's key but is signed by another is refused",
    check: "signature",
    code: "station.proof_invalid",
    steal: async (at, { cookie, key }) => {
      const forged = { jwk: key.jwk, privateKey: givenKey().privateKey };
      return { cookie, proof: await makeProof(forged, { method: "POST", path: PATH, body: BODY, now: at.clock.now() }) };
    },
  },
];

for (const { claim, code, steal } of thefts)
  test(claim, async () => {
    const cookie = await cookieOf(site);
    const answer = await send(site, await steal(site, { cookie, key: station }));
    assert.equal(answer.statusCode, 401);
    assert.deepEqual(codesOf(answer), [code]);
  });

test("a cookie copied to another browser is worth nothing: without a proof, with a key of its own, with another station's key", async () => {
  const cookie = await cookieOf(site);
  const asked = { method: "POST", path: PATH, body: BODY, now: site.clock.now() };
  assert.deepEqual(codesOf(await send(site, { cookie })), ["station.proof_missing"]);
  assert.deepEqual(codesOf(await send(site, { cookie, proof: await makeProof(givenKey(), asked) })), ["station.unknown"]);
  assert.deepEqual(codesOf(await send(site, { cookie, proof: await makeProof(other, asked) })), ["access.signed_out"]);
  assert.equal((await send(site, { cookie, proof: await makeProof(station, asked) })).statusCode, 204);
});

test("a proof without a usable once-only number, without a signature, by a secret key or of another type is refused", async () => {
  const cookie = await cookieOf(site);
  const iat = Math.floor(site.clock.now().epochMilliseconds / 1000);
  const secret = station.privateKey.export({ format: "jwk" });
  const header = { typ: "dpop+jwt", alg: "ES256", jwk: station.jwk };
  const refused = [
    await good(site, station, { jti: "short" }),
    await good(site, station, { jti: 12345678 }),
    new UnsecuredJWT({ htm: "POST", htu: PATH, iat }).encode(),
    await new SignJWT({ iat }).setProtectedHeader({ ...header, jwk: secret as typeof station.jwk }).sign(station.privateKey),
    await new SignJWT({ iat }).setProtectedHeader({ ...header, typ: "JWT" }).sign(station.privateKey),
    "not a proof",
    "x".repeat(5_000),
  ];
  for (const proof of refused) {
    const answer = await send(site, { cookie, proof });
    assert.equal(answer.statusCode, 401);
    assert.deepEqual(codesOf(answer), ["station.proof_invalid"]);
  }
});

test("a kiosk whose clock is wrong is told the server's time", async () => {
  const proof = await good(site, station, { iat: 1_000_000 });
  const answer = await send(site, { cookie: "", proof });
  assert.deepEqual(answer.json().facts, { why: "time", now: site.clock.now().toString() });
});

test("a socket's challenge is answered once, for its own nonce and path, by the station itself", async () => {
  const path = "/api/inside/live?visit=1";
  const now = site.clock.now();
  const challenge = { nonce: "n-1", path };
  const proof = await makeProof(station, { method: "GET", path, nonce: "n-1", now });
  assert.equal((await verifySocketProof(site.ctx, proof, challenge)).stationId, station.id);
  await assert.rejects(verifySocketProof(site.ctx, proof, challenge), { codes: ["station.proof_replayed"] });
  const another = () => makeProof(station, { method: "GET", path, nonce: "n-2", now });
  await assert.rejects(verifySocketProof(site.ctx, await another(), challenge), { codes: ["station.proof_invalid"] });
  const elsewhere = { nonce: "n-2", path: "/api/inside/live?visit=2" };
  await assert.rejects(verifySocketProof(site.ctx, await another(), elsewhere), { codes: ["station.proof_invalid"] });
});

test("used numbers are forgotten only when their proofs are too old to be taken", async () => {
  const { forgetNumbers } = await import("./proofs.store.ts");
  const cookie = await cookieOf(site);
  const proof = await good(site, station, { iat: Math.floor(site.clock.now().epochMilliseconds / 1000) + 59 });
  assert.equal((await send(site, { cookie, proof })).statusCode, 204);
  site.clock.advance({ seconds: 30 });
  await forgetNumbers(site.db, site.clock.now());
  assert.deepEqual(codesOf(await send(site, { cookie, proof })), ["station.proof_replayed"]);
  site.clock.advance({ minutes: 5 });
  await forgetNumbers(site.db, site.clock.now());
  const left = await inTransaction(site.ctx, (tx) => tx.trx.selectFrom("stations.proofUsed").selectAll().execute());
  assert.deepEqual(left, []);
});

test("the proof switched off is noticed: without any one check, what that check refuses gets in", async () => {
  const checks: Check[] = [...allChecks];
  const broken = await startSite({ deps: { proofChecks: checks } });
  after(() => broken.close());
  const { prison, residents } = await givenPeople(broken);
  const [key] = prison.stations as [GivenStation];
  const browser = kiosk(broken, key);
  await browser.signIn(residents[0]);
  for (const { claim, check, steal } of thefts) {
    checks.splice(0, checks.length, ...allChecks.filter((one) => one !== check));
    const answer = await send(broken, await steal(broken, { cookie: browser.cookie(), key }));
    assert.notEqual(answer.statusCode, 401, `without "${check}" nobody would notice: ${claim}`);
  }
});
