import { record } from "#server/domains/audit/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { accountOfLink, type From, provePassword, stillTheSame } from "./accounts.service.ts";
import * as accounts from "./accounts.store.ts";
import { makeRecoveryCodes, spendCode, spendRecoveryCode, startFactor } from "./factor.ts";
import { countWrongCode, endLinks, lockLink, makeLink, spendLink } from "./links.ts";
import { isWeak } from "./password.rules.ts";
import { hashPassword } from "./passwords.ts";
import { endSignIns, type NewSignIn, startSignIn } from "./sign-ins.service.ts";
import { mustNotSignOn } from "./single-sign-on/sign-on.service.ts";
import { findStaff } from "./staff.store.ts";
import { forgetTries, tooMany } from "./throttle.ts";

/** Wrong codes, over any number of tickets, before an account rests. Its password was right, so this is worth stopping. */
const WRONG_CODES_MAX = 10;
const LOCK_MINUTES = 15;

type Account = NonNullable<Awaited<ReturnType<typeof accounts.lockAccount>>>;

/** First step of staff: the password. Answers with a ticket for the second step, good for five minutes and five codes. */
export async function signInStaff(ctx: Ctx, asked: { email: string; password: string }, from: From): Promise<{ ticket: string }> {
  const { account, taken } = await provePassword(ctx, "staff", asked, from);
  if (account.lockedUntil && Temporal.Instant.compare(account.lockedUntil, ctx.now()) > 0)
    throw tooMany(ctx, "account.locked", account.lockedUntil);
  const member = await findStaff(ctx.db, account.id);
  // Somebody without any grant left, or without a second factor, is told what a stranger is told.
  if (!member?.factorConfirmed || member.grants.length === 0) throw new AppError(["account.credentials_wrong"]);
  await mustNotSignOn(ctx, member);
  return inTransaction(ctx, async (tx) => {
    await stillTheSame(tx, account);
    await forgetTries(tx, taken);
    return { ticket: await makeLink(tx, account.id, "second_factor") };
  });
}

/** Second step of staff: a code from the authenticator, or one of the recovery codes. */
export function secondFactor(ctx: Ctx, asked: { ticket: string; code: string }, from: From): Promise<NewSignIn> {
  return withTicket(ctx, "second_factor", asked, async (tx, account) => {
    if (!(await spendAny(tx, account, asked.code))) return undefined;
    const signIn = await startSignIn(tx, { realm: "staff", accountId: account.id, label: from.label });
    await record(tx, { what: "account.signed_in", subjectId: account.id, facts: { signInId: signIn.id } });
    return signIn;
  });
}

/** Sets a password with the link of an invitation or a reset, and starts a new second factor. A weak password leaves the link good. */
export async function openInvitation(
  ctx: Ctx,
  asked: { token: string; password: string },
): Promise<{ ticket: string; otpauthUrl: string; secret: string }> {
  const account = await accountOfLink(ctx, "staff", "invitation", asked.token);
  const invited = await findStaff(ctx.db, account.id);
  // The agency's own accounts are the only way in: a letter must not lead past them.
  if (invited) await mustNotSignOn(ctx, invited);
  if (isWeak(asked.password, account.email)) throw new AppError(["account.password_weak"]);
  const passwordHash = await hashPassword(asked.password);
  return inTransaction(ctx, async (tx) => {
    const mine = (await spendLink(tx.trx, "invitation", asked.token, tx.now())) === account.id;
    const member = await findStaff(tx.trx, account.id);
    if (!mine || !member || member.grants.length === 0 || member.factorConfirmed) throw new AppError(["account.link_invalid"]);
    await accounts.updateAccount(tx.trx, account.id, { passwordHash, emailConfirmedAt: tx.now() });
    await endLinks(tx.trx, account.id, ["second_factor", "enrol_factor"]);
    await endSignIns(tx, { accountId: account.id }, "invitation_opened");
    const factor = await startFactor(tx, account);
    await record(tx, { what: "staff.invitation_opened", subjectId: account.id });
    return { ticket: await makeLink(tx, account.id, "enrol_factor"), ...factor };
  });
}

