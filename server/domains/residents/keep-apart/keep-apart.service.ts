import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { keepApartStaff } from "#contracts/keep-apart.ts";
import * as audit from "#server/domains/audit/index.ts";
import { lockResidents } from "#server/domains/residents/locks.store.ts";
import { findByBookingNumber } from "#server/domains/residents/residents.store.ts";
import { findCurrentStay } from "#server/domains/residents/stays/stays.store.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import type { Span } from "./keep-apart.rules.ts";
import * as store from "./keep-apart.store.ts";

type Api = typeof keepApartStaff;
/** News for visits that are booked already, at the beginning and at the end, with {residentId} and whom they must not meet: {otherResidentId} or {contactId}. */
export const KEPT_APART = "keep_apart.made";

/** Whom this resident must not meet, and when. Asked for every booking alike, so that no answer is slower for somebody who has one. */
export function apartFrom(asker: Ctx | TxCtx, residentId: string): Promise<(Span & { otherId: string })[]> {
  return store.listApart(dbOf(asker), residentId);
}

/** The agency of somebody who is at this facility now; anybody else is not there. */
export async function agencyOfHere(asker: Ctx | TxCtx, facilityId: string, residentId: string): Promise<string> {
  const stay = await findCurrentStay(dbOf(asker), residentId);
  if (stay?.facilityId !== facilityId) throw new AppError(["resident.unknown"]);
  return stay.agencyId;
}

/** The account of the staff member who does it. */
export const madeBy = (tx: TxCtx): string | null => (tx.actor.realm === "staff" ? tx.actor.accountId : null);

/** The residents whom a resident here must not meet. */
export async function keepApartList(ctx: Ctx, facilityId: string, residentId: string): Promise<AnswerOf<Api["keepApartList"]>> {
  await agencyOfHere(ctx, facilityId, residentId);
  const rows = await store.listApartHere(ctx.db, facilityId, residentId);
  return rows.map((row) => ({ ...row, madeAt: row.madeAt.toString() }));
}

/** Keeps two residents apart, once per `asked.id`; the other is named by a booking number of this facility. */
export function makeKeepApart(
  ctx: Ctx,
  where: { facilityId: string; residentId: string },
  asked: BodyOf<Api["makeKeepApart"]>,
): Promise<{ id: string }> {
  const { facilityId, residentId } = where;
  const { id, source, words, fromDay, untilDay } = asked;
  return inTransaction(ctx, async (tx) => {
    const agencyId = await agencyOfHere(tx, facilityId, residentId);
    const other = await findByBookingNumber(tx.trx, facilityId, asked.otherBookingNumber);
    if (!other) throw new AppError(["keep_apart.other_unknown"]);
    if (other.id === residentId) throw new AppError(["keep_apart.same_person"]);
    if (untilDay !== null && untilDay < fromDay) throw new AppError(["keep_apart.days_reversed"]);
    // Whoever books for one of the two waits, and then sees it.
    await lockResidents(tx.trx, [residentId, other.id]);
    const earlier = await store.findKeepApart(tx.trx, id);
    if (earlier && earlier.residentId !== residentId) throw new AppError(["access.denied"]);
    if (earlier) return { id };
    const row = { id, agencyId, residentId, otherResidentId: other.id, facilityId, source, words: words || null, fromDay, untilDay };
    await store.insertKeepApart(tx.trx, { ...row, madeAt: tx.now(), madeBy: madeBy(tx) });
    // The record names the entry and nobody: who reads the audit need not have the right to read this.
    await audit.record(tx, { what: "keep_apart.made", agencyId, facilityId, subjectId: id });
    await tx.jobs.send(tx, KEPT_APART, { residentId, otherResidentId: other.id });
    return { id };
  });
}

/** Lets two residents meet again. */
export async function endKeepApart(ctx: Ctx, where: { facilityId: string; residentId: string; keepApartId: string }): Promise<null> {
  const { facilityId, residentId, keepApartId } = where;
  await inTransaction(ctx, async (tx) => {
    const agencyId = await agencyOfHere(tx, facilityId, residentId);
    const found = await store.findKeepApart(tx.trx, keepApartId);
    const other = found?.residentId === residentId ? found.otherResidentId : found?.residentId;
    const theirs = found && other && (found.residentId === residentId || found.otherResidentId === residentId);
    if (theirs) await lockResidents(tx.trx, [residentId, other]);
    if (!theirs || !(await store.endKeepApart(tx.trx, keepApartId, { endedAt: tx.now(), endedBy: madeBy(tx) })))
      throw new AppError(["keep_apart.unknown"]);
    await audit.record(tx, { what: "keep_apart.ended", agencyId, facilityId, subjectId: keepApartId });
    await tx.jobs.send(tx, KEPT_APART, { residentId, otherResidentId: other });
  });
  return null;
}
