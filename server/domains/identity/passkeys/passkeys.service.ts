import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { outsidePasskeys } from "#contracts/passkeys.ts";
import { record } from "#server/domains/audit/index.ts";
import { findAccount, lockAccount, type Realm } from "#server/domains/identity/accounts.store.ts";
import { askForLetter } from "#server/domains/identity/letters.ts";
import { hashToken } from "#server/domains/identity/secrets.ts";
import { type NewSignIn, startSignIn } from "#server/domains/identity/sign-ins.service.ts";
import { mustNotSignOn } from "#server/domains/identity/single-sign-on/sign-on.service.ts";
import { findStaff } from "#server/domains/identity/staff.store.ts";
import { addressKey, type Limit } from "#server/domains/identity/throttle.rules.ts";
import { throttle } from "#server/domains/identity/throttle-by-key.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { addRefusals, CHALLENGE_MINUTES, removeRefusals, rpIdOf, SIGNATURES } from "./passkeys.rules.ts";
import * as store from "./passkeys.store.ts";

/** Where an answer comes from: the page's own origin, which the server has let in already, and how to tell the browser apart. */
export interface Answerer {
  origin: string;
  address: string;
  label: string;
}

/** A whole waiting room may share one address. */
const ASK_LIMIT: Limit = { triesMax: 300, windowMs: 15 * 60_000 };
const RP_NAME = "Throughline";
/** Loaded when the first passkey is asked about: loading it makes Node print warnings of experiments that a start should not show. */
const webauthn = () => import("@simplewebauthn/server");

/** What the browser needs to make a passkey for this account: kept on the device, and only with its owner's finger, face or PIN. */
export async function askToAdd(ctx: Ctx, realm: Realm, accountId: string) {
  const account = await findAccount(ctx.db, accountId);
  if (!account) throw new AppError(["access.signed_out"]);
  const known = await store.listPasskeys(ctx.db, accountId);
  const reasons = addRefusals(known.length);
  if (reasons.length > 0) throw new AppError(reasons);
  const options = await (await webauthn()).generateRegistrationOptions({
    rpName: RP_NAME,
    rpID: rpIdOf(ctx.config.publicUrl),
    userName: account.email,
    userDisplayName: account.email,
    userID: new Uint8Array(Buffer.from(accountId)),
    attestationType: "none",
    supportedAlgorithmIDs: SIGNATURES,
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  const challengeId = await keepChallenge(ctx, { realm, purpose: "register", accountId, challenge: options.challenge });
  return { challengeId, options: { ...options } as Record<string, unknown> };
}

/** Keeps the passkey that the browser made. `id` is the browser's, so asking again with it keeps one. */
export async function addPasskey(
  ctx: Ctx,
  realm: Realm,
  accountId: string,
  asked: BodyOf<typeof outsidePasskeys.addOutsidePasskey>,
  from: Answerer,
): Promise<{ done: true }> {
  const mine = await store.listPasskeys(ctx.db, accountId);
  if (mine.some(({ id }) => id === asked.id)) return { done: true };
  const challenge = await spendChallenge(ctx, { id: asked.challengeId, realm, purpose: "register" });
  if (challenge.accountId !== accountId) throw new AppError(["passkey.question_expired"]);
  const made = await judged(ctx, async () =>
    (await webauthn()).verifyRegistrationResponse({
      response: asked.answer as unknown as RegistrationResponseJSON,
      expectedChallenge: (given) => hashToken(given).equals(challenge.challengeHash),
      expectedOrigin: from.origin,
      expectedRPID: rpIdOf(ctx.config.publicUrl),
      requireUserVerification: true,
      supportedAlgorithmIDs: SIGNATURES,
    }),
  );
  const credential = made?.verified ? made.registrationInfo.credential : undefined;
  if (!credential) throw new AppError(["passkey.refused"]);
  return inTransaction(ctx, async (tx) => {
    await lockAccount(tx.trx, accountId);
    const reasons = addRefusals((await store.listPasskeys(tx.trx, accountId)).length);
    if (reasons.length > 0) throw new AppError(reasons);
    const added = await store.insertPasskey(tx.trx, {
      id: asked.id,
      accountId,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      name: asked.name,
      madeAt: tx.now(),
    });
    if (!added) throw new AppError(["passkey.known"]);
    await record(tx, { what: "passkey.added", subjectId: accountId, facts: { passkeyId: asked.id } });
    // Whoever sat down at an open screen can't keep the owner from hearing of it.
    await askForLetter(tx, realm === "staff" ? "staff_passkey_added" : "passkey_added", { accountId });
    return { done: true };
  });
}

/** The passkeys of an account, for its owner. */
export async function listPasskeys(ctx: Ctx, accountId: string) {
  const rows = await store.listPasskeys(ctx.db, accountId);
  return rows.map(({ id, name, madeAt, lastUsedAt }) => ({
    id,
    name,
    madeAt: madeAt.toString(),
    lastUsedAt: lastUsedAt?.toString() ?? null,
  }));
}

/** Gives a passkey of this account another name; refuses with `request.not_found` for one that is not its own. */
export function renamePasskey(ctx: Ctx, accountId: string, passkeyId: string, name: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    if (!(await store.renamePasskey(tx.trx, accountId, passkeyId, name))) throw new AppError(["request.not_found"]);
    await record(tx, { what: "passkey.renamed", subjectId: accountId, facts: { passkeyId } });
  });
}