/** Proves the new authenticator with its first code: the account is active, signed in, and gets its recovery codes. */
export function confirmFactor(
  ctx: Ctx,
  asked: { ticket: string; code: string },
  from: From,
): Promise<{ signIn: NewSignIn; recoveryCodes: string[] }> {
  return withTicket(ctx, "enrol_factor", asked, async (tx, account) => {
    if (!(await spendCode(tx, account, asked.code.replaceAll(/\s/g, ""), false))) return undefined;
    await accounts.updateAccount(tx.trx, account.id, { status: "active" });
    await endLinks(tx.trx, account.id, ["invitation"]);
    const recoveryCodes = await makeRecoveryCodes(tx, account.id);
    const signIn = await startSignIn(tx, { realm: "staff", accountId: account.id, label: from.label });
    await record(tx, { what: "staff.factor_confirmed", subjectId: account.id, facts: { signInId: signIn.id } });
    return { signIn, recoveryCodes };
  });
}

/** Proves the second step once more, by somebody who is signed in: before what would outlast a stolen sign-in. */
export async function proveSecondFactor(ctx: Ctx, accountId: string, code: string): Promise<void> {
  const refusal = await inTransaction(ctx, async (tx) => {
    const account = await accounts.lockAccount(tx.trx, accountId);
    if (!account) return new AppError(["access.signed_out"]);
    if (account.lockedUntil && Temporal.Instant.compare(account.lockedUntil, tx.now()) > 0)
      return tooMany(tx, "account.locked", account.lockedUntil);
    if (!(await spendAny(tx, account, code))) return countWrong(tx, account);
    await accounts.updateAccount(tx.trx, account.id, { failedTries: 0, lockedUntil: null });
    return undefined;
  });
  if (refusal) throw refusal;
}

/** Uses up a code of the authenticator, or a recovery code, which is noted. */
async function spendAny(tx: TxCtx, account: Account, typed: string): Promise<boolean> {
  const code = typed.replaceAll(/[\s-]/g, "");
  if (/^\d{6}$/.test(code)) return spendCode(tx, account, code, true);
  const right = await spendRecoveryCode(tx, account.id, code);
  if (right) await record(tx, { what: "staff.recovery_code_used", subjectId: account.id });
  return right;
}

/**
 * Tries a code with a ticket. A wrong one must be counted although it is refused, so the refusal is thrown after the
 * transaction has committed, never inside it.
 */
async function withTicket<T>(
  ctx: Ctx,
  purpose: "second_factor" | "enrol_factor",
  asked: { ticket: string },
  prove: (tx: TxCtx, account: Account) => Promise<T | undefined>,
): Promise<T> {
  const result = await inTransaction(ctx, async (tx): Promise<{ good: T } | { refusal: AppError }> => {
    const link = await lockLink(tx.trx, purpose, asked.ticket, tx.now());
    const account = link && (await accounts.lockAccount(tx.trx, link.accountId));
    if (!account || account.status === "closed") return { refusal: new AppError(["account.ticket_expired"]) };
    if (account.lockedUntil && Temporal.Instant.compare(account.lockedUntil, tx.now()) > 0)
      return { refusal: tooMany(tx, "account.locked", account.lockedUntil) };
    const good = await prove(tx, account);
    if (good === undefined) {
      await countWrongCode(tx.trx, link.id);
      return { refusal: await countWrong(tx, account) };
    }
    await spendLink(tx.trx, purpose, asked.ticket, tx.now());
    await accounts.updateAccount(tx.trx, account.id, { failedTries: 0, lockedUntil: null });
    return { good };
  });
  if ("refusal" in result) throw result.refusal;
  return result.good;
}

async function countWrong(tx: TxCtx, account: Account): Promise<AppError> {
  const failedTries = account.failedTries + 1;
  if (failedTries < WRONG_CODES_MAX) {
    await accounts.updateAccount(tx.trx, account.id, { failedTries });
    return new AppError(["account.code_wrong"]);
  }
  const lockedUntil = tx.now().add({ minutes: LOCK_MINUTES });
  await accounts.updateAccount(tx.trx, account.id, { failedTries: 0, lockedUntil });
  await record(tx, { what: "account.locked", subjectId: account.id, facts: { by: "second_factor" } });
  return tooMany(tx, "account.locked", lockedUntil);
}
