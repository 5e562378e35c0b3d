import * as contacts from "#server/domains/contacts/index.ts";
import { lockVisit } from "#server/domains/visits/bookings/visits.store.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { takeFrom } from "./asking.service.ts";
import { isOpen } from "./contacts.rules.ts";
import * as store from "./contacts.store.ts";

/**
 * Takes somebody whose connection no longer stands as it did out of the visits of others to which they were to come; the visits stand, and both
 * are told. Whoever was only asked is left as they are: they find no invitation any more, and no answer tells why. Done twice it changes nothing
 * the second time.
 */
export async function reviewComing(ctx: Ctx, connectionId: string): Promise<void> {
  for (const { id, visitId } of await store.listComingBy(ctx.db, connectionId, ctx.now()))
    await inTransaction(ctx, async (tx) => {
      const visit = await lockVisit(tx.trx, visitId);
      const row = await store.lockAsked(tx.trx, id);
      if (!visit || row?.status !== "accepted" || row.contactId === null || !isOpen(visit, tx.now())) return;
      if (await contacts.whoMayCome(tx, visit, { contactId: row.contactId })) return;
      await takeFrom(tx, visit, row, "remove", "facility");
    });
}
