import * as audit from "#server/domains/audit/index.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import { sendPartyChanged } from "#server/domains/visits/bookings/letters.send.ts";
import { lockVisit } from "#server/domains/visits/bookings/visits.store.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import * as store from "./party.store.ts";

/** Registers what visits do when a contact takes a guest off their list. */
export function registerVisitGuests(ctx: Ctx): void {
  ctx.jobs.work(contacts.GUEST_REMOVED_JOB, ({ guestId }) => leaveVisits(ctx, String(guestId)));
}

/** Takes a guest off every booked visit to come; its record and a letter say so. Done twice it changes nothing the second time. */
async function leaveVisits(ctx: Ctx, guestId: string): Promise<void> {
  for (const visitId of await store.listComingOf(ctx.db, guestId, ctx.now()))
    await inTransaction(ctx, async (tx) => {
      const visit = await lockVisit(tx.trx, visitId);
      // It has begun or was cancelled: then who was to come stays as it stood.
      if (visit?.status !== "booked" || Temporal.Instant.compare(visit.startsAt, tx.now()) <= 0) return;
      if (!(await store.deleteGuestOf(tx.trx, visitId, guestId))) return;
      const { agencyId, facilityId, contactId } = visit;
      await note(tx, { visitId, facilityId, code: "party_changed", facts: { by: "family" } });
      await audit.record(tx, { what: "visit.party_changed", subjectId: visitId, agencyId, facilityId, facts: { guestId } });
      await sendPartyChanged(tx, { id: visitId, contactId, facilityId });
      tx.publish("board", facilityId);
    });
}
