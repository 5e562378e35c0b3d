import * as contacts from "#server/domains/contacts/index.ts";
import type { TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import type { Party } from "./party.rules.ts";
import * as store from "./party.store.ts";

/** The guests whom a contact names for a visit, as they stand on the contact's own list, and how many of those named are not on it. */
export interface Named {
  guests: Awaited<ReturnType<typeof contacts.guestsToBring>>;
  unknown: number;
}

/** Reads whom a contact names; the list is kept from changing until the transaction ends, so that nobody comes who was taken off it meanwhile. */
export async function named(tx: TxCtx, contactId: string, guestIds: readonly string[]): Promise<Named> {
  const ids = new Set(guestIds);
  if (ids.size === 0) return { guests: [], unknown: 0 };
  const guests = (await contacts.guestsToBring(tx, contactId)).filter(({ id }) => ids.has(id));
  return { guests, unknown: ids.size - guests.length };
}

/** The party of one contact with those they named, as the rules ask for it. */
export async function partyOf(
  tx: TxCtx,
  { guests, unknown }: Named,
  at: { contactId: string; connectionId: string; startsAt: Temporal.Instant; day: string },
): Promise<Party> {
  const { contactId, connectionId, startsAt, day } = at;
  return {
    adultIds: [contactId],
    guests: guests.map(({ kind, birthDate }) => ({ kind, birthDate, adultId: contactId })),
    unknown,
    day,
    childrenForbidden: await contacts.childrenForbiddenAt(tx, connectionId, startsAt),
  };
}

/** Writes down who comes along to a visit, as they are on their contact's list today. */
export async function bring(
  tx: TxCtx,
  visit: { id: string; agencyId: string; facilityId: string; contactId: string },
  guests: Named["guests"],
): Promise<void> {
  const { id: visitId, agencyId, facilityId, contactId: adultId } = visit;
  const madeAt = tx.now();
  await store.insertGuests(
    tx.trx,
    guests.map(({ id: guestId, ...guest }) => ({ ...guest, id: newId(), agencyId, facilityId, visitId, guestId, adultId, madeAt })),
  );
}
