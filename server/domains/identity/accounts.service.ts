import { record } from "#server/domains/audit/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./accounts.store.ts";
import { confirmed } from "./confirmed.ts";
import { askForLetter, type Letter } from "./letters.ts";
import { endLinks, findLink, lockLink, spendLink, turnToReset } from "./links.ts";
import { deletePasskeys } from "./passkeys/passkeys.store.ts";
import { isAdult, isWeak } from "./password.rules.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { endSignIns, type NewSignIn, startSignIn } from "./sign-ins.service.ts";
import { findStaff } from "./staff.store.ts";
import { forgetTries, openLock, type Taken, takeTry } from "./throttle.ts";

/** Where a request comes from: its network address, and the browser's own words for itself. */
export interface From {
  address: string;
  label: string;
}

/** An address as it is kept and compared. */
export const plainEmail = (email: string): string => email.trim().normalize("NFC").toLowerCase();

/** The westernmost zone of the country: wherever somebody is, their birthday has begun by then. */
const ADULT_ZONE = "Pacific/Pago_Pago";

/** The day on which somebody must be 18. An account belongs to no place, and a page could name any zone: so nobody gets in early, and some wait for hours. */
export const adultToday = (now: Temporal.Instant): Temporal.PlainDate => now.toZonedDateTimeISO(ADULT_ZONE).toPlainDate();

/** Every reason why somebody may not ask for an account so; empty when they may. The day is `adultToday`. */
export function signUpRefusals(asked: { email: string; password: string; birthDate: string }, now: Temporal.Instant) {
  const today = adultToday(now);
  return [
    ...(isWeak(asked.password, plainEmail(asked.email)) ? (["account.password_weak"] as const) : []),
    ...(isAdult(asked.birthDate, today) ? [] : (["account.too_young"] as const)),
  ];
}

/** Counts one letter asked for at this address; refuses with `request.too_many`. Before signing up, and before a reset. */
export async function takeLetterTry(ctx: Ctx, realm: store.Realm, email: string, from: Pick<From, "address">): Promise<void> {
  await takeTry(ctx, { realm, what: "letter", email: plainEmail(email), address: from.address });
}

/**
 * Makes an account outside and asks for the letter that confirms its address. `new`: it was not there. `unconfirmed`: it was, but
 * nobody ever proved the address, so whoever opens a letter chooses the password, and no earlier one counts; each letter confirms its own sign-up. `known`: its owner is told that somebody asked.
 * The caller answers all three alike.
 */
export async function makeAccount(
  tx: TxCtx,
  asked: { email: string; passwordHash: string; locale: "en" | "es"; signUpId: string },
): Promise<{ accountId: string; state: "new" | "unconfirmed" | "known" }> {
  const email = plainEmail(asked.email);
  const { passwordHash, locale, signUpId } = asked;
  const id = newId();
  const row = {
    id,
    realm: "outside" as const,
    email,
    passwordHash,
    emailConfirmedAt: null,
    locale,
    status: "active" as const,
    madeAt: tx.now(),
  };
  if (await store.insertAccount(tx.trx, row)) {
    await record(tx, { what: "account.made", subjectId: id });
    await askForLetter(tx, "confirm_email", { accountId: id, signUpId });
    return { accountId: id, state: "new" };
  }
  const found = await store.findByEmail(tx.trx, "outside", email);
  const account = found && (await store.lockAccount(tx.trx, found.id));
  if (!account) throw new AppError(["server.busy"]);
  if (account.emailConfirmedAt !== null) {
    await askForLetter(tx, "address_known", { accountId: account.id });
    return { accountId: account.id, state: "known" };
  }
  // Two have asked, and either may be a stranger: neither's password counts. The link of either letter lets its reader choose one, and ends the other.
  await store.updateAccount(tx.trx, account.id, { passwordHash: null, locale });
  await askForLetter(tx, "choose_password", { accountId: account.id, signUpId });
  return { accountId: account.id, state: "unconfirmed" };
}