/** Removes a passkey of this account; refuses with `passkey.last_way` when nothing else would let its owner in. */
export function removePasskey(ctx: Ctx, accountId: string, passkeyId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx.trx, accountId);
    const mine = await store.listPasskeys(tx.trx, accountId);
    if (!account || !mine.some(({ id }) => id === passkeyId)) throw new AppError(["request.not_found"]);
    const hasFactor = account.realm === "staff" && (await findStaff(tx.trx, accountId))?.factorConfirmed === true;
    const hasPassword = account.passwordHash !== null;
    const reasons = removeRefusals({ realm: account.realm, hasPassword, hasFactor, passkeys: mine.length });
    if (reasons.length > 0) throw new AppError(reasons);
    await store.deletePasskeys(tx.trx, accountId, passkeyId);
    await record(tx, { what: "passkey.removed", subjectId: accountId, facts: { passkeyId } });
    await askForLetter(tx, account.realm === "staff" ? "staff_passkey_removed" : "passkey_removed", { accountId });
  });
}

/** What the browser needs to sign in with a passkey. It names no account: the same for everybody. */
export async function askToSignIn(ctx: Ctx, realm: Realm, from: Pick<Answerer, "address">) {
  await throttle(ctx, "passkey.ask", addressKey(from.address), ASK_LIMIT);
  const options = await (await webauthn()).generateAuthenticationOptions({
    rpID: rpIdOf(ctx.config.publicUrl),
    userVerification: "required",
  });
  const challengeId = await keepChallenge(ctx, { realm, purpose: "sign_in", accountId: null, challenge: options.challenge });
  return { challengeId, options: { ...options } as Record<string, unknown> };
}

/** Signs in with a passkey: a device that one has and a finger, face or PIN at once, so for staff it stands for both steps. */
export async function signInByPasskey(
  ctx: Ctx,
  realm: Realm,
  asked: BodyOf<typeof outsidePasskeys.signInOutsideByPasskey>,
  from: Answerer,
): Promise<NewSignIn> {
  await throttle(ctx, "passkey.use", addressKey(from.address), ASK_LIMIT);
  const challenge = await spendChallenge(ctx, { id: asked.challengeId, realm, purpose: "sign_in" });
  return inTransaction(ctx, async (tx) => {
    const passkey = await store.lockCredential(tx.trx, realm, asked.answer.id);
    const used = passkey && (await judgeUse(ctx, passkey, challenge, asked.answer, from));
    if (!passkey || !used?.verified || !(await mayEnter(tx, realm, passkey.accountId))) throw new AppError(["passkey.refused"]);
    await store.noteUse(tx.trx, passkey.id, used.authenticationInfo.newCounter, tx.now());
    const signIn = await startSignIn(tx, { realm, accountId: passkey.accountId, label: from.label });
    const facts = { signInId: signIn.id, passkeyId: passkey.id };
    await record(tx, { what: "account.signed_in", subjectId: passkey.accountId, facts });
    return signIn;
  });
}

type Passkey = NonNullable<Awaited<ReturnType<typeof store.lockCredential>>>;

function judgeUse(ctx: Ctx, passkey: Passkey, challenge: { challengeHash: Buffer }, answer: object, from: Answerer) {
  return judged(ctx, async () =>
    (await webauthn()).verifyAuthenticationResponse({
      response: answer as AuthenticationResponseJSON,
      expectedChallenge: (given) => hashToken(given).equals(challenge.challengeHash),
      expectedOrigin: from.origin,
      expectedRPID: rpIdOf(ctx.config.publicUrl),
      // A counter that does not rise tells of a copied key: refused. Synced passkeys always say 0 (level 3, 6.1.1).
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
        transports: passkey.transports,
      },
      requireUserVerification: true,
    }),
  );
}

/** An open account; one of staff also needs work to do. */
async function mayEnter(tx: TxCtx, realm: Realm, accountId: string): Promise<boolean> {
  const account = await lockAccount(tx.trx, accountId);
  if (account?.status !== "active" || account.emailConfirmedAt === null) return false;
  if (realm === "outside") return true;
  const member = await findStaff(tx.trx, accountId);
  if (!member || member.grants.length === 0) return false;
  await mustNotSignOn(tx, member);
  return true;
}

async function keepChallenge(
  ctx: Ctx,
  asked: { realm: Realm; purpose: "register" | "sign_in"; accountId: string | null; challenge: string },
): Promise<string> {
  const { challenge, ...of } = asked;
  const id = newId();
  const madeAt = ctx.now();
  const expiresAt = madeAt.add({ minutes: CHALLENGE_MINUTES });
  await inTransaction(ctx, (tx) => store.insertChallenge(tx.trx, { id, ...of, challengeHash: hashToken(challenge), madeAt, expiresAt }));
  return id;
}

/** Uses a challenge up, in a transaction of its own: a wrong answer uses it up as well. */
async function spendChallenge(ctx: Ctx, of: Parameters<typeof store.takeChallenge>[1]) {
  const challenge = await inTransaction(ctx, (tx) => store.takeChallenge(tx.trx, of));
  if (!challenge || Temporal.Instant.compare(challenge.expiresAt, ctx.now()) <= 0) throw new AppError(["passkey.question_expired"]);
  return challenge;
}

/** The library's judgement; what it cannot even read is refused like what is wrong. */
async function judged<T>(ctx: Ctx, judge: () => Promise<T>): Promise<T | undefined> {
  try {
    return await judge();
  } catch (error) {
    ctx.log.warn({ event: "passkey_refused", why: (error as Error).name }, "a passkey's answer was refused");
    return undefined;
  }
}
