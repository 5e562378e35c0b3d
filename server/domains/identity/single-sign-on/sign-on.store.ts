import type { Db, Trx } from "#server/platform/database.ts";
import type { SignOnAttemptTable, SignOnProviderTable } from "./sign-on.tables.ts";

/** The provider to which an e-mail domain leads. */
export function findProviderOfDomain(db: Db, domain: string) {
  return db
    .selectFrom("identity.sign_on_provider as provider")
    .innerJoin("identity.sign_on_domain as led", "led.agencyId", "provider.agencyId")
    .selectAll("provider")
    .where("led.domain", "=", domain)
    .executeTakeFirst();
}

export function findProvider(db: Db, agencyId: string) {
  return db.selectFrom("identity.sign_on_provider").selectAll().where("agencyId", "=", agencyId).executeTakeFirst();
}

/** The e-mail domains whose staff this agency's provider may name. */
export async function listDomains(db: Db, agencyId: string): Promise<string[]> {
  const rows = await db.selectFrom("identity.sign_on_domain").select("domain").where("agencyId", "=", agencyId).orderBy("domain").execute();
  return rows.map(({ domain }) => domain);
}

/** Which of these e-mail domains lead to another agency. */
export async function listTaken(db: Db, agencyId: string, domains: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom("identity.sign_on_domain")
    .select("domain")
    .where((eb) => eb("domain", "=", eb.fn.any(eb.val(domains))))
    .where("agencyId", "!=", agencyId)
    .orderBy("domain")
    .execute();
  return rows.map(({ domain }) => domain);
}

/** Sets an agency's provider with its domains; false when another agency has one of them. */
export async function setProvider(trx: Trx, row: SignOnProviderTable, domains: readonly string[]): Promise<boolean> {
  const { agencyId, ...rest } = row;
  await trx
    .insertInto("identity.sign_on_provider")
    .values(row)
    .onConflict((conflict) => conflict.column("agencyId").doUpdateSet(rest))
    .execute();
  await trx.deleteFrom("identity.sign_on_domain").where("agencyId", "=", agencyId).execute();
  const added = await trx
    .insertInto("identity.sign_on_domain")
    .values(domains.map((domain) => ({ domain, agencyId })))
    .onConflict((conflict) => conflict.doNothing())
    .returning("domain")
    .execute();
  return added.length === domains.length;
}

/** Ends an agency's single sign-on, and with it every link; tells whether there was one. */
export async function deleteProvider(trx: Trx, agencyId: string): Promise<boolean> {
  await trx.deleteFrom("identity.sign_on_link").where("agencyId", "=", agencyId).execute();
  const row = await trx.deleteFrom("identity.sign_on_provider").where("agencyId", "=", agencyId).returning("agencyId").executeTakeFirst();
  return row !== undefined;
}

export async function insertAttempt(trx: Trx, row: SignOnAttemptTable): Promise<void> {
  await trx.insertInto("identity.sign_on_attempt").values(row).execute();
}

/** Takes an attempt away by its state: whoever comes second with the same one finds none. */
export function takeAttempt(trx: Trx, stateHash: Buffer) {
  return trx.deleteFrom("identity.sign_on_attempt").where("stateHash", "=", stateHash).returningAll().executeTakeFirst();
}

/** Forgets attempts that nobody came back from; tells how many. */
export async function deleteAttemptsBefore(db: Db, before: Temporal.Instant): Promise<number> {
  const result = await db.deleteFrom("identity.sign_on_attempt").where("expiresAt", "<", before).executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** The account that this agency's provider knows under this name. */
export function findLink(db: Db, of: { agencyId: string; issuer: string; person: string }) {
  return db
    .selectFrom("identity.sign_on_link")
    .select("accountId")
    .where("agencyId", "=", of.agencyId)
    .where("issuer", "=", of.issuer)
    .where("person", "=", of.person)
    .executeTakeFirst();
}

/** Links an account once; false when it, or the person, is linked already. */
export async function insertLink(
  trx: Trx,
  row: { accountId: string; agencyId: string; issuer: string; person: string; linkedAt: Temporal.Instant },
): Promise<boolean> {
  const added = await trx
    .insertInto("identity.sign_on_link")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("accountId")
    .executeTakeFirst();
  return added !== undefined;
}

/** Takes an account's link away: when somebody leaves. */
export async function deleteLink(trx: Trx, accountId: string): Promise<void> {
  await trx.deleteFrom("identity.sign_on_link").where("accountId", "=", accountId).execute();
}
