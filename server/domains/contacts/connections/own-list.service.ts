import type { z } from "zod";
import type { OwnConnection, Restriction } from "#contracts/connections.ts";
import { approved, mayKnowPlace } from "#server/domains/contacts/contacts.rules.ts";
import { findConnection, listOwnConnections, OWN_CONNECTIONS_MAX } from "#server/domains/contacts/contacts.store.ts";
import { type ConnectionRow, type RestrictionRow, waiting } from "#server/domains/contacts/contacts.tables.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import * as store from "./connections.store.ts";
import { forbidding, forbids, inForce } from "./machine.rules.ts";

type Own = z.infer<typeof OwnConnection>;

/** A contact's connections and requests and where each stands. A request that fits nobody reads like one that nobody answers. */
export async function ownConnections(ctx: Ctx): Promise<Own[]> {
  const { contactId } = identity.asOutside(ctx.actor);
  const matched = await withLimits(ctx, await listOwnConnections(ctx.db, contactId));
  const unmatched: Own[] = (await store.listUnmatched(ctx.db, contactId)).map((row) => {
    const status = row.withdrawnAt ? "withdrawn" : row.answeredAt ? "rejected" : "requested";
    return {
      id: row.id,
      residentName: row.askedName,
      relationship: row.relationship,
      status,
      facility: mayKnowPlace(status) ? facilityOf(row) : null,
      reason: status === "rejected" ? "not_answered" : null,
      reasonWords: null,
      decidedAt: status === "rejected" && row.answeredAt ? row.answeredAt.toString() : null,
      requestedAt: row.requestedAt.toString(),
      dueAt: status === "requested" ? row.dueAt.toString() : null,
      againFrom: null,
      restrictions: [],
    };
  });
  const newestFirst = (a: Own, b: Own) => b.requestedAt.localeCompare(a.requestedAt) || b.id.localeCompare(a.id);
  // Counted together: a request that many later ones push off the list is pushed off whomever it fits.
  return [...matched, ...unmatched].sort(newestFirst).slice(0, OWN_CONNECTIONS_MAX);
}

/** What a merge of two records of one resident set aside of a contact's connections, each as it stood: for the contact's own data, in no list of the app. */
export async function connectionsSetAside(ctx: Ctx, contactId: string): Promise<(Own & { keptAside: true })[]> {
  const rows = await withLimits(ctx, await listOwnConnections(ctx.db, contactId, "aside"));
  return rows.map((row) => ({ ...row, keptAside: true }));
}

async function withLimits(ctx: Ctx, rows: Awaited<ReturnType<typeof listOwnConnections>>): Promise<Own[]> {
  const now = ctx.now();
  const limits = Map.groupBy(
    await store.listRestrictions(
      ctx.db,
      rows.map((row) => row.id),
      now,
    ),
    (limit) => limit.connectionId,
  );
  return rows.map((row) => {
    const status = row.setAsideStatus ?? row.status;
    const waits = waiting.includes(status);
    return {
      id: row.id,
      residentName: nameFor(status, row, row.askedName),
      relationship: row.relationship,
      // That staff look at it already would tell that the person is there.
      status: waits ? "requested" : status,
      facility: mayKnowPlace(status) ? facilityOf(row) : null,
      reason: row.reason,
      reasonWords: row.reasonWords,
      decidedAt: row.decidedAt?.toString() ?? null,
      requestedAt: row.requestedAt.toString(),
      dueAt: waits ? (row.dueAt?.toString() ?? null) : null,
      againFrom: later(row.againFrom, now),
      restrictions: (limits.get(row.id) ?? []).map((limit) => toRestriction(limit, now)),
    };
  });
}

/** A limit as it is shown. */
export const toRestriction = (limit: RestrictionRow, now: Temporal.Instant): z.infer<typeof Restriction> => ({
  id: limit.id,
  kind: limit.kind,
  fromDay: limit.fromDay,
  untilDay: limit.untilDay,
  reason: limit.reason,
  inForce: inForce(limit, now),
});

/** Tells of a moment whether the two may not see each other then, although their connection stands. */
export async function forbiddenAt(asker: Ctx | TxCtx, connectionId: string): Promise<(at: Temporal.Instant) => boolean> {
  const limits = await store.listRestrictions(dbOf(asker), [connectionId], asker.now());
  return (at) => limits.some((limit) => forbids(limit, at));
}

