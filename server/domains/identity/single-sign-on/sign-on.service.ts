import type { z } from "zod";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { SignOnStep, singleSignOn } from "#contracts/single-sign-on.ts";
import { record } from "#server/domains/audit/index.ts";
import { type From, plainEmail } from "#server/domains/identity/accounts.service.ts";
import * as accounts from "#server/domains/identity/accounts.store.ts";
import { startFactor } from "#server/domains/identity/factor.ts";
import { endLinks, makeLink } from "#server/domains/identity/links.ts";
import { hashToken, newToken, seal, unseal } from "#server/domains/identity/secrets.ts";
import { type NewSignIn, startSignIn } from "#server/domains/identity/sign-ins.service.ts";
import { findStaff } from "#server/domains/identity/staff.store.ts";
import { addressKey, type Limit } from "#server/domains/identity/throttle.rules.ts";
import { throttle } from "#server/domains/identity/throttle-by-key.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { endOf, type Kept, leaveFor, type Person, personOf, SECRET_USE } from "./provider.ts";
import * as store from "./sign-on.store.ts";

const LIMIT: Limit = { triesMax: 100, windowMs: 15 * 60_000 };
const ATTEMPT_MINUTES = 10;
const LEAVE_USE = "single sign-on leave";
const COOKIE_LENGTH_MAX = 3_500;

type Provider = NonNullable<Awaited<ReturnType<typeof store.findProvider>>>;
const domainOf = (email: string) => email.slice(email.lastIndexOf("@") + 1);

/** Where somebody goes to sign in with their agency. `browser` is a secret for the very browser that leaves. */
export async function startSignOn(ctx: Ctx, asked: { email: string }, from: From): Promise<{ url: string; browser: string }> {
  await throttle(ctx, "sign_on.start", addressKey(from.address), LIMIT);
  const email = plainEmail(asked.email);
  const provider = await store.findProviderOfDomain(ctx.db, domainOf(email));
  if (!provider) throw new AppError(["sign_on.none"]);
  const { url, kept } = await leaveFor(ctx, provider, email);
  const id = newId();
  const browser = newToken();
  const madeAt = ctx.now();
  await inTransaction(ctx, (tx) =>
    store.insertAttempt(tx.trx, {
      id,
      agencyId: provider.agencyId,
      stateHash: hashToken(kept.state),
      browserHash: hashToken(browser),
      secretsSealed: seal(ctx.config.dataDir, SECRET_USE, id, JSON.stringify(kept)),
      madeAt,
      expiresAt: madeAt.add({ minutes: ATTEMPT_MINUTES }),
    }),
  );
  return { url, browser };
}

/** Back from the provider. An attempt is used up by whoever brings its state, right or wrong. */
export async function finishSignOn(
  ctx: Ctx,
  asked: BodyOf<typeof singleSignOn.finishSignOn>,
  browser: string | undefined,
  from: From,
): Promise<{ step: z.infer<typeof SignOnStep>; signIn?: NewSignIn; leaveWith?: string }> {
  const attempt = await inTransaction(ctx, (tx) => store.takeAttempt(tx.trx, hashToken(asked.state)));
  const mine = attempt && browser !== undefined && hashToken(browser).equals(attempt.browserHash);
  if (!mine || Temporal.Instant.compare(attempt.expiresAt, ctx.now()) <= 0) throw new AppError(["sign_on.expired"]);
  const provider = await store.findProvider(ctx.db, attempt.agencyId);
  if (!provider || asked.error !== undefined || asked.code === undefined) throw new AppError(["sign_on.refused"]);
  const kept = JSON.parse(unseal(ctx.config.dataDir, SECRET_USE, attempt.id, attempt.secretsSealed)) as Kept;
  const person = await personOf(ctx, provider, kept, { code: asked.code, iss: asked.iss });
  return inTransaction(ctx, async (tx) => {
    const accountId = await accountFor(tx, provider, person);
    const entered = await enter(tx, accountId, person, from);
    return { ...entered, ...sealLeave(ctx, accountId, person.idToken) };
  });
}

/** What the browser carries until it signs out, sealed for this account: with it the provider knows whom to sign out. It stands in no row. */
function sealLeave(ctx: Ctx, accountId: string, idToken: string | undefined): { leaveWith?: string } {
  if (idToken === undefined) return {};
  const sealed = seal(ctx.config.dataDir, LEAVE_USE, accountId, idToken).toString("base64url");
  // A browser keeps no longer cookie (RFC 6265); then one signs out here only.
  return sealed.length > COOKIE_LENGTH_MAX ? {} : { leaveWith: sealed };
}

