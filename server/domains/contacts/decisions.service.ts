import { z } from "zod";
import type { ConnectionForStaff, connectionsStaff } from "#contracts/connections.ts";
import type { BodyOf } from "#contracts/endpoint.ts";
import { asStaff } from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { act } from "./connections/acts.service.ts";
import { isOverdue } from "./connections/machine.rules.ts";
import { type Decision, decisionRefusals } from "./contacts.rules.ts";
import * as store from "./contacts.store.ts";

const Key = z.uuid();

/** A page of the connections of residents who are at this facility now: waiting ones oldest first, or decided ones newest first. */
export async function connectionQueue(
  ctx: Ctx,
  facilityId: string,
  asked: { status: "waiting" | "decided"; limit: number; after?: string | undefined },
): Promise<{ rows: z.infer<typeof ConnectionForStaff>[]; next: string | null }> {
  const { status, limit, after } = asked;
  if (after !== undefined && !Key.safeParse(after).success) throw new AppError(["request.invalid"], { where: "after" });
  const found = await store.listConnectionsHere(ctx.db, facilityId, { status, limit: limit + 1, ...(after ? { after } : {}) });
  const rows = found.slice(0, limit).map((row) => toRow(ctx, row));
  return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

/** A row of the queue as staff read it. */
export function toRow(ctx: Ctx, row: Awaited<ReturnType<typeof store.listConnectionsHere>>[number]): z.infer<typeof ConnectionForStaff> {
  return {
    id: row.id,
    status: row.status,
    relationship: row.relationship,
    requestedAt: row.requestedAt.toString(),
    decidedAt: row.decidedAt?.toString() ?? null,
    reason: row.reason,
    dueAt: row.dueAt?.toString() ?? null,
    overdue: isOverdue(row, ctx.now()),
    reviewer: reviewerOf(row, ctx),
    resident: {
      id: row.residentId,
      name: row.residentName,
      bookingNumber: row.bookingNumber,
      unit: row.unitName,
    },
    contact: {
      id: row.contactId,
      name: `${row.givenName} ${row.familyName}`,
      birthDate: row.birthDate,
      emailConfirmed: row.emailConfirmed,
      correctedAt: row.correctedAt?.toString() ?? null,
      otherConnectionsHere: row.otherConnectionsHere,
    },
  };
}

function reviewerOf(row: { status: string; claimedBy: string | null; reviewerName: string | null }, ctx: Ctx) {
  if (row.status !== "under_review" || !row.claimedBy) return null;
  return { name: row.reviewerName ?? "", mine: row.claimedBy === asStaff(ctx.actor).accountId };
}

/** Approves or rejects a connection, with a reason; of two decisions at once the first stands. */
export async function decideConnection(
  ctx: Ctx,
  where: { facilityId: string; connectionId: string },
  decision: Decision,
  given: BodyOf<typeof connectionsStaff.approveConnection>,
): Promise<null> {
  const { facilityId, connectionId } = where;
  await inTransaction(ctx, async (tx) => {
    const connection = await store.lockConnectionHere(tx.trx, facilityId, connectionId);
    if (!connection) throw new AppError(["connection.unknown"]);
    const refusals = decisionRefusals(connection.status, decision, given.reason);
    if (refusals.length > 0) throw new AppError(refusals, { connectionId, status: connection.status });

    await act(tx, connection, decision, { facilityId, reason: given.reason, words: given.words });
  });
  return null;
}
