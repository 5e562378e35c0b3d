import type { TxCtx } from "#server/platform/context.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import type { LinkPurpose } from "./identity.tables.ts";
import { hashToken, newToken } from "./secrets.ts";

/** How long each link or ticket is good. */
const MINUTES: Record<LinkPurpose, number> = {
  confirm_email: 3 * 24 * 60,
  reset_password: 60,
  invitation: 7 * 24 * 60,
  second_factor: 5,
  // Time enough to find and install an authenticator.
  enrol_factor: 30,
};
/** A ticket for a code dies after this many wrong ones. */
export const TICKET_TRIES_MAX = 5;

/** Makes a link's or ticket's secret; only its hash is kept. */
export async function makeLink(tx: TxCtx, accountId: string, purpose: LinkPurpose, signUpId: string | null = null): Promise<string> {
  const token = newToken();
  const madeAt = tx.now();
  const expiresAt = madeAt.add({ minutes: MINUTES[purpose] });
  await tx.trx
    .insertInto("identity.link")
    .values({ id: newId(), accountId, purpose, signUpId, tokenHash: hashToken(token), madeAt, expiresAt })
    .execute();
  return token;
}

/** Whose link this is, without using it; undefined when it is not good now. */
export function findLink(db: Db, purpose: LinkPurpose, token: string, now: Temporal.Instant) {
  return goodLink(db, purpose, token, now).executeTakeFirst();
}

/** Locks a good link until the transaction ends: of two who come with the same one, the second finds none. */
export function lockLink(trx: Trx, purpose: LinkPurpose, token: string, now: Temporal.Instant) {
  return goodLink(trx, purpose, token, now).forUpdate().executeTakeFirst();
}

/** Uses a link up, once; tells whose it is. Older unused links for the same purpose end with it. */
export async function spendLink(trx: Trx, purpose: LinkPurpose, token: string, now: Temporal.Instant): Promise<string | undefined> {
  const link = await lockLink(trx, purpose, token, now);
  if (!link) return undefined;
  await trx.updateTable("identity.link").set({ usedAt: now }).where("id", "=", link.id).execute();
  await endLinks(trx, link.accountId, [purpose]);
  return link.accountId;
}

/** Makes the link of a letter that confirms an address one to choose a password with, for as long as such a link is good. */
export async function turnToReset(trx: Trx, linkId: string, now: Temporal.Instant): Promise<void> {
  const expiresAt = now.add({ minutes: MINUTES.reset_password });
  await trx.updateTable("identity.link").set({ purpose: "reset_password", expiresAt }).where("id", "=", linkId).execute();
}

/** Counts a wrong code against a ticket. */
export async function countWrongCode(trx: Trx, linkId: string): Promise<void> {
  await trx
    .updateTable("identity.link")
    .set((eb) => ({ tries: eb("tries", "+", 1) }))
    .where("id", "=", linkId)
    .execute();
}

/** Takes away an account's unused links. */
export async function endLinks(trx: Trx, accountId: string, purposes: readonly LinkPurpose[]): Promise<void> {
  await trx
    .deleteFrom("identity.link")
    .where("accountId", "=", accountId)
    .where("purpose", "in", purposes)
    .where("usedAt", "is", null)
    .execute();
}

/** Forgets links whose time was over before `before`; tells how many. */
export async function deleteLinksBefore(db: Db, before: Temporal.Instant): Promise<number> {
  const result = await db.deleteFrom("identity.link").where("expiresAt", "<", before).executeTakeFirst();
  return Number(result.numDeletedRows);
}

function goodLink(db: Db, purpose: LinkPurpose, token: string, now: Temporal.Instant) {
  return db
    .selectFrom("identity.link")
    .select(["id", "accountId", "signUpId", "tries"])
    .where("tokenHash", "=", hashToken(token))
    .where("purpose", "=", purpose)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .where("tries", "<", TICKET_TRIES_MAX);
}
