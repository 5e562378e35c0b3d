import { waiting } from "#server/domains/contacts/contacts.tables.ts";
import type { Trx } from "#server/platform/database.ts";

/** Whether this contact waits for an answer to exactly this, whomever it fits. */
export async function hasAsked(trx: Trx, asked: { contactId: string; askedKey: Buffer; now: Temporal.Instant }): Promise<boolean> {
  const { contactId, askedKey, now } = asked;
  const matched = await trx
    .selectFrom("contacts.connection")
    .select("id")
    .where("contactId", "=", contactId)
    .where("askedKey", "=", askedKey)
    .where("status", "in", [...waiting, "approved", "auto_approved", "suspended"])
    .executeTakeFirst();
  const unmatched = await trx
    .selectFrom("contacts.unmatchedRequest")
    .select("id")
    .where("contactId", "=", contactId)
    .where("askedKey", "=", askedKey)
    .where("withdrawnAt", "is", null)
    .where("dueAt", ">", now)
    .executeTakeFirst();
  return matched !== undefined || unmatched !== undefined;
}

/** What this contact was refused here and may not yet ask anew, whether or not it fitted anybody: the name as typed, and until when. */
export async function listTooSoon(trx: Trx, asked: { contactId: string; facilityId: string; now: Temporal.Instant }) {
  const { contactId, facilityId, now } = asked;
  const rejected = await trx
    .selectFrom("contacts.connection")
    .select(["askedName", "againFrom"])
    .where("contactId", "=", contactId)
    .where("askedFacilityId", "=", facilityId)
    .where("status", "=", "rejected")
    .where("againFrom", ">", now)
    .execute();
  const unmatched = await trx
    .selectFrom("contacts.unmatchedRequest")
    .select(["askedName", "againFrom"])
    .where("contactId", "=", contactId)
    .where("facilityId", "=", facilityId)
    .where("withdrawnAt", "is", null)
    .where("dueAt", "<=", now)
    .where("againFrom", ">", now)
    .execute();
  return [...rejected, ...unmatched];
}
