import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { TxCtx } from "#server/platform/context.ts";
import type { Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import { keyedHash, seal, unseal } from "./secrets.ts";

const SECRET_BYTES = 20;
const PERIOD_SECONDS = 30;
const STEPS_AROUND = 1;
const RECOVERY_CODES = 10;
const RECOVERY_GROUP = 5;
/** Without letters and digits that are mistaken for one another; 32 of them, five bits each. */
const RECOVERY_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

const authenticator = (secret: Secret, email: string) =>
  new TOTP({ issuer: "Throughline", label: email, algorithm: "SHA1", digits: 6, period: PERIOD_SECONDS, secret });

/** Starts a new second factor, unproven: its secret is sealed with the server's key and shown this once. */
export async function startFactor(tx: TxCtx, account: { id: string; email: string }): Promise<{ secret: string; otpauthUrl: string }> {
  const secret = new Secret({ size: SECRET_BYTES });
  const secretSealed = seal(tx.config.dataDir, "second factor", account.id, secret.base32);
  const fresh = { secretSealed, confirmedAt: null, lastStep: 0 };
  await tx.trx
    .insertInto("identity.second_factor")
    .values({ accountId: account.id, ...fresh })
    .onConflict((conflict) => conflict.column("accountId").doUpdateSet(fresh))
    .execute();
  return { secret: secret.base32, otpauthUrl: authenticator(secret, account.email).toString() };
}

/**
 * Whether this is a code of the account's authenticator, one step early or late at most, that was not used before: of two who
 * come with the same code at once, one is refused (RFC 6238, 5.2).
 */
export async function spendCode(tx: TxCtx, account: { id: string; email: string }, code: string, proven: boolean): Promise<boolean> {
  const factor = await tx.trx
    .selectFrom("identity.second_factor")
    .select(["secretSealed", "confirmedAt"])
    .where("accountId", "=", account.id)
    .forUpdate()
    .executeTakeFirst();
  if (!factor || (factor.confirmedAt !== null) !== proven || !/^\d{6}$/.test(code)) return false;
  const secret = Secret.fromBase32(unseal(tx.config.dataDir, "second factor", account.id, factor.secretSealed));
  const timestamp = tx.now().epochMilliseconds;
  const delta = authenticator(secret, account.email).validate({ token: code, timestamp, window: STEPS_AROUND });
  if (delta === null) return false;
  const step = Math.floor(timestamp / 1_000 / PERIOD_SECONDS) + delta;
  const taken = await tx.trx
    .updateTable("identity.second_factor")
    .set({ lastStep: step, confirmedAt: factor.confirmedAt ?? tx.now() })
    .where("accountId", "=", account.id)
    .where("lastStep", "<", step)
    .returning("accountId")
    .executeTakeFirst();
  return taken !== undefined;
}

/** Makes ten new recovery codes in place of any before; they are shown once, and only their hashes stay. */
export async function makeRecoveryCodes(tx: TxCtx, accountId: string): Promise<string[]> {
  await tx.trx.deleteFrom("identity.recovery_code").where("accountId", "=", accountId).execute();
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const rows = codes.map((code) => ({ id: newId(), accountId, codeHash: hashCode(tx, accountId, code) }));
  await tx.trx.insertInto("identity.recovery_code").values(rows).execute();
  return codes;
}

/** Uses up a recovery code; false when it is none of this account's, or was used. */
export async function spendRecoveryCode(tx: TxCtx, accountId: string, code: string): Promise<boolean> {
  const used = await tx.trx
    .updateTable("identity.recovery_code")
    .set({ usedAt: tx.now() })
    .where("accountId", "=", accountId)
    .where("codeHash", "=", hashCode(tx, accountId, code))
    .where("usedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return used !== undefined;
}

/** Takes an account's second factor away, recovery codes and all. */
export async function removeFactor(trx: Trx, accountId: string): Promise<void> {
  await trx.deleteFrom("identity.recovery_code").where("accountId", "=", accountId).execute();
  await trx.deleteFrom("identity.second_factor").where("accountId", "=", accountId).execute();
}

function newRecoveryCode(): string {
  const letters = Array.from(randomBytes(RECOVERY_GROUP * 2), (byte) => RECOVERY_LETTERS[byte % RECOVERY_LETTERS.length]).join("");
  return `${letters.slice(0, RECOVERY_GROUP)}-${letters.slice(RECOVERY_GROUP)}`;
}

const hashCode = (tx: TxCtx, accountId: string, code: string) =>
  keyedHash(tx.config.dataDir, "recovery code", `${accountId} ${code.toLowerCase().replaceAll(/[^a-z\d]/g, "")}`);
