import assert from "node:assert/strict";
import { notify, registerLetter } from "#server/domains/notifications/index.ts";
import { findAsked } from "#server/domains/visits/party/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { reminderLetter } from "./letters.ts";
import { remindersOf } from "./reminders.rules.ts";
import { findAccount, findVisit, isEnding } from "./visits.store.ts";

const REMIND_JOB = "visit.remind";

/** Says, at start, how a reminder is written, and takes up those whose time has come. */
export function registerReminders(ctx: Ctx): void {
  for (const kind of ["visit.reminder_day", "visit.reminder_hour"] as const) registerLetter(kind, reminderLetter);
  ctx.jobs.work(REMIND_JOB, async ({ visitId, kind, deliveryId, partyId }) => {
    assert(typeof visitId === "string" && typeof kind === "string" && typeof deliveryId === "string");
    await inTransaction(ctx, (tx) => remind(tx, { visitId, kind, deliveryId, ...(typeof partyId === "string" ? { partyId } : {}) }));
  });
}

/** Asks for the reminders of a visit in the transaction that books it. The jobs only wake us: whether there is a visit then, its row says. */
export async function askReminders(
  tx: TxCtx,
  visit: { id: string; startsAt: Temporal.Instant; timeZone: string; partyId?: string },
): Promise<void> {
  const { id: visitId, partyId } = visit;
  for (const { kind, at } of remindersOf(visit.startsAt, visit.timeZone, tx.now()))
    await tx.jobs.send(tx, REMIND_JOB, { visitId, kind, deliveryId: newId(), ...(partyId ? { partyId } : {}) }, { startAfter: at });
}

/** Lets go of reminders that were due before now: after a backup was brought back, the world before has sent them. Answers with how many. */
export const letGoReminders = (tx: TxCtx): Promise<number> => tx.jobs.letGoDue(tx, REMIND_JOB);

async function remind(tx: TxCtx, asked: { visitId: string; kind: string; deliveryId: string; partyId?: string }): Promise<void> {
  const { visitId, kind, deliveryId, partyId } = asked;
  const visit = await findVisit(tx.trx, visitId);
  if (visit?.status !== "booked" || Temporal.Instant.compare(visit.startsAt, tx.now()) <= 0 || (await isEnding(tx.trx, visitId))) return;
  const along = partyId === undefined ? undefined : await findAsked(tx.trx, partyId);
  // They step out, or are taken out: then it is no visit of theirs.
  if (partyId !== undefined && along?.status !== "accepted") return;
  const { facilityId, startsAt, timeZone, madeAt } = visit;
  const reminder = remindersOf(startsAt, timeZone, along?.acceptedAt ?? madeAt).find((one) => one.kind === kind);
  if (!reminder) return;
  const { accountId } = await findAccount(tx.trx, along?.contactId ?? visit.contactId);
  const facts = { visitId, ...(partyId ? { partyId } : {}) };
  await notify(tx, { id: deliveryId, accountId, template: kind, facts, facilityId, usefulUntil: reminder.usefulUntil });
}
