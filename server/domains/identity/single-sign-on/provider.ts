import * as client from "openid-client";
import { unseal } from "#server/domains/identity/secrets.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { guardedFetch } from "#server/platform/guarded-fetch.ts";
import type { SignOnProviderTable } from "./sign-on.tables.ts";

/** What the seal of a client secret is for. */
export const SECRET_USE = "single sign-on";
const TIMEOUT_SECONDS = 5;

/** What must be kept between leaving for the provider and coming back. */
export interface Kept {
  verifier: string;
  nonce: string;
  state: string;
}
/** Who a provider says somebody is. */
export interface Person {
  person: string;
  email: string | undefined;
  emailVerified: boolean;
  /** Whether the provider itself asked for a second factor (RFC 8176). */
  provedTwice: boolean;
}

/** Where the provider sends people back to. */
export const returnUrl = (publicUrl: string): string => `${publicUrl}/staff/sign-on`;

/** Reads what the provider says of itself; refuses with `sign_on.provider_down` when it does not answer. */
async function discover(ctx: Ctx, provider: SignOnProviderTable): Promise<client.Configuration> {
  const secret = unseal(ctx.config.dataDir, SECRET_USE, provider.agencyId, provider.secretSealed);
  const fetch = guardedFetch({ allowInside: ctx.config.signOnInside });
  try {
    return await client.discovery(new URL(provider.issuer), provider.clientId, secret, client.ClientSecretBasic(secret), {
      [client.customFetch]: fetch as client.CustomFetch,
      timeout: TIMEOUT_SECONDS,
      // Plain http is for a provider on this very machine; the fetch above refuses any other.
      execute: ctx.config.signOnInside ? [client.allowInsecureRequests] : [],
    });
  } catch (error) {
    ctx.log.warn({ event: "sign_on_provider_down", why: (error as Error).name, agencyId: provider.agencyId }, "a provider did not answer");
    throw new AppError(["sign_on.provider_down"]);
  }
}

/** Where to send somebody, and what to keep until they are back: code with PKCE (RFC 7636), nonce and state. */
export async function leaveFor(ctx: Ctx, provider: SignOnProviderTable, email: string): Promise<{ url: string; kept: Kept }> {
  const config = await discover(ctx, provider);
  const kept = { verifier: client.randomPKCECodeVerifier(), nonce: client.randomNonce(), state: client.randomState() };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: returnUrl(ctx.config.publicUrl),
    scope: "openid email",
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: "S256",
    login_hint: email,
  });
  return { url: url.href, kept };
}

/** Who has come back: the code is exchanged, and the token's signature, issuer, audience, time and nonce are checked. */
export async function personOf(
  ctx: Ctx,
  provider: SignOnProviderTable,
  kept: Kept,
  back: { code: string; iss?: string | undefined },
): Promise<Person> {
  const config = await discover(ctx, provider);
  const url = new URL(returnUrl(ctx.config.publicUrl));
  url.searchParams.set("code", back.code);
  url.searchParams.set("state", kept.state);
  if (back.iss !== undefined) url.searchParams.set("iss", back.iss);
  try {
    const tokens = await client.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: kept.verifier,
      expectedNonce: kept.nonce,
      expectedState: kept.state,
      idTokenExpected: true,
    });
    const said = tokens.claims();
    if (!said) throw new Error("no ID token");
    // Many providers tell an address only when asked for it.
    const more = said.email === undefined ? await client.fetchUserInfo(config, tokens.access_token, said.sub) : {};
    const claims: Record<string, unknown> = { ...more, ...said };
    const person = claims[provider.personClaim];
    if (typeof person !== "string" || person === "") throw new Error("the claim that names a person is missing");
    const amr = Array.isArray(claims.amr) ? claims.amr : [];
    return {
      person,
      email: typeof claims.email === "string" ? claims.email : undefined,
      emailVerified: claims.email_verified === true,
      provedTwice: provider.trustsSecondFactor && amr.includes("mfa"),
    };
  } catch (error) {
    ctx.log.warn({ event: "sign_on_refused", why: (error as Error).name, agencyId: provider.agencyId }, "a provider's answer was refused");
    throw new AppError(["sign_on.refused"]);
  }
}
