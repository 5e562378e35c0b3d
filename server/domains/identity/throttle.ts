import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { keyedHash } from "./secrets.ts";
import { addressKey, type Limit, limits, nextTryAt } from "./throttle.rules.ts";
import * as store from "./throttle.store.ts";

/** What is tried: signing in to a realm, or having a letter sent. */
export interface Attempt {
  realm: "outside" | "staff";
  what: keyof typeof limits;
  /** The e-mail address that it is aimed at, known or not. */
  email: string;
  /** The network address that it comes from. */
  address: string;
}

/** A try that counted. */
export interface Taken extends Attempt {
  addressTryId: string;
  /** Whether this was the last one before the lock. */
  last: boolean;
}

/**
 * Counts a try before anything is compared, so that a hundred at once are counted as a hundred. Refuses with
 * `account.locked` when the account has had too many, then with `request.too_many` when the address has; both are counted
 * by keyed hash, whether or not such an account exists.
 */
export async function takeTry(ctx: Ctx, attempt: Attempt): Promise<Taken> {
  const { account, address } = limits[attempt.what];
  const result = await inTransaction(ctx, async (tx) => {
    const accountKey = accountKeyOf(tx, attempt);
    const addressKeyHash = keyedHash(tx.config.dataDir, "tries", `address ${addressKey(attempt.address)}`);
    // Always the account first: two requests can never wait for each other.
    await store.lockKey(tx.trx, accountKey);
    const ofAccount = await triesOf(tx, kindOf(attempt), accountKey, account);
    const accountUntil = nextTryAt(ofAccount, account);
    if (accountUntil)
      return { code: attempt.what === "sign_in" ? ("account.locked" as const) : ("request.too_many" as const), until: accountUntil };
    await store.lockKey(tx.trx, addressKeyHash);
    const addressUntil = nextTryAt(await triesOf(tx, addressKindOf(attempt), addressKeyHash, address), address);
    if (addressUntil) return { code: "request.too_many" as const, until: addressUntil };
    const addressTryId = newId();
    await store.insertTry(tx.trx, { id: newId(), kind: kindOf(attempt), keyHash: accountKey, at: tx.now() });
    await store.insertTry(tx.trx, { id: addressTryId, kind: addressKindOf(attempt), keyHash: addressKeyHash, at: tx.now() });
    return { until: undefined, addressTryId, last: ofAccount.length + 1 >= account.triesMax };
  });
  if (result.until) throw tooMany(ctx, result.code, result.until);
  return { ...attempt, addressTryId: result.addressTryId, last: result.last };
}

/** A try that turned out right no longer counts, nor do those before it. */
export async function forgetTries(tx: TxCtx, taken: Taken): Promise<void> {
  await store.deleteTries(tx.trx, kindOf(taken), accountKeyOf(tx, taken));
  await store.deleteTry(tx.trx, taken.addressTryId);
}

/** Opens an account's lock, as its way back in does. */
export async function openLock(tx: TxCtx, realm: Attempt["realm"], email: string): Promise<void> {
  const attempt = { realm, what: "sign_in", email } as const;
  await store.deleteTries(tx.trx, kindOf(attempt), accountKeyOf(tx, attempt));
}

/** The refusal that says when to come back. */
export function tooMany(ctx: Pick<Ctx, "now">, code: "account.locked" | "request.too_many", until: Temporal.Instant): AppError {
  return new AppError([code], { retryAt: until.toString(), retrySeconds: Math.max(1, Math.ceil(ctx.now().until(until).total("seconds"))) });
}

const kindOf = ({ realm, what }: Pick<Attempt, "realm" | "what">) => `${realm}.${what}`;
const addressKindOf = (attempt: Pick<Attempt, "realm" | "what">) => `${kindOf(attempt)}.address`;
const accountKeyOf = (tx: TxCtx, { realm, email }: Pick<Attempt, "realm" | "email">) =>
  keyedHash(tx.config.dataDir, "tries", `${realm} account ${email}`);

function triesOf(tx: TxCtx, kind: string, keyHash: Buffer, limit: Limit): Promise<Temporal.Instant[]> {
  return store.listTries(tx.trx, kind, keyHash, tx.now().subtract({ milliseconds: limit.windowMs }), limit.triesMax);
}
