import { record } from "#server/domains/audit/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { type From, provePassword } from "./accounts.service.ts";
import * as store from "./accounts.store.ts";
import { endLinks } from "./links.ts";
import { deletePasskeys } from "./passkeys/passkeys.store.ts";
import { endSignIns } from "./sign-ins.service.ts";
import { forgetTries } from "./throttle.ts";

/** Proves that whoever is signed in knows the password of this account outside; tries are counted as at sign-in. */
export async function proveOwnPassword(ctx: Ctx, accountId: string, password: string, from: From): Promise<void> {
  const account = await store.findAccount(ctx.db, accountId);
  if (!account) throw new AppError(["account.credentials_wrong"]);
  const { taken } = await provePassword(ctx, "outside", { email: account.email, password }, from);
  // A right one counts as at sign-in: nobody locks their own account by adding passkeys.
  await inTransaction(ctx, (tx) => forgetTries(tx, taken));
}

/** Closes an account outside: nobody signs in with it again, and every sign-in ends. Its address is kept until `forgetAddress`, for one last letter. */
export async function closeAccount(tx: TxCtx, accountId: string): Promise<void> {
  await store.updateAccount(tx.trx, accountId, { status: "closed", passwordHash: null, closedAt: tx.now() });
  await deletePasskeys(tx.trx, accountId);
  await endLinks(tx.trx, accountId, ["confirm_email", "reset_password"]);
  await deletePasskeys(tx.trx, accountId);
  await endSignIns(tx, { accountId }, "closed");
  await record(tx, { what: "account.closed", subjectId: accountId });
}

/** Forgets the address of a closed account; from then on it can be used for a new one. */
export async function forgetAddress(tx: TxCtx, accountId: string): Promise<void> {
  await store.updateAccount(tx.trx, accountId, { email: `closed.${accountId}@invalid`, emailConfirmedAt: null });
}

/** The language and address of an account, and since when there is one, for its owner's own export. */
export async function ownAccount(ctx: Ctx, accountId: string) {
  const account = await store.findAccount(ctx.db, accountId);
  return account && { email: account.email, locale: account.locale, madeAt: account.madeAt.toString() };
}
