import * as audit from "#server/domains/audit/index.ts";
import { CONNECTION_DECIDED_JOB } from "#server/domains/contacts/contacts.letters.ts";
import { updateConnection } from "#server/domains/contacts/contacts.store.ts";
import { keepPicturesAfter } from "#server/domains/contacts/identification/pictures.service.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { act } from "./acts.service.ts";
import * as store from "./connections.store.ts";
import { canDo, lapsesBefore, unmatchedKeptUntil } from "./machine.rules.ts";
import { OVERDUE_JOB } from "./news.ts";

/*
 * What time does to a request. One that fits nobody goes the way of one that fits and that nobody answers, step by step: it waits past its
 * deadline, can be taken back all that time, and ends with the same words in the same run of the same job.
 */

/** Tells staff of requests that wait too long, once each. One that fits nobody leaves the same line in the facility's record. */
export async function lookAtDeadlines(ctx: Ctx): Promise<void> {
  const overdue = await store.listOverdue(ctx.db, ctx.now());
  const unmatched = await store.listUnmatchedOverdue(ctx.db, ctx.now());
  await inTransaction(ctx, async (tx) => {
    const counts = new Map<string, { agencyId: string; count: number }>();
    for (const { id, agencyId, facilityId } of overdue) {
      await updateConnection(tx.trx, id, { overdueToldAt: tx.now() });
      await audit.record(tx, { what: "connection.overdue", agencyId, facilityId, subjectId: id });
      if (facilityId) counts.set(facilityId, { agencyId, count: (counts.get(facilityId)?.count ?? 0) + 1 });
    }
    for (const row of unmatched)
      if (await store.noteUnmatchedOverdue(tx.trx, row.id, tx.now())) await recordUnmatched(tx, "connection.overdue", row);
    for (const [facilityId, { agencyId, count }] of counts) {
      await tx.jobs.send(tx, OVERDUE_JOB, { facilityId, agencyId, count });
      tx.publish("board", facilityId);
    }
  });
}

/** Ends requests that nobody answered long past their deadline, whether or not they fit anybody: the contact may ask anew at once. */
export async function endUnanswered(ctx: Ctx): Promise<void> {
  const before = lapsesBefore(ctx.now());
  const lapsed = await store.listLapsed(ctx.db, before);
  const unmatched = await store.listUnmatchedLapsed(ctx.db, before);
  await inTransaction(ctx, async (tx) => {
    for (const id of lapsed) {
      const connection = await store.lockConnection(tx.trx, id);
      if (!connection || !canDo("rejected", connection.status)) continue;
      const stay = await residents.currentStay(tx, connection.residentId);
      await act(tx, connection, "rejected", { facilityId: stay?.facilityId ?? null, reason: "not_answered" });
    }
    for (const row of unmatched) {
      const { id, contactId, accountId } = row;
      const answeredAt = tx.now();
      if (!(await store.answerUnmatched(tx.trx, id, { answeredAt, keepUntil: unmatchedKeptUntil(answeredAt) }))) continue;
      await keepPicturesAfter(tx, contactId);
      await recordUnmatched(tx, "connection.decided", row, { to: "rejected", reason: "not_answered" });
      const facts = { deliveryId: newId(), connectionId: id, accountId, status: "rejected", reason: "not_answered" };
      await tx.jobs.send(tx, CONNECTION_DECIDED_JOB, facts);
    }
  });
}

/** Writes down what became of a request that fits nobody, in the record of the facility that was asked: how many lines that has is public. */
export async function recordUnmatched(
  tx: TxCtx,
  what: "connection.overdue" | "connection.withdrawn" | "connection.decided",
  request: { id: string; facilityId: string },
  facts?: Record<string, string>,
): Promise<void> {
  const { id, facilityId } = request;
  const facility = await facilities.facilityOf(tx, facilityId);
  const where = facility ? { agencyId: facility.agencyId, facilityId } : {};
  await audit.record(tx, { what, ...where, subjectId: id, ...(facts ? { facts } : {}) });
}
