import { createHash, randomUUID } from "node:crypto";
import type { LightMyRequestResponse } from "fastify";
import { SignJWT } from "jose";
import { STAFF_IDLE_MINUTES } from "#contracts/idle-limits.ts";
import * as identity from "#server/domains/identity/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import type { GivenStation } from "./people.ts";
import type { Site } from "./site.ts";

/** Asks the server as somebody: the answer as it came. */
export type Caller = (method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => Promise<LightMyRequestResponse>;

/** Somebody who is signed in nowhere. */
export const nobody = (site: Site): Caller => withHeaders(site, {});

/** The browser of somebody outside or of staff, signed in. Staff who did nothing for so long that they were signed out sign in again first. */
export async function signedIn(site: Site, realm: "outside" | "staff", account: { accountId: string }): Promise<Caller> {
  const { accountId } = account;
  const enter = async () => {
    const signIn = await inTransaction(site.ctx, (tx) => identity.startSignIn(tx, { realm, accountId, label: "test" }));
    return { ask: withHeaders(site, { cookie: `throughline_${realm}=${signIn.token}` }), activeAt: site.clock.now() };
  };
  let browser = await enter();
  return async (method, path, body) => {
    const now = site.clock.now();
    const isIdle = Temporal.Instant.compare(browser.activeAt.add({ minutes: STAFF_IDLE_MINUTES }), now) < 0;
    if (realm === "staff" && isIdle) browser = await enter();
    else if (method !== "GET") browser.activeAt = now;
    return browser.ask(method, path, body);
  };
}

function withHeaders(site: Site, headers: Record<string, string>): Caller {
  return (method, path, body) =>
    site.app.inject({
      method,
      url: path,
      headers: { origin: site.origin, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
}

/** A kiosk's browser: proves each request with the station's key and keeps its cookies. */
export interface Kiosk {
  ask: Caller;
  /** The cookie it holds, as a thief would copy it. */
  cookie(): string;
  signIn(resident: { bookingNumber: string; pin: string }): Promise<LightMyRequestResponse>;
}

/** Opens a kiosk's browser with the key of this station, or of no station yet. */
export function kiosk(site: Site, station: Pick<GivenStation, "privateKey" | "jwk">): Kiosk {
  let cookie = "";
  const ask: Caller = async (method, path, body) => {
    const text = body === undefined ? "" : JSON.stringify(body);
    const proof = await makeProof(station, { method, path, body: text, now: site.clock.now() });
    const answer = await site.app.inject({
      method,
      url: path,
      headers: {
        origin: site.origin,
        dpop: proof,
        ...(cookie ? { cookie } : {}),
        ...(text ? { "content-type": "application/json" } : {}),
      },
      ...(text ? { payload: text } : {}),
    });
    for (const set of answer.cookies) if (set.name === "throughline_inside") cookie = set.value ? `${set.name}=${set.value}` : "";
    return answer;
  };
  return {
    ask,
    cookie: () => cookie,
    signIn: ({ bookingNumber, pin }) => ask("POST", "/api/inside/sign-in", { bookingNumber, pin }),
  };
}

/** A proof as a kiosk makes it; `but` changes claims, for tests of what is refused. */
export function makeProof(
  station: Pick<GivenStation, "privateKey" | "jwk">,
  asked: { method: string; path: string; body?: string; now: Temporal.Instant; nonce?: string },
  but: Record<string, unknown> = {},
): Promise<string> {
  const claims = {
    htm: asked.method,
    htu: asked.path,
    bh: createHash("sha256")
      .update(asked.body ?? "")
      .digest("base64url"),
    jti: randomUUID(),
    iat: Math.floor(asked.now.epochMilliseconds / 1000),
    ...(asked.nonce === undefined ? {} : { nonce: asked.nonce }),
    ...but,
  };
  return new SignJWT(claims).setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk: station.jwk }).sign(station.privateKey);
}
