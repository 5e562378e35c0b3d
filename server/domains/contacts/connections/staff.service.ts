import type { connectionsStaff } from "#contracts/connections.ts";
import type { BodyOf } from "#contracts/endpoint.ts";
import * as audit from "#server/domains/audit/index.ts";
import { approved } from "#server/domains/contacts/contacts.rules.ts";
import { lockConnectionHere } from "#server/domains/contacts/contacts.store.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { asStaff } from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { act, policyHere } from "./acts.service.ts";
import * as store from "./connections.store.ts";
import { actReasons, actRefusals, canDo, spanOf } from "./machine.rules.ts";
import { CONNECTION_EASED_JOB, CONNECTION_RESTRICTED_JOB, RESTRICTION_LETTER_JOB } from "./news.ts";

interface Where {
  facilityId: string;
  connectionId: string;
}
type Reasoned = BodyOf<typeof connectionsStaff.suspendConnection>;

/** Says that this member of staff looks at a request, or puts it back undecided; taking over from a colleague is a claim too. */
export function review(ctx: Ctx, where: Where, what: "claimed" | "released"): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const connection = await lockConnectionHere(tx.trx, where.facilityId, where.connectionId);
    if (!connection) throw new AppError(["connection.unknown"]);
    if (!canDo(what, connection.status)) throw new AppError(["connection.decided"], { status: connection.status });
    // Asked again by the one who has it, it changes nothing.
    if (what === "claimed" && connection.claimedBy === asStaff(tx.actor).accountId) return null;
    await act(tx, connection, what, { facilityId: where.facilityId });
    return null;
  });
}

/** Suspends, resumes or ends a connection that stands, with a reason. */
export function change(ctx: Ctx, where: Where, what: "suspended" | "resumed" | "ended", given: Reasoned): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const connection = await lockConnectionHere(tx.trx, where.facilityId, where.connectionId);
    if (!connection) throw new AppError(["connection.unknown"]);
    const refusals = actRefusals(what, connection.status, given.reason);
    if (refusals.length > 0) throw new AppError(refusals, { status: connection.status });
    await act(tx, connection, what, { facilityId: where.facilityId, reason: given.reason, words: given.words });
    return null;
  });
}

/** Limits a connection that stands, from a day until a day; once per id. */
export function restrict(ctx: Ctx, where: Where, given: BodyOf<typeof connectionsStaff.restrictConnection>): Promise<{ done: true }> {
  return inTransaction(ctx, async (tx) => {
    const { facilityId, connectionId } = where;
    const connection = await lockConnectionHere(tx.trx, facilityId, connectionId);
    if (!connection) throw new AppError(["connection.unknown"]);
    const { id, kind, fromDay, untilDay, reason, words } = given;
    const { timeZone } = await policyHere(tx, facilityId);
    const today = facilities.toLocal(tx.now(), timeZone).day;
    const refusals = [
      ...(approved(connection.status) ? [] : (["connection.act_impossible"] as const)),
      ...(actReasons.restricted.includes(reason) ? [] : (["connection.reason_needed"] as const)),
      ...(untilDay !== null && (untilDay < fromDay || untilDay < today) ? (["connection.days_wrong"] as const) : []),
    ];
    if (refusals.length > 0) throw new AppError(refusals, { status: connection.status });
    const { agencyId, accountId } = connection;
    const at = tx.now();
    const madeBy = asStaff(tx.actor).accountId;
    const row = { id, agencyId, facilityId, connectionId, kind, fromDay, untilDay, ...spanOf(given, timeZone), reason, madeAt: at, madeBy };
    if (!(await store.insertRestriction(tx.trx, row))) return { done: true as const };
    const step = { id: newId(), agencyId, connectionId, facilityId, at, reason, actorRealm: "staff", actorId: madeBy };
    await store.insertStep(tx.trx, { ...step, act: "restricted" });
    await audit.record(tx, {
      what: "connection.restricted",
      agencyId,
      facilityId,
      subjectId: connectionId,
      facts: { restrictionId: id, kind, reason, fromDay, untilDay },
      words,
    });
    await tx.jobs.send(tx, RESTRICTION_LETTER_JOB, {
      deliveryId: newId(),
      connectionId,
      restrictionId: id,
      accountId,
      facilityId,
      lifted: false,
    });
    await tx.jobs.send(tx, CONNECTION_RESTRICTED_JOB, { connectionId, restrictionId: id });
    tx.publish("board", facilityId);
    return { done: true as const };
  });
}

/** What a letter says of a limit; undefined when there is nothing to say any more. */
export async function restrictionLetter(ctx: Ctx, restrictionId: string) {
  const found = await store.findRestriction(ctx.db, restrictionId);
  if (!found) return undefined;
  const { kind, fromDay, untilDay, reason, residentName, liftedAt } = found;
  return { kind, fromDay, untilDay, reason, residentName, lifted: liftedAt !== null };
}

/** Takes a limit away before its last day. */
export function lift(ctx: Ctx, where: { facilityId: string; restrictionId: string }, given: Reasoned): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const { facilityId, restrictionId } = where;
    const limit = await store.lockRestriction(tx.trx, facilityId, restrictionId);
    if (!limit) throw new AppError(["connection.unknown"]);
    const { reason, words } = given;
    if (!actReasons.restriction_lifted.includes(reason)) throw new AppError(["connection.reason_needed"]);
    const { agencyId, connectionId, accountId } = limit;
    const at = tx.now();
    const liftedBy = asStaff(tx.actor).accountId;
    await store.liftRestriction(tx.trx, restrictionId, { liftedAt: at, liftedBy });
    const step = { id: newId(), agencyId, connectionId, facilityId, at, reason, actorRealm: "staff", actorId: liftedBy };
    await store.insertStep(tx.trx, { ...step, act: "restriction_lifted" });
    await audit.record(tx, {
      what: "connection.restriction_lifted",
      agencyId,
      facilityId,
      subjectId: connectionId,
      facts: { restrictionId, reason },
      words,
    });
    await tx.jobs.send(tx, RESTRICTION_LETTER_JOB, {
      deliveryId: newId(),
      connectionId,
      restrictionId,
      accountId,
      facilityId,
      lifted: true,
    });
    await tx.jobs.send(tx, CONNECTION_EASED_JOB, { connectionId });
    tx.publish("board", facilityId);
    return null;
  });
}
