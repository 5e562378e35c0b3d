import * as client from "openid-client";
import { unseal } from "#server/domains/identity/secrets.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { guardedFetch } from "#server/platform/guarded-fetch.ts";
import { answerRefusal, discoveryRefusal, isStrongEnough } from "./provider.rules.ts";
import type { SignOnProviderTable } from "./sign-on.tables.ts";

/** What the seal of a client secret is for. */
export const SECRET_USE = "single sign-on";
const TIMEOUT_SECONDS = 5;
/** Two clocks that are kept are never further apart than this. */
const CLOCK_SECONDS = 30;

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
  /** For telling the provider later who signs out; kept by the browser only. */
  idToken: string | undefined;
}
/** How a provider is asked: as it is set, or as somebody is about to set it. */
type Asked = Pick<SignOnProviderTable, "agencyId" | "issuer" | "clientId"> & { secret: string };

/** Where the provider sends people back to. */
export const returnUrl = (publicUrl: string): string => `${publicUrl}/staff/sign-on`;

/** Where the provider sends people back to who signed out. */
export const signedOutUrl = (publicUrl: string): string => `${publicUrl}/staff/sign-in`;

/** Reads what the provider says of itself; refuses with `sign_on.provider_down` or `sign_on.wrong_issuer`. */
async function discover(ctx: Ctx, { agencyId, issuer, clientId, secret }: Asked): Promise<client.Configuration> {
  const fetch = guardedFetch({ allowInside: ctx.config.signOnInside });
  const metadata = { client_secret: secret, [client.clockTolerance]: CLOCK_SECONDS };
  try {
    return await client.discovery(new URL(issuer), clientId, metadata, client.ClientSecretBasic(secret), {
      [client.customFetch]: fetch as client.CustomFetch,
      timeout: TIMEOUT_SECONDS,
      // Plain http is for a provider on this very machine; the fetch above refuses any other.
      execute: ctx.config.signOnInside ? [client.allowInsecureRequests] : [],
    });
  } catch (error) {
    const why = discoveryRefusal(error);
    ctx.log.warn({ event: "sign_on_provider_down", why, agencyId }, "a provider did not answer as it should");
    throw new AppError([why]);
  }
}

const discoverSet = (ctx: Ctx, provider: SignOnProviderTable) =>
  discover(ctx, { ...provider, secret: unseal(ctx.config.dataDir, SECRET_USE, provider.agencyId, provider.secretSealed) });

/**
 * Asks a provider whether it takes this client and secret, with a code that nobody has: it refuses the code, or the client first. Refuses
 * with what is wrong; answers whether it can also sign people out.
 */
export async function tryProvider(ctx: Ctx, asked: Asked): Promise<{ signsOut: boolean }> {
  const config = await discover(ctx, asked);
  const code = client.randomState();
  const tried = { code, redirect_uri: returnUrl(ctx.config.publicUrl), code_verifier: client.randomPKCECodeVerifier() };
  try {
    await client.genericGrantRequest(config, "authorization_code", tried);
  } catch (error) {
    if (answerRefusal(error) === "sign_on.client_refused") throw new AppError(["sign_on.client_refused"]);
    const answered = (error as { code?: string }).code === "OAUTH_RESPONSE_BODY_ERROR";
    if (!answered) throw new AppError(["sign_on.provider_down"]);
  }
  return { signsOut: config.serverMetadata().end_session_endpoint !== undefined };
}

/** Where a browser goes to sign out at the provider too (OpenID Connect RP-Initiated Logout 1.0); null where it has no such place or is down. */
export async function endOf(ctx: Ctx, provider: SignOnProviderTable, idToken: string): Promise<string | null> {
  try {
    const config = await discoverSet(ctx, provider);
    if (config.serverMetadata().end_session_endpoint === undefined) return null;
    return client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: signedOutUrl(ctx.config.publicUrl) }).href;
  } catch {
    // Here one is signed out already; the provider is not worth an error.
    return null;
  }
}

/** Where to send somebody, and what to keep until they are back: code with PKCE (RFC 7636), nonce and state. */
export async function leaveFor(ctx: Ctx, provider: SignOnProviderTable, email: string): Promise<{ url: string; kept: Kept }> {
  const config = await discoverSet(ctx, provider);
  const kept = { verifier: client.randomPKCECodeVerifier(), nonce: client.randomNonce(), state: client.randomState() };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: returnUrl(ctx.config.publicUrl),
    scope: "openid email",
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: "S256",
    login_hint: email,
    ...(provider.acr === null ? {} : { acr_values: provider.acr }),
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
  const config = await discoverSet(ctx, provider);
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
    // Only what the token itself says counts: the other answer carries no time and no audience.
    const strong = isStrongEnough(provider, { acr: said.acr, amr: Array.isArray(said.amr) ? said.amr : [] });
    if (!strong) throw new AppError(["sign_on.too_weak"]);
    return {
      person,
      email: typeof claims.email === "string" ? claims.email : undefined,
      emailVerified: claims.email_verified === true,
      provedTwice: provider.trustsSecondFactor && amr.includes("mfa"),
      idToken: tokens.id_token,
    };
  } catch (error) {
    const why = error instanceof AppError ? error.codes[0] : answerRefusal(error);
    ctx.log.warn({ event: "sign_on_refused", why, agencyId: provider.agencyId }, "a provider's answer was refused");
    throw error instanceof AppError ? error : new AppError([answerRefusal(error)]);
  }
}
