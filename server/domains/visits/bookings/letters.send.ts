import { notify, registerLetter } from "#server/domains/notifications/index.ts";
import type { Ctx, TxCtx } from "#server/platform/context.ts";
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

/** Writes to the family that their visit is cancelled, whoever cancelled it. */
export async function sendCancelled(tx: TxCtx, visit: Told): Promise<void> {
  await send(tx, CANCELLED, visit);
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
}

async function send(tx: TxCtx, template: string, { id, contactId, facilityId }: Told): Promise<void> {
  const { accountId } = await findAccount(tx.trx, contactId);
  await notify(tx, { accountId, template, facts: { visitId: id }, facilityId });
}
