import { type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import { findForVisit } from "./along.store.ts";

/** A visit, as far as it decides who may come. */
export interface VisitOfResident {
  agencyId: string;
  residentId: string;
  startsAt: Temporal.Instant;
  localDay: string;
}
export type WhoComes = NonNullable<Awaited<ReturnType<typeof findForVisit>>>;

/**
 * Somebody who may come to a visit with this resident although another contact has booked it: connected and approved there, with no limit and not
 * kept apart that day. One question for all of it, whoever is meant: undefined tells not which of them it is, nor whether there is such a person.
 */
export function whoMayCome(
  asker: Ctx | TxCtx,
  visit: VisitOfResident,
  who: { email: string } | { contactId: string },
): Promise<WhoComes | undefined> {
  return findForVisit(dbOf(asker), visit, who);
}

/** The same of one contact, whose connection is kept from changing until the transaction ends: a limit made meanwhile comes after it, and finds them there. */
export function holdWhoMayCome(tx: TxCtx, visit: VisitOfResident, contactId: string): Promise<WhoComes | undefined> {
  return findForVisit(tx.trx, visit, { contactId }, { hold: true });
}
