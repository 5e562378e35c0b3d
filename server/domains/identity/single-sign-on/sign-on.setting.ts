import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { ErrorCode } from "#contracts/errors.ts";
import type { signOnSettings } from "#contracts/single-sign-on.ts";
import { record } from "#server/domains/audit/index.ts";
import { plainEmail } from "#server/domains/identity/accounts.service.ts";
import { findAccount, findByEmail } from "#server/domains/identity/accounts.store.ts";
import { seal, unseal } from "#server/domains/identity/secrets.ts";
import { findStaff } from "#server/domains/identity/staff.store.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { urlRefusal } from "#server/platform/guarded-fetch.ts";
import { returnUrl, SECRET_USE, signedOutUrl, tryProvider } from "./provider.ts";
import * as store from "./sign-on.store.ts";

/** How an agency's staff sign in with their own provider. Without a secret the one that is set stays. */
export type SignOnSetting = BodyOf<typeof signOnSettings.setSignOnSetting> & { agencyId: string };

/** How an agency's single sign-on is set; its secret goes in and never comes out. */
export async function shownSignOn(ctx: Ctx, agencyId: string): Promise<AnswerOf<typeof signOnSettings.signOnSetting>> {
  const { publicUrl } = ctx.config;
  const urls = { returnUrl: returnUrl(publicUrl), signedOutUrl: signedOutUrl(publicUrl) };
  const provider = await store.findProvider(ctx.db, agencyId);
  if (!provider) return { ...urls, setting: null };
  const { issuer, clientId, personClaim, trustsSecondFactor, required, acr, amr, setAt, breakGlassAccountId } = provider;
  const keeper = breakGlassAccountId === null ? undefined : await findAccount(ctx.db, breakGlassAccountId);
  const domains = await store.listDomains(ctx.db, agencyId);
  const shown = { issuer, clientId, personClaim, domains, trustsSecondFactor, required, acr, amr };
  return { ...urls, setting: { ...shown, breakGlass: keeper?.email ?? null, setAt: setAt.toString() } };
}

/** Sets an agency's single sign-on; refuses with every reason at once, and then sets nothing. */
export async function saveSignOn(ctx: Ctx, asked: SignOnSetting): Promise<void> {
  const { agencyId, issuer, clientId, personClaim, trustsSecondFactor, required, acr, amr } = asked;
  const domains = [...new Set(asked.domains.map((domain) => domain.trim().toLowerCase()))];
  const keeper = asked.breakGlass === null ? undefined : await findByEmail(ctx.db, "staff", plainEmail(asked.breakGlass));
  const member = keeper && (await findStaff(ctx.db, keeper.id));
  const administers =
    keeper?.status === "active" && member?.agencyId === agencyId && member.grants.some(({ role }) => role.endsWith("_administrator"));
  const taken = await store.listTaken(ctx.db, agencyId, domains);
  const secret = await secretOf(ctx, asked);
  const reasons: [boolean, ErrorCode][] = [
    [!mayBeAsked(ctx, issuer), "sign_on.issuer_invalid"],
    [secret === undefined, "sign_on.secret_needed"],
    [domains.length === 0 || domains.some((domain) => !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)), "sign_on.domain_invalid"],
    [taken.length > 0, "sign_on.domain_taken"],
    [(required || asked.breakGlass !== null) && !administers, "sign_on.keeper_needed"],
  ];
  const codes = reasons.filter(([refused]) => refused).map(([, code]) => code);
  if (codes.length > 0 || secret === undefined) throw new AppError(codes, { domains: taken.join(", ") });
  await inTransaction(ctx, async (tx) => {
    const secretSealed = seal(ctx.config.dataDir, SECRET_USE, agencyId, secret);
    const row = { agencyId, issuer, clientId, secretSealed, personClaim, trustsSecondFactor, required, acr, amr };
    const tookAll = await store.setProvider(tx.trx, { ...row, breakGlassAccountId: keeper?.id ?? null, setAt: tx.now() }, domains);
    // Another agency took one of them in this very moment.
    if (!tookAll) throw new AppError(["sign_on.domain_taken"]);
    const demands = { acr: acr !== null, amr: amr !== null };
    await record(tx, { what: "agency.sign_on_set", subjectId: agencyId, agencyId, facts: { required, trustsSecondFactor, ...demands } });
  });
}

/** Asks the provider as it is about to be set; refuses with what is wrong, and writes nothing. */
export async function trySignOn(
  ctx: Ctx,
  asked: BodyOf<typeof signOnSettings.trySignOn> & { agencyId: string },
): Promise<AnswerOf<typeof signOnSettings.trySignOn>> {
  const secret = await secretOf(ctx, asked);
  const codes: ErrorCode[] = [
    ...(mayBeAsked(ctx, asked.issuer) ? [] : (["sign_on.issuer_invalid"] as const)),
    ...(secret === undefined ? (["sign_on.secret_needed"] as const) : []),
  ];
  if (codes.length > 0 || secret === undefined) throw new AppError(codes);
  return tryProvider(ctx, { ...asked, secret });
}

const mayBeAsked = (ctx: Ctx, issuer: string): boolean =>
  URL.canParse(issuer) && urlRefusal(new URL(issuer), ctx.config.signOnInside) === undefined;

/** The secret that was typed, or the one that is set, which serves only the very provider and client it was given for. */
async function secretOf(ctx: Ctx, asked: { agencyId: string; issuer: string; clientId: string; secret?: string | undefined }) {
  if (asked.secret !== undefined) return asked.secret;
  const set = await store.findProvider(ctx.db, asked.agencyId);
  const same = set?.issuer === asked.issuer && set.clientId === asked.clientId;
  return same ? unseal(ctx.config.dataDir, SECRET_USE, asked.agencyId, set.secretSealed) : undefined;
}

/** Ends an agency's single sign-on; passwords count again. Tells whether there was one. */
export function endSignOn(ctx: Ctx, agencyId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const ended = await store.deleteProvider(tx.trx, agencyId);
    if (ended) await record(tx, { what: "agency.sign_on_ended", subjectId: agencyId, agencyId });
    return ended;
  });
}
