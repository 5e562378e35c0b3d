import { type Db, jsonb, type Trx } from "#server/platform/database.ts";
import type { DeliveryTable, LetterFacts, OutboxTable } from "./notifications.tables.ts";

/** Adds a delivery once per id; tells whether it did. */
export async function insertDelivery(
  trx: Trx,
  row: { id: string; accountId: string; template: string; facts: LetterFacts; madeAt: Temporal.Instant },
): Promise<boolean> {
  const added = await trx
    .insertInto("notifications.delivery")
    .values({ ...row, facts: jsonb(row.facts) as never, status: "queued" })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

/** A delivery that still waits, with whom it is for, as identity tells it. */
export function findQueued(db: Db, id: string) {
  return db
    .selectFrom("notifications.delivery as delivery")
    .innerJoin("identity.accountCard as account", "account.accountId", "delivery.accountId")
    .select(["delivery.id", "delivery.template", "delivery.facts", "delivery.tries", "delivery.accountId"])
    .select(["account.email", "account.locale", "account.realm"])
    .where("delivery.id", "=", id)
    .where("delivery.status", "=", "queued")
    .executeTakeFirst();
}

/** Waiting deliveries made before an instant, oldest first. */
export async function listQueued(db: Db, before: Temporal.Instant, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("notifications.delivery")
    .select("id")
    .where("status", "=", "queued")
    .where("madeAt", "<", before)
    .orderBy("madeAt")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

export async function updateDelivery(
  trx: Trx,
  id: string,
  change: Partial<Pick<DeliveryTable, "status">> & { tries: number; sentAt?: Temporal.Instant; lastError?: string | null },
): Promise<void> {
  await trx.updateTable("notifications.delivery").set(change).where("id", "=", id).where("status", "=", "queued").execute();
}

/** Shows a letter in a demonstration's outbox, once per delivery. */
export async function insertOutbox(db: Db, row: { id: string; at: Temporal.Instant; letter: OutboxTable["letter"] }): Promise<void> {
  await db
    .insertInto("notifications.outbox")
    .values({ ...row, letter: jsonb(row.letter) as never })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}