/** Whether the two may have nothing to do with one another at this moment: no visit, and no gift either. */
export async function noContactNow(asker: Ctx | TxCtx, connectionId: string): Promise<boolean> {
  const limits = await store.listRestrictions(dbOf(asker), [connectionId], asker.now());
  return limits.some((limit) => limit.kind === "no_contact" && inForce(limit, asker.now()));
}

/** Whether a limit of this connection says that no child may come along at this moment. */
export async function childrenForbiddenAt(asker: Ctx | TxCtx, connectionId: string, at: Temporal.Instant): Promise<boolean> {
  const limits = await store.listRestrictions(dbOf(asker), [connectionId], asker.now());
  return limits.some((limit) => limit.kind === "child" && inForce(limit, at));
}

/** Tells of a moment whether staff have to be there when the two see each other. */
export async function supervisedAt(asker: Ctx | TxCtx, connectionId: string): Promise<(at: Temporal.Instant) => boolean> {
  const limits = await store.listRestrictions(dbOf(asker), [connectionId], asker.now());
  return (at) => limits.some((limit) => limit.kind === "supervised" && inForce(limit, at));
}

/** How a connection stands, with the limits that nobody has lifted; undefined where there is none. */
export async function standingOf(asker: Ctx | TxCtx, connectionId: string) {
  const connection = await findConnection(dbOf(asker), connectionId);
  if (!connection) return undefined;
  const limits = await store.listRestrictions(dbOf(asker), [connectionId], asker.now());
  return {
    status: connection.status,
    since: connection.decidedAt,
    limits: limits.map(({ kind, startsAt, endsAt, madeAt }) => ({ forbids: forbidding.includes(kind), startsAt, endsAt, madeAt })),
  };
}
export type Standing = NonNullable<Awaited<ReturnType<typeof standingOf>>>;

/** Whether this id is a request of this contact's own that fits nobody: to them it is one that waits. */
export async function isOwnRequest(asker: Ctx | TxCtx, id: string, contactId: string): Promise<boolean> {
  return (await store.findUnmatched(dbOf(asker), id))?.contactId === contactId;
}

/** What a letter says of what was done to a connection; undefined when nothing is to be said of where it stands now. */
export async function decidedConnection(ctx: Ctx, connectionId: string) {
  const connection = await findConnection(ctx.db, connectionId);
  if (!connection) {
    const unmatched = await store.findUnmatched(ctx.db, connectionId);
    if (!unmatched?.answeredAt || unmatched.withdrawnAt) return undefined;
    return { decision: "rejected" as const, residentName: unmatched.askedName, reason: "not_answered" as const, reasonWords: null };
  }
  const card = await residents.cardOf(ctx, connection.residentId);
  const decision = decisionOf(connection);
  if (!card || !connection.reason || !decision) return undefined;
  const { status, reason, reasonWords, askedName } = connection;
  return { decision, residentName: nameFor(status, card, askedName), reason, reasonWords };
}

function decisionOf({ status, reason }: ConnectionRow) {
  if (status === "approved" && reason === "cleared") return "resumed" as const;
  if (status === "approved" || status === "auto_approved") return "approved" as const;
  return status === "rejected" || status === "suspended" || status === "ended" ? status : undefined;
}

/** Until the facility has agreed, no more than whoever asked already knew; afterwards that much again. */
function nameFor(
  status: ConnectionRow["status"],
  resident: { residentName: string; familyName: string | null },
  askedName: string | null,
): string {
  if (approved(status) || status === "suspended") return resident.residentName;
  return askedName ?? resident.familyName ?? resident.residentName;
}

const later = (at: Temporal.Instant | null, now: Temporal.Instant): string | null =>
  at !== null && Temporal.Instant.compare(at, now) > 0 ? at.toString() : null;

function facilityOf(row: {
  facilityId: string | null;
  facilityName: string | null;
  kind: "prison" | "jail" | null;
  timeZone: string | null;
  place: string | null;
}): Own["facility"] {
  const { facilityId: id, facilityName: name, kind, timeZone, place } = row;
  return id !== null && name !== null && kind !== null && timeZone !== null && place !== null ? { id, name, kind, timeZone, place } : null;
}
