import { type Insertable, sql, type Updateable } from "kysely";
import { type FileRow, type FileTable, type Status, waiting } from "#server/domains/contacts/contacts.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const BATCH = 200;
const PICTURES = ["front", "back", "selfie"] as const;

export async function insertFile(trx: Trx, row: Insertable<FileTable>): Promise<void> {
  await trx.insertInto("contacts.file").values(row).execute();
}

/** Makes whoever else writes files of this contact wait. */
export async function lockContact(trx: Trx, contactId: string): Promise<boolean> {
  const row = await trx
    .selectFrom("contacts.contact")
    .select("id")
    .where("id", "=", contactId)
    .where("closedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateFile(trx: Trx, id: string, change: Updateable<FileTable>): Promise<boolean> {
  const result = await trx.updateTable("contacts.file").set(change).where("id", "=", id).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Takes the keys of a contact's files of these kinds: from then on nobody can read them, wherever a copy may lie. */
export async function dropKeys(trx: Trx, contactId: string, kinds: readonly FileRow["kind"][], now: Temporal.Instant): Promise<string[]> {
  const rows = await trx
    .updateTable("contacts.file")
    .set({ key: null, keepUntil: now })
    .where("contactId", "=", contactId)
    .where("kind", "in", kinds)
    .where("key", "is not", null)
    .returning("id")
    .execute();
  return rows.map((row) => row.id);
}

/** Whether a legal hold keeps what there is of this contact: on them, on whom they know, or on a facility of one of these. */
export async function isHeld(db: Db, contactId: string, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`select keeping.is_held(null, subjects, ${now}) as held
    from contacts.keep_contact where id = ${contactId}`.execute(db);
  return rows[0]?.held === true;
}

/** The files of a contact that are whole. */
export function listFiles(db: Db, contactId: string): Promise<FileRow[]> {
  return db
    .selectFrom("contacts.file")
    .selectAll()
    .where("contactId", "=", contactId)
    .where("key", "is not", null)
    .orderBy("kind")
    .execute();
}

export function findFile(db: Db, contactId: string, kind: FileRow["kind"]): Promise<FileRow | undefined> {
  return db
    .selectFrom("contacts.file")
    .selectAll()
    .where("contactId", "=", contactId)
    .where("kind", "=", kind)
    .where("key", "is not", null)
    .executeTakeFirst();
}

/** When a request was last answered with yes or no; undefined where no step says so. */
export async function answeredAt(db: Db, connectionId: string): Promise<Temporal.Instant | undefined> {
  const row = await db
    .selectFrom("contacts.connectionStep")
    .select("at")
    .where("connectionId", "=", connectionId)
    .where("act", "in", ["approved", "auto_approved", "rejected"])
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.at;
}

/** Keeps a contact's pictures until this instant, and not for a shorter time than before. */
export async function extendPictures(trx: Trx, contactId: string, keepUntil: Temporal.Instant): Promise<void> {
  await trx
    .updateTable("contacts.file")
    .set({ keepUntil })
    .where("contactId", "=", contactId)
    .where("kind", "in", PICTURES)
    .where("key", "is not", null)
    .where("keepUntil", "<", keepUntil)
    .execute();
}

/** Whether a request of this contact waits that was made after `since`. */
export async function hasWaiting(db: Db, contactId: string, since: Temporal.Instant): Promise<boolean> {
  const row = await db
    .selectFrom("contacts.connection")
    .select("id")
    .where("contactId", "=", contactId)
    .where("status", "in", waiting)
    .where("requestedAt", ">", since)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a request of this contact that fits nobody waits: to them it is one like any other. */
export async function hasUnmatchedWaiting(db: Db, contactId: string, since: Temporal.Instant): Promise<boolean> {
  const row = await db
    .selectFrom("contacts.unmatchedRequest")
    .select("id")
    .where("contactId", "=", contactId)
    .where("withdrawnAt", "is", null)
    .where("answeredAt", "is", null)
    .where("requestedAt", ">", since)
    .executeTakeFirst();
  return row !== undefined;
}

/** Files whose time is over, in any state of being written or removed; pictures that a waiting request needs are left out, whether or not it fits somebody. */
export async function listExpired(
  db: Db,
  now: Temporal.Instant,
  waitingSince: Temporal.Instant,
  afterId: string,
): Promise<Pick<FileRow, "id" | "kind" | "contactId" | "key">[]> {
  return db
    .selectFrom("contacts.file as f")
    .select(["f.id", "f.kind", "f.contactId", "f.key"])
    .where("f.keepUntil", "<=", now)
    .where(sql<boolean>`not keeping.is_held(null, (select k.subjects from contacts.keep_contact k where k.id = f.contact_id), ${now})`)
    .where("f.id", ">", afterId)
    .where(
      sql<boolean>`(f.key is null or f.kind = 'own_data' or not (exists (select from contacts.connection c where c.contact_id = f.contact_id
        and c.status = any(${waiting as Status[]}) and c.requested_at > ${waitingSince})
        or exists (select from contacts.unmatched_request u where u.contact_id = f.contact_id and u.withdrawn_at is null
        and u.answered_at is null and u.requested_at > ${waitingSince})))`,
    )
    .orderBy("f.id")
    .limit(BATCH)
    .execute();
}

export async function deleteFile(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom("contacts.file").where("id", "=", id).execute();
}