/** Confirms an address with the link that was sent to it. Where two have asked for the account, the link is good for choosing a password instead, which confirms it then. */
export function confirmEmail(ctx: Ctx, token: string): Promise<{ done: true; passwordNeeded: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const link = await lockLink(tx.trx, "confirm_email", token, tx.now());
    const account = link && (await store.lockAccount(tx.trx, link.accountId));
    if (!account) throw new AppError(["account.link_invalid"]);
    const { accountId, signUpId } = link;
    if (account.passwordHash === null) {
      await turnToReset(tx.trx, link.id, tx.now());
      return { done: true, passwordNeeded: true };
    }
    await spendLink(tx.trx, "confirm_email", token, tx.now());
    if (account.emailConfirmedAt === null) await confirmed(tx, { accountId, signUpId });
    await store.updateAccount(tx.trx, accountId, { emailConfirmedAt: tx.now() });
    await record(tx, { what: "account.email_confirmed", subjectId: accountId });
    return { done: true, passwordNeeded: false };
  });
}

/** Signs somebody outside in. A wrong password and an unknown address get one answer, in the same time. */
export async function signInOutside(ctx: Ctx, asked: { email: string; password: string }, from: From): Promise<NewSignIn> {
  const { account, taken } = await provePassword(ctx, "outside", asked, from);
  if (account.emailConfirmedAt === null) {
    // The try stays counted: only so many letters can be set off this way.
    await inTransaction(ctx, (tx) => askForLetter(tx, "confirm_email", { accountId: account.id }));
    throw new AppError(["account.email_unconfirmed"]);
  }
  return inTransaction(ctx, async (tx) => {
    await stillTheSame(tx, account);
    await forgetTries(tx, taken);
    const signIn = await startSignIn(tx, { realm: "outside", accountId: account.id, label: from.label });
    await record(tx, { what: "account.signed_in", subjectId: account.id, facts: { signInId: signIn.id } });
    return signIn;
  });
}

/** The account behind this address and password, or the one refusal there is for everything else. */
export async function provePassword(ctx: Ctx, realm: store.Realm, asked: { email: string; password: string }, from: From) {
  const email = plainEmail(asked.email);
  const taken = await takeTry(ctx, { realm, what: "sign_in", email, address: from.address });
  const account = await store.findByEmail(ctx.db, realm, email);
  const right = await verifyPassword(asked.password, account?.passwordHash);
  if (!account || !right || account.status !== "active") {
    await noteLock(ctx, taken, account?.id);
    throw new AppError(["account.credentials_wrong"]);
  }
  return { account, taken };
}

/** Refuses when the password was changed between proving it and now: a reset ends what came before it. */
export async function stillTheSame(tx: TxCtx, proven: { id: string; passwordHash: string | null }): Promise<void> {
  const account = await store.lockAccount(tx.trx, proven.id);
  if (account?.status !== "active" || account.passwordHash !== proven.passwordHash) throw new AppError(["account.credentials_wrong"]);
}

async function noteLock(ctx: Ctx, taken: Taken, accountId: string | undefined): Promise<void> {
  if (taken.last && accountId)
    await inTransaction(ctx, (tx) => record(tx, { what: "account.locked", subjectId: accountId, facts: { by: "password" } }));
}

/** Asks for a link to set a new password. One answer and the same work, whether or not the address is known. */
export async function requestReset(ctx: Ctx, realm: store.Realm, asked: { email: string }, from: From): Promise<{ done: true }> {
  const email = plainEmail(asked.email);
  await takeLetterTry(ctx, realm, email, from);
  const account = await store.findByEmail(ctx.db, realm, email);
  const letter = realm === "staff" ? await staffLetter(ctx, account?.id ?? newId()) : "reset_password";
  await inTransaction(ctx, async (tx) => {
    const accountId = account && account.status !== "closed" && letter ? account.id : null;
    await askForLetter(tx, letter ?? "staff_reset_password", { accountId });
    await record(tx, { what: "account.reset_requested", ...(accountId ? { subjectId: accountId } : {}) });
  });
  return { done: true };
}

