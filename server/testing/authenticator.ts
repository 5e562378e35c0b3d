import assert from "node:assert/strict";
import type { LightMyRequestResponse } from "fastify";
import { Secret, TOTP } from "otpauth";
import { linkTo } from "./letters.ts";
import type { Site } from "./site.ts";

const STEP_SECONDS = 30;

/** The code that an authenticator app shows now, or so many steps of 30 seconds later. */
export function codeNow(site: Site, secret: string, stepsLater = 0): string {
  const timestamp = site.clock.now().epochMilliseconds + stepsLater * STEP_SECONDS * 1_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

/** A staff member's browser on the way in: no cookie yet. */
export const staffPost = (site: Site, path: string, payload: object): Promise<LightMyRequestResponse> =>
  site.app.inject({ method: "POST", url: `/api/staff${path}`, payload, headers: { origin: site.origin } });

/** Sets a staff account up from its newest invitation: password, authenticator, recovery codes. */
export async function setUpStaff(site: Site, email: string, password: string) {
  const token = await linkTo(site, email, /Set up|Prepare/);
  const opened = await staffPost(site, "/invitations/open", { token, password });
  assert.equal(opened.statusCode, 200, opened.body);
  const { ticket, secret, otpauthUrl } = opened.json() as { ticket: string; secret: string; otpauthUrl: string };
  const confirmed = await staffPost(site, "/invitations/confirm", { ticket, code: codeNow(site, secret) });
  assert.equal(confirmed.statusCode, 200, confirmed.body);
  const { recoveryCodes } = confirmed.json() as { recoveryCodes: string[] };
  const [cookie] = confirmed.cookies;
  assert(cookie);
  // The next code is a fresh one: this one is used up.
  site.clock.advance({ seconds: STEP_SECONDS });
  return { token, ticket, secret, otpauthUrl, recoveryCodes, cookie: `${cookie.name}=${cookie.value}`, setCookie: cookie };
}
