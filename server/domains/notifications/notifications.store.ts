import type { Selectable } from "kysely";
import { type Db, jsonb, type Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import type { DeliveryTable, LetterFacts, OutboxTable, Step } from "./notifications.tables.ts";

export type DeliveryRow = Selectable<DeliveryTable>;
type NewDelivery = Pick<
  DeliveryTable,
  "id" | "accountId" | "template" | "madeAt" | "subjectId" | "agencyId" | "facilityId" | "sendAt" | "usefulUntil" | "againOf"
> & { facts: LetterFacts; waitsFor: "quiet_hours" | null };

/** Adds a delivery once per id; tells whether it did. */
export async function insertDelivery(trx: Trx, row: NewDelivery): Promise<boolean> {
  const added = await trx
    .insertInto("notifications.delivery")
    .values({ ...row, facts: jsonb(row.facts) as never, status: "queued" })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!added) return false;
  await insertEvent(trx, { deliveryId: row.id, at: row.madeAt, what: "asked", code: row.waitsFor, tries: 0 });
  return true;
}

/** A delivery kept from changing until the transaction ends. */
export function lockDelivery(trx: Trx, id: string): Promise<DeliveryRow | undefined> {
  return trx.selectFrom("notifications.delivery").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Where somebody with an account reads mail, as identity tells it. */
export function findRecipient(db: Db, accountId: string) {
  return db.selectFrom("identity.accountCard").select(["email", "locale", "realm"]).where("accountId", "=", accountId).executeTakeFirst();
}

/** Where a delivery stands, kept so until the transaction ends. */
export function lockState(trx: Trx, id: string): Promise<Pick<DeliveryRow, "status" | "tries"> | undefined> {
  return trx.selectFrom("notifications.delivery").select(["status", "tries"]).where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Writes where a delivery stands now. */
export async function updateDelivery(
  trx: Trx,
  id: string,
  change: Partial<Pick<DeliveryRow, "status" | "tries" | "waitsFor" | "takenAt" | "lastError" | "sentAt" | "sendAt">>,
): Promise<void> {
  await trx.updateTable("notifications.delivery").set(change).where("id", "=", id).execute();
}

/** Writes down one step of a delivery. */
export async function insertEvent(
  trx: Trx,
  row: { deliveryId: string; at: Temporal.Instant; what: Step | "asked"; code: string | null; tries: number },
): Promise<void> {
  await trx
    .insertInto("notifications.deliveryEvent")
    .values({ id: newId(), ...row })
    .execute();
}

/** Deliveries that should have gone before an instant and are still queued, the longest due first. */
export async function listOverdue(db: Db, before: Temporal.Instant, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("notifications.delivery")
    .select("id")
    .where("status", "=", "queued")
    .where("sendAt", "<", before)
    .orderBy("sendAt")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Deliveries taken before an instant of which nobody has said how it went: their server died. */
export async function listAbandoned(db: Db, before: Temporal.Instant, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("notifications.delivery")
    .select("id")
    .where("status", "=", "sending")
    .where("takenAt", "<", before)
    .orderBy("takenAt")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Letters on their way, or due by now, locked. */
export async function lockDue(trx: Trx, now: Temporal.Instant): Promise<string[]> {
  const rows = await trx
    .selectFrom("notifications.delivery")
    .select("id")
    .where((row) => row.or([row("status", "=", "sending"), row.and([row("status", "=", "queued"), row("sendAt", "<=", now)])]))
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

/** What of an account's letters still waits, locked. */
export function lockWaiting(trx: Trx, accountId: string): Promise<DeliveryRow[]> {
  return trx
    .selectFrom("notifications.delivery")
    .selectAll()
    .where("accountId", "=", accountId)
    .where("status", "=", "queued")
    .orderBy("id")
    .limit(1000)
    .forUpdate()
    .execute();
}

/** Shows a letter in a demonstration's outbox, once per delivery. */
export async function insertOutbox(db: Db, row: { id: string; at: Temporal.Instant; letter: OutboxTable["letter"] }): Promise<void> {
  await db
    .insertInto("notifications.outbox")
    .values({ ...row, letter: jsonb(row.letter) as never })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

const DECIDERS_MAX = 200;

/** The accounts of those who decide about connections at this facility: officers and leads there, and the agency's administrators. */
export async function listDeciders(db: Db, where: { facilityId: string; agencyId: string }): Promise<string[]> {
  const rows = await db
    .selectFrom("identity.staff_grant as g")
    .innerJoin("identity.accountCard as account", "account.accountId", "g.accountId")
    .select("g.accountId")
    .distinct()
    .where("g.revokedAt", "is", null)
    .where("g.agencyId", "=", where.agencyId)
    .where("g.role", "<>", "overseer")
    .where((eb) => eb.or([eb("g.facilityId", "=", where.facilityId), eb("g.facilityId", "is", null)]))
    .where("account.emailConfirmed", "=", true)
    .limit(DECIDERS_MAX)
    .execute();
  return rows.map((row) => row.accountId);
}

const LETTERS_MAX = 10_000;

/** Which letters an account was sent and when, for its owner's own export. */
export async function listLettersTo(db: Db, accountId: string) {
  const rows = await db
    .selectFrom("notifications.delivery")
    .select(["template", "status", "madeAt", "sentAt"])
    .where("accountId", "=", accountId)
    .orderBy("madeAt")
    .limit(LETTERS_MAX)
    .execute();
  return rows.map((row) => ({ ...row, madeAt: row.madeAt.toString(), sentAt: row.sentAt?.toString() ?? null }));
}