/** Staff who never finished setting up are invited again: a new password alone would not let them in. */
async function staffLetter(ctx: Ctx, accountId: string): Promise<Letter | undefined> {
  const member = await findStaff(ctx.db, accountId);
  if (!member || member.grants.length === 0) return undefined;
  return member.factorConfirmed ? "staff_reset_password" : "staff_invitation";
}

/** Sets a new password with a link; ends every sign-in, every lock and, outside, every passkey. A password that is refused leaves the link good. */
export async function resetPassword(ctx: Ctx, realm: store.Realm, asked: { token: string; password: string }): Promise<{ done: true }> {
  const account = await accountOfLink(ctx, realm, "reset_password", asked.token);
  if (isWeak(asked.password, account.email)) throw new AppError(["account.password_weak"]);
  const passwordHash = await hashPassword(asked.password);
  await inTransaction(ctx, async (tx) => {
    const link = await lockLink(tx.trx, "reset_password", asked.token, tx.now());
    if (!link || (await spendLink(tx.trx, "reset_password", asked.token, tx.now())) !== account.id)
      throw new AppError(["account.link_invalid"]);
    const { emailConfirmedAt } = (await store.lockAccount(tx.trx, account.id)) ?? account;
    // Whoever holds the link holds the mailbox.
    if (emailConfirmedAt === null && realm === "outside") await confirmed(tx, { accountId: account.id, signUpId: link.signUpId });
    await store.updateAccount(tx.trx, account.id, {
      passwordHash,
      emailConfirmedAt: emailConfirmedAt ?? tx.now(),
      lockedUntil: null,
      failedTries: 0,
    });
    await endLinks(tx.trx, account.id, ["confirm_email", "second_factor", "enrol_factor"]);
    await endSignIns(tx, { accountId: account.id }, "password_reset");
    // Outside a stolen sign-in is enough to add a passkey; staff need a code for it, and have their reset of the second step.
    if (realm === "outside") await deletePasskeys(tx.trx, account.id);
    await openLock(tx, realm, account.email);
    await askForLetter(tx, "password_changed", { accountId: account.id });
    await record(tx, { what: "account.password_reset", subjectId: account.id });
  });
  return { done: true };
}

/** The account that a link belongs to, while the link is good and the realm is its own. */
export async function accountOfLink(ctx: Ctx, realm: store.Realm, purpose: "reset_password" | "invitation", token: string) {
  const link = await findLink(ctx.db, purpose, token, ctx.now());
  const account = link && (await store.findAccount(ctx.db, link.accountId));
  if (account?.realm !== realm || account.status === "closed") throw new AppError(["account.link_invalid"]);
  return account;
}

/** Chooses the language for screens and mail. */
export function setLocale(ctx: Ctx, accountId: string, locale: "en" | "es"): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await store.updateAccount(tx.trx, accountId, { locale });
    await record(tx, { what: "account.locale_chosen", subjectId: accountId, facts: { locale } });
  });
}

/** Ends the sign-in that asks. */
export function signOut(ctx: Ctx, accountId: string, signInId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await endSignIns(tx, { id: signInId, accountId }, "signed_out");
    await record(tx, { what: "account.signed_out", subjectId: accountId, facts: { signInId } });
  });
}

/** Ends one sign-in of this account; refuses with `request.not_found` for one that is not its own or has ended. */
export function revokeSignIn(ctx: Ctx, accountId: string, signInId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const ended = await endSignIns(tx, { id: signInId, accountId }, "revoked");
    if (ended.length === 0) throw new AppError(["request.not_found"]);
    await record(tx, { what: "sign_in.revoked", subjectId: accountId, facts: { signInId } });
  });
}
