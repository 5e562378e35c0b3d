import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { keepApartStaff } from "#contracts/keep-apart.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./keep-apart.store.ts";

type Api = typeof keepApartStaff;

/** When this resident and this contact must not meet. Asked for every booking alike. */
export function apartFromContact(asker: Ctx | TxCtx, residentId: string, contactId: string): Promise<residents.ApartSpan[]> {
  return store.listSpans(dbOf(asker), residentId, contactId);
}

/** The contacts whom a resident here must not meet. */
export async function contactKeepApartList(
  ctx: Ctx,
  facilityId: string,
  residentId: string,
): Promise<AnswerOf<Api["contactKeepApartList"]>> {
  await residents.agencyOfHere(ctx, facilityId, residentId);
  const rows = await store.listKeptApart(ctx.db, residentId);
  return rows.map((row) => ({ ...row, madeAt: row.madeAt.toString() }));
}

/** Keeps a resident and a contact apart, once per `asked.id`. Their connection and all its answers stay as they are. */
export function makeContactKeepApart(
  ctx: Ctx,
  where: { facilityId: string; residentId: string },
  asked: BodyOf<Api["makeContactKeepApart"]>,
): Promise<{ id: string }> {
  const { facilityId, residentId } = where;
  const { id, source, words, fromDay, untilDay } = asked;
  return inTransaction(ctx, async (tx) => {
    const agencyId = await residents.agencyOfHere(tx, facilityId, residentId);
    const contactId = await store.contactOfConnection(tx.trx, asked.connectionId, residentId);
    if (contactId === undefined) throw new AppError(["keep_apart.other_unknown"]);
    if (untilDay !== null && untilDay < fromDay) throw new AppError(["keep_apart.days_reversed"]);
    await residents.lockResidents(tx.trx, [residentId]);
    const earlier = await store.findKeepApart(tx.trx, id);
    if (earlier && earlier.residentId !== residentId) throw new AppError(["access.denied"]);
    if (earlier) return { id };
    const about = { source, words: words || null, fromDay, untilDay };
    await store.insertKeepApart(tx.trx, {
      id,
      agencyId,
      residentId,
      contactId,
      facilityId,
      ...about,
      madeAt: tx.now(),
      madeBy: residents.madeBy(tx),
    });
    await audit.record(tx, { what: "keep_apart.made", agencyId, facilityId, subjectId: id });
    await tx.jobs.send(tx, residents.KEPT_APART, { residentId, contactId });
    return { id };
  });
}

/** Lets a resident and a contact meet again. */
export async function endContactKeepApart(ctx: Ctx, where: { facilityId: string; residentId: string; keepApartId: string }): Promise<null> {
  const { facilityId, residentId, keepApartId } = where;
  await inTransaction(ctx, async (tx) => {
    const agencyId = await residents.agencyOfHere(tx, facilityId, residentId);
    const found = await store.findKeepApart(tx.trx, keepApartId);
    if (found?.residentId === residentId) await residents.lockResidents(tx.trx, [residentId]);
    const end = { endedAt: tx.now(), endedBy: residents.madeBy(tx) };
    if (found?.residentId !== residentId || !(await store.endKeepApart(tx.trx, keepApartId, end)))
      throw new AppError(["keep_apart.unknown"]);
    await audit.record(tx, { what: "keep_apart.ended", agencyId, facilityId, subjectId: keepApartId });
    await tx.jobs.send(tx, residents.KEPT_APART, { residentId, contactId: found.contactId });
  });
  return null;
}