/** Where somebody who came by their agency's account goes to sign out there too; null for everybody else. */
export async function leaveAt(ctx: Ctx, accountId: string, leaveWith: string | undefined): Promise<string | null> {
  const member = leaveWith === undefined ? undefined : await findStaff(ctx.db, accountId);
  const provider = member && (await store.findProvider(ctx.db, member.agencyId));
  if (!provider || leaveWith === undefined) return null;
  try {
    return await endOf(ctx, provider, unseal(ctx.config.dataDir, LEAVE_USE, accountId, Buffer.from(leaveWith, "base64url")));
  } catch {
    // Of another account that was signed in here before, or of a server with another key.
    return null;
  }
}

/** Refuses with `sign_on.required` when this person's agency lets nobody in by another way; one named account always may. */
export async function mustNotSignOn(ctx: Ctx | TxCtx, member: { accountId: string; agencyId: string }): Promise<void> {
  const provider = await store.findProvider("trx" in ctx ? ctx.trx : ctx.db, member.agencyId);
  if (provider?.required && provider.breakGlassAccountId !== member.accountId) throw new AppError(["sign_on.required"]);
}

/**
 * The staff account that this person is: by the provider's own name for them, or, once, by a verified address that this agency invited.
 * It makes no account, and touches none of another agency; whatever does not fit gets one answer.
 */
async function accountFor(tx: TxCtx, provider: Provider, said: Person): Promise<string> {
  const { agencyId, issuer } = provider;
  const link = { agencyId, issuer, person: said.person };
  const known = await store.findLink(tx.trx, link);
  const accountId = known?.accountId ?? (await invitedAs(tx, provider, said));
  const member = accountId === undefined ? undefined : await findStaff(tx.trx, accountId);
  const account = accountId === undefined ? undefined : await accounts.lockAccount(tx.trx, accountId);
  const left = member?.leavesAt && Temporal.Instant.compare(member.leavesAt, tx.now()) <= 0;
  if (!account || account.status === "closed" || member?.agencyId !== agencyId || member.grants.length === 0 || left)
    throw new AppError(["sign_on.person_unknown"]);
  if (!known) {
    if (!(await store.insertLink(tx.trx, { accountId: account.id, ...link, linkedAt: tx.now() })))
      throw new AppError(["sign_on.person_unknown"]);
    await record(tx, { what: "staff.sign_on_linked", subjectId: account.id, agencyId });
  }
  return account.id;
}

async function invitedAs(tx: TxCtx, provider: Provider, said: Person): Promise<string | undefined> {
  const email = said.email === undefined || !said.emailVerified ? undefined : plainEmail(said.email);
  if (email === undefined || !(await store.listDomains(tx.trx, provider.agencyId)).includes(domainOf(email))) return undefined;
  return (await accounts.findByEmail(tx.trx, "staff", email))?.id;
}

async function enter(
  tx: TxCtx,
  accountId: string,
  said: Person,
  from: From,
): Promise<{ step: z.infer<typeof SignOnStep>; signIn?: NewSignIn }> {
  const [account, member] = [await accounts.findAccount(tx.trx, accountId), await findStaff(tx.trx, accountId)];
  if (!account || !member) throw new AppError(["sign_on.person_unknown"]);
  if (!said.provedTwice && member.factorConfirmed) {
    const ticket = await makeLink(tx, accountId, "second_factor");
    return { step: { step: "second_factor", ticket } };
  }
  await accounts.updateAccount(tx.trx, accountId, { emailConfirmedAt: account.emailConfirmedAt ?? tx.now() });
  if (!said.provedTwice) {
    const factor = await startFactor(tx, account);
    return { step: { step: "enrol_factor", ticket: await makeLink(tx, accountId, "enrol_factor"), ...factor } };
  }
  await accounts.updateAccount(tx.trx, accountId, { status: "active" });
  await endLinks(tx.trx, accountId, ["invitation"]);
  const signIn = await startSignIn(tx, { realm: "staff", accountId, label: from.label });
  await record(tx, { what: "account.signed_in", subjectId: accountId, facts: { signInId: signIn.id, by: "single_sign_on" } });
  return { step: { step: "done" }, signIn };
}
