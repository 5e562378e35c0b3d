import { cancelReasonOf } from "#contracts/flags.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { cancelAsFacility } from "#server/domains/visits/bookings/index.ts";
import { lockVisit } from "#server/domains/visits/bookings/visits.store.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { type Flag, type FlagReason, flagOf, review } from "./flags.rules.ts";
import * as store from "./flags.store.ts";

export const CANCEL_DUE_JOB = "visit.cancel_flagged";
const RESIDENT_GONE = "visit.resident_gone";
const BATCHES_MAX = 100;

/**
 * Looks at every coming visit of a stay as its rows are now, raises the flags that are due and puts to rest those that no longer are. Done
 * twice it changes nothing the second time.
 */
export function reviewStay(ctx: Ctx, stayId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const before = await residents.stayForReview(tx, stayId);
    if (!before) return;
    await residents.lockResidents(tx.trx, [before.residentId]);
    const stay = await residents.stayForReview(tx, stayId);
    if (!stay) return;
    for (const visit of await store.listOpenVisits(tx.trx, stayId, tx.now())) {
      // Somebody who has gone sits in no room: it is ended with its reason, and not left to run out before an empty chair.
      if (visit.status === "in_progress") {
        if (stay.state !== "current") tx.publish(RESIDENT_GONE, visit.id);
        continue;
      }
      const flags = await store.listFlagsOf(tx.trx, visit.id);
      const { raise, rest } = review(
        flagOf({ stay, visit }),
        flags.map((flag) => ({ ...flag, resolved: flag.resolvedAt !== null })),
      );
      await store.resolve(tx.trx, rest, { resolution: "fits_again", resolvedBy: null, now: tx.now() });
      if (raise) await raiseFlag(tx, visit, raise);
    }
    tx.publish("board", stay.facilityId);
  });
}

/** Flags a visit for staff, once for each reason, and wakes up when it is to be cancelled. */
export async function raiseFlag(tx: TxCtx, visit: { id: string; agencyId: string; facilityId: string }, flag: Flag): Promise<void> {
  const { id: visitId, agencyId, facilityId } = visit;
  const { reason, cancelsAt } = flag;
  const id = newId();
  if (!(await store.insertFlag(tx.trx, { id, agencyId, facilityId, visitId, reason, raisedAt: tx.now(), cancelsAt }))) return;
  // That two people are kept apart is not to be read out of the audit: it names the flag and nobody.
  const hidden = reason === "keep_apart";
  await audit.record(tx, {
    what: "visit.flagged",
    agencyId,
    facilityId,
    subjectId: hidden ? id : visitId,
    facts: hidden ? {} : { reason, flagId: id },
  });
  if (cancelsAt) await tx.jobs.send(tx, CANCEL_DUE_JOB, { flagId: id }, { startAfter: cancelsAt });
  tx.publish("board", facilityId);
}

/** Flags what is booked already of two people who must not meet from now on, and puts to rest what nothing stands in the way of any more; only whoever has the right sees these flags. */
export function reviewApart(ctx: Ctx, who: { residentId: string; otherResidentId?: string; contactId?: string }): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { residentId, otherResidentId, contactId } = who;
    await residents.lockResidents(tx.trx, [residentId, ...(otherResidentId ? [otherResidentId] : [])]);
    const found = await store.listApart(tx.trx, { residentId, otherResidentId, contactId }, tx.now());
    for (const visit of found) await raiseFlag(tx, visit, { reason: "keep_apart", since: tx.now(), cancelsAt: null });
    const free = await store.listFlaggedFree(tx.trx, [residentId, ...(otherResidentId ? [otherResidentId] : [])]);
    for (const visit of free) {
      await store.restFlags(tx.trx, visit.id, "keep_apart", tx.now());
      tx.publish("board", visit.facilityId);
    }
  });
}

/** Cancels every visit whose flag has waited long enough, telling both sides why; answers with how many. */
export async function cancelDue(ctx: Ctx): Promise<number> {
  let cancelled = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const due = await store.listDue(ctx.db, ctx.now());
    for (const { id, visitId } of due) if (await cancelOne(ctx, id, visitId)) cancelled++;
    if (due.length === 0) break;
  }
  return cancelled;
}

function cancelOne(ctx: Ctx, flagId: string, visitId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    // First the visit and then its flag, as every act on it does.
    const visit = await lockVisit(tx.trx, visitId);
    const flag = await store.lockFlag(tx.trx, flagId);
    if (!visit || !flag || flag.resolvedAt !== null || flag.cancelsAt === null) return false;
    if (Temporal.Instant.compare(flag.cancelsAt, tx.now()) > 0) return false;
    const end = (resolution: "fits_again" | "cancelled" | "over") =>
      store.resolve(tx.trx, [flagId], { resolution, resolvedBy: null, now: tx.now() });
    // The release may have been taken back a moment ago, or the connection resumed, and its job still be under way.
    if (await fitsAgain(tx, flag.reason, visit)) {
      await end("fits_again");
      return false;
    }
    const did = visit.status === "booked" && (await cancelAsFacility(tx, visit, cancelReasonOf[flag.reason]));
    await end(did ? "cancelled" : "over");
    return did;
  });
}

async function fitsAgain(tx: TxCtx, reason: FlagReason, visit: { stayId: string; connectionId: string }): Promise<boolean> {
  if (reason === "connection_suspended") return (await contacts.standingOf(tx, visit.connectionId))?.status !== "suspended";
  return (await residents.stayForReview(tx, visit.stayId))?.state === "current";
}

/** Registers what visits do when custody changes. */
export function registerFlags(ctx: Ctx): void {
  for (const news of [residents.RELEASED, residents.MOVED]) ctx.jobs.work(news, (facts) => reviewStay(ctx, String(facts.stayId)));
  ctx.jobs.work(residents.KEPT_APART, ({ residentId, otherResidentId, contactId }) =>
    reviewApart(ctx, {
      residentId: String(residentId),
      ...(otherResidentId ? { otherResidentId: String(otherResidentId) } : {}),
      ...(contactId ? { contactId: String(contactId) } : {}),
    }),
  );
  ctx.jobs.work(CANCEL_DUE_JOB, async () => void (await cancelDue(ctx)));
  // The wake-up of a flag may be lost with a server; its row is not.
  ctx.jobs.cron("visit.sweep_flags", "* * * * *", async () => void (await cancelDue(ctx)));
}
