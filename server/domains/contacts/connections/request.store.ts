import { waiting } from "#server/domains/contacts/contacts.tables.ts";
import type { Trx } from "#server/platform/database.ts";

/** Whether this contact waits for an answer to exactly this, whomever it fits. */
export async function hasAsked(trx: Trx, asked: { contactId: string; askedKey: Buffer }): Promise<boolean> {
  const { contactId, askedKey } = asked;
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
    .where("answeredAt", "is", null)
    .executeTakeFirst();
  return matched !== undefined || unmatched !== undefined;
}

/** What staff here refused this contact and may not yet be asked anew: the name as typed, and until when. */
export function listTooSoon(trx: Trx, asked: { contactId: string; facilityId: string; now: Temporal.Instant }) {
  const { contactId, facilityId, now } = asked;
  return trx
    .selectFrom("contacts.connection")
    .select(["askedName", "againFrom"])
    .where("contactId", "=", contactId)
    .where("askedFacilityId", "=", facilityId)
    .where("status", "=", "rejected")
    .where("againFrom", ">", now)
    .execute();
}
