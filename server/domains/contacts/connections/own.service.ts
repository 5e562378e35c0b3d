import { keepPicturesAfter } from "#server/domains/contacts/identification/pictures.service.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { act } from "./acts.service.ts";
import * as store from "./connections.store.ts";
import { recordUnmatched } from "./deadlines.service.ts";
import { canDo } from "./machine.rules.ts";

/** A contact takes back a request that waits, whether or not it fits anybody. */
export function withdraw(ctx: Ctx, connectionId: string): Promise<null> {
  const { contactId } = identity.asOutside(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    const connection = await store.lockOwn(tx.trx, connectionId, { contactId });
    if (!connection) {
      const unmatched = await store.findUnmatched(tx.trx, connectionId);
      if (unmatched && (await store.withdrawUnmatched(tx.trx, connectionId, contactId, tx.now()))) {
        await keepPicturesAfter(tx, contactId);
        // At the same place as that of a request which fits: how many lines a facility's record has is public.
        await recordUnmatched(tx, "connection.withdrawn", unmatched);
        return null;
      }
      throw new AppError([unmatched?.contactId === contactId ? "connection.decided" : "connection.unknown"]);
    }
    if (!canDo("withdrawn", connection.status)) throw new AppError(["connection.decided"]);
    const stay = await residents.currentStay(tx, connection.residentId);
    await act(tx, connection, "withdrawn", { facilityId: stay?.facilityId ?? null });
    return null;
  });
}

/** A contact ends a connection that stands. */
export function endOwn(ctx: Ctx, connectionId: string): Promise<null> {
  const { contactId } = identity.asOutside(ctx.actor);
  return end(ctx, connectionId, { contactId });
}

/** A resident ends a connection that stands. */
export function endInside(ctx: Ctx, connectionId: string): Promise<null> {
  const { residentId } = identity.asInside(ctx.actor);
  return end(ctx, connectionId, { residentId });
}

function end(ctx: Ctx, connectionId: string, of: { contactId: string } | { residentId: string }): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const connection = await store.lockOwn(tx.trx, connectionId, of);
    if (!connection) {
      // A request that fits nobody answers like one that waits.
      const unmatched = "contactId" in of ? await store.findUnmatched(tx.trx, connectionId) : undefined;
      const own = unmatched !== undefined && "contactId" in of && unmatched.contactId === of.contactId;
      throw new AppError([own ? "connection.act_impossible" : "connection.unknown"]);
    }
    if (!canDo("ended", connection.status)) throw new AppError(["connection.act_impossible"]);
    const stay = await residents.currentStay(tx, connection.residentId);
    const reason = "contactId" in of ? "asked_by_contact" : "asked_by_resident";
    await act(tx, connection, "ended", { facilityId: stay?.facilityId ?? null, reason });
    return null;
  });
}
