import { z } from "zod";
import type { ConnectionForStaff, connectionsStaff } from "#contracts/connections.ts";
import type { BodyOf } from "#contracts/endpoint.ts";
import * as audit from "#server/domains/audit/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { CONNECTION_DECIDED_JOB } from "./contacts.letters.ts";
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
  const rows = found.slice(0, limit).map((row) => ({
    id: row.id,
    status: row.status,
    relationship: row.relationship,
    requestedAt: row.requestedAt.toString(),
    decidedAt: row.decidedAt?.toString() ?? null,
    reason: row.reason,
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
      otherConnectionsHere: row.otherConnectionsHere,
    },
  }));
  return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
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

    const { accountId, agencyId } = connection;
    const { reason } = given;
    const decidedBy = tx.actor.realm === "staff" ? tx.actor.staffId : null;
    const reasonWords = given.words ? given.words : null;
    await store.updateConnection(tx.trx, connectionId, { status: decision, reason, reasonWords, decidedAt: tx.now(), decidedBy });
    await audit.record(tx, {
      what: "connection.decided",
      agencyId,
      facilityId,
      subjectId: connectionId,
      facts: { from: connection.status, to: decision, reason },
      words: given.words,
    });
    await tx.jobs.send(tx, CONNECTION_DECIDED_JOB, { deliveryId: newId(), connectionId, accountId, facilityId, status: decision, reason });
    tx.publish("board", facilityId);
  });
  return null;
}
