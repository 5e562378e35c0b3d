import type { z } from "zod";
import type { ConnectionDetail } from "#contracts/connections.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { residentConnectionsStaff } from "#contracts/resident-connections.ts";
import * as audit from "#server/domains/audit/index.ts";
import { listConnectionsHere } from "#server/domains/contacts/contacts.store.ts";
import { toRow } from "#server/domains/contacts/decisions.service.ts";
import { kindsFor } from "#server/domains/contacts/identification/pictures.service.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./connections.store.ts";
import { listInvitations } from "./invitations.store.ts";
import { listedAs, listedMatches } from "./machine.rules.ts";
import { toRestriction } from "./own-list.service.ts";

const OF_RESIDENT_MAX = 200;

/** All that this agency knows of one connection. Whoever opens it is written down: a birth date and a history stand in it. */
export async function connectionDetail(
  ctx: Ctx,
  where: { facilityId: string; connectionId: string },
): Promise<z.infer<typeof ConnectionDetail>> {
  const { facilityId, connectionId } = where;
  const [row] = await listConnectionsHere(ctx.db, facilityId, { status: "waiting", limit: 1, id: connectionId });
  if (!row || row.status === "withdrawn") throw new AppError(["connection.unknown"]);
  const { agencyId, contactId, residentId } = row;
  const contact = { id: contactId, givenName: row.givenName, familyName: row.familyName, birthDate: row.birthDate };
  const [pictures, named, alike, earlier, steps, limits] = await Promise.all([
    kindsFor(ctx, row),
    listInvitations(ctx.db, residentId, ctx.now()),
    store.listAlike(ctx.db, agencyId, contact),
    store.listEarlier(ctx.db, agencyId, contactId, connectionId, facilityId),
    store.listSteps(ctx.db, connectionId),
    store.listRestrictions(ctx.db, [connectionId], ctx.now()),
  ]);
  const listed = listedAs(named, contact);
  await inTransaction(ctx, (tx) => audit.record(tx, { what: "connection.viewed", agencyId, facilityId, subjectId: connectionId }));
  return {
    ...toRow(ctx, row),
    pictures,
    listed: listed ? { madeAt: listed.madeAt.toString(), ...listedMatches(listed, contact) } : null,
    alike: alike.map((one) => ({
      contactId: one.contactId,
      name: `${one.givenName} ${one.familyName}`,
      birthDate: one.birthDate,
      connections: one.connections,
    })),
    earlier: earlier.map((one) => ({
      connectionId: one.connectionId,
      residentName: one.residentName,
      sameResident: one.residentId === residentId,
      status: one.status,
      reason: one.reason,
      decidedAt: one.decidedAt?.toString() ?? null,
    })),
    steps: steps.map((step) => ({ at: step.at.toString(), act: step.act, reason: step.reason, byName: step.byName })),
    restrictions: limits.map((limit) => toRestriction(limit, ctx.now())),
  };
}

/** The connections of a resident who is here, waiting ones too, each with the limits that nobody has lifted. */
export async function connectionsOfResident(
  ctx: Ctx,
  where: { facilityId: string; residentId: string },
): Promise<AnswerOf<typeof residentConnectionsStaff.connectionsOfResident>> {
  const { facilityId, residentId } = where;
  const stay = await inTransaction(ctx, (tx) => residents.currentStay(tx, residentId));
  if (stay?.facilityId !== facilityId) throw new AppError(["resident.unknown"]);
  const rows = await listConnectionsHere(ctx.db, facilityId, { status: "decided", limit: OF_RESIDENT_MAX, residentId });
  const ids = rows.map(({ id }) => id);
  const limits = Map.groupBy(await store.listRestrictions(ctx.db, ids, ctx.now()), (limit) => limit.connectionId);
  return rows.map((row) => ({
    ...toRow(ctx, row),
    restrictions: (limits.get(row.id) ?? []).map((limit) => toRestriction(limit, ctx.now())),
  }));
}
