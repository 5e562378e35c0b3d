import { notify, registerLetter } from "#server/domains/notifications/index.ts";
import { listAsked } from "#server/domains/visits/party/index.ts";
import type { Ctx, TxCtx } from "#server/platform/context.ts";
import { registerPartyLetters, sendPartyLetter } from "./letters.party.ts";
import { bookedLetter, cancelledLetter, partyChangedLetter, stationChangedLetter } from "./letters.ts";
import { askReminders, registerReminders } from "./reminders.service.ts";
import { findAccount } from "./visits.store.ts";

const BOOKED = "visit.booked";
const CANCELLED = "visit.cancelled";
const PARTY_CHANGED = "visit.party_changed";
const STATION_CHANGED = "visit.station_changed";

/** Says, at start, how the letters about visits are written. */
export function registerVisitLetters(ctx: Ctx): void {
  registerLetter(BOOKED, bookedLetter);
  registerLetter(CANCELLED, cancelledLetter);
  registerLetter(PARTY_CHANGED, partyChangedLetter);
  registerLetter(STATION_CHANGED, stationChangedLetter);
  registerPartyLetters();
  registerReminders(ctx);
}

interface Told {
  id: string;
  contactId: string;
  facilityId: string;
}

/** Writes to the family that their visit is booked, in the transaction that books it, and asks that they be reminded. */
export async function sendBooked(tx: TxCtx, visit: Told & { startsAt: Temporal.Instant; timeZone: string }): Promise<void> {
  await send(tx, BOOKED, visit);
  await askReminders(tx, visit);
}

/** Writes to the family that their visit is cancelled, whoever cancelled it, and to everybody who was to come along. */
export async function sendCancelled(tx: TxCtx, visit: Told): Promise<void> {
  await send(tx, CANCELLED, visit);
  for (const { id: partyId, contactId } of await listAsked(tx.trx, [visit.id], ["accepted"]))
    if (contactId !== null) await sendPartyLetter(tx, CANCELLED, { ...visit, partyId, contactId });
}

/** Writes to the family who comes along now, after somebody no longer does. */
export async function sendPartyChanged(tx: TxCtx, visit: Told): Promise<void> {
  await send(tx, PARTY_CHANGED, visit);
}

/** Writes to the family that the resident will sit at another station; it says nothing any more once the visit has moved on or begun. */
export async function sendStationChanged(tx: TxCtx, visit: Told & { startsAt: Temporal.Instant }, stationId: string): Promise<void> {
  const { accountId } = await findAccount(tx.trx, visit.contactId);
  const { id: visitId, facilityId, startsAt: usefulUntil } = visit;
  await notify(tx, { accountId, template: STATION_CHANGED, facts: { visitId, stationId }, facilityId, usefulUntil });
  for (const along of await listAsked(tx.trx, [visitId], ["accepted"])) {
    if (along.contactId === null) continue;
    const to = await findAccount(tx.trx, along.contactId);
    const facts = { visitId, stationId, partyId: along.id };
    await notify(tx, { accountId: to.accountId, template: STATION_CHANGED, facts, facilityId, usefulUntil });
  }
}

async function send(tx: TxCtx, template: string, { id, contactId, facilityId }: Told): Promise<void> {
  const { accountId } = await findAccount(tx.trx, contactId);
  await notify(tx, { accountId, template, facts: { visitId: id }, facilityId });
}
