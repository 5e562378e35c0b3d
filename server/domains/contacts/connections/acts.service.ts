import assert from "node:assert/strict";
import type { z } from "zod";
import type { DecisionReason } from "#contracts/connections.ts";
import * as audit from "#server/domains/audit/index.ts";
import { CONNECTION_DECIDED_JOB } from "#server/domains/contacts/contacts.letters.ts";
import { updateConnection } from "#server/domains/contacts/contacts.store.ts";
import type { ConnectionRow } from "#server/domains/contacts/contacts.tables.ts";
import { keepPicturesAfter } from "#server/domains/contacts/identification/pictures.service.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import type { TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./connections.store.ts";
import { type Act, acts, canDo } from "./machine.rules.ts";
import { CONNECTION_EASED_JOB, CONNECTION_ENDED_JOB, CONNECTION_SUSPENDED_JOB } from "./news.ts";

type Reason = z.infer<typeof DecisionReason>;

const audited = {
  claimed: "connection.claimed",
  released: "connection.released",
  approved: "connection.decided",
  auto_approved: "connection.decided",
  rejected: "connection.decided",
  withdrawn: "connection.withdrawn",
  suspended: "connection.suspended",
  resumed: "connection.resumed",
  ended: "connection.ended",
} as const satisfies Record<Act, audit.AuditWhat>;

/** Of these the contact hears by letter, unless it was they who did it. */
const told: readonly Act[] = ["approved", "auto_approved", "rejected", "suspended", "resumed", "ended"];
const decisions: readonly Act[] = ["approved", "auto_approved", "rejected"];

/** What is done, with its reason where it needs one. `facilityId` is where the resident is. */
export interface Given {
  facilityId: string | null;
  reason?: Reason;
  words?: string | undefined;
}

/** Takes one step with a locked connection: row, record, audit, letter and the news for other domains, all in this transaction. */
export async function act(tx: TxCtx, connection: ConnectionRow & { accountId: string }, what: Act, given: Given): Promise<void> {
  const { id: connectionId, agencyId, accountId, status: from } = connection;
  assert(canDo(what, from), `${what} cannot be done from ${from}`);
  const to = acts[what].to;
  const { facilityId, reason = null } = given;
  const at = tx.now();
  const staffId = tx.actor.realm === "staff" ? tx.actor.staffId : null;
  const reviewing = what === "claimed";
  await updateConnection(tx.trx, connectionId, {
    status: to,
    claimedBy: reviewing && tx.actor.realm === "staff" ? tx.actor.accountId : null,
    claimedAt: reviewing ? at : null,
    ...(reason ? { reason, reasonWords: given.words ? given.words : null, decidedAt: at, decidedBy: staffId } : {}),
    // Whom nobody answered may ask anew at once.
    ...(what === "rejected" && facilityId && reason !== "not_answered" ? { againFrom: await againFrom(tx, facilityId, at) } : {}),
  });
  const actorId = audit.actorIdOf(tx.actor);
  await store.insertStep(tx.trx, {
    id: newId(),
    agencyId,
    connectionId,
    facilityId,
    at,
    act: what,
    reason,
    actorRealm: tx.actor.realm,
    actorId,
  });
  await audit.record(tx, {
    what: audited[what],
    agencyId,
    facilityId,
    subjectId: connectionId,
    facts: { from, to, ...(reason ? { reason } : {}) },
    words: given.words,
  });
  if (decisions.includes(what) || what === "withdrawn") await keepPicturesAfter(tx, connection.contactId);
  if (told.includes(what) && tx.actor.realm !== "outside")
    await tx.jobs.send(tx, CONNECTION_DECIDED_JOB, { deliveryId: newId(), connectionId, accountId, facilityId, status: to, reason });
  if (what === "suspended") await tx.jobs.send(tx, CONNECTION_SUSPENDED_JOB, { connectionId });
  if (what === "resumed") await tx.jobs.send(tx, CONNECTION_EASED_JOB, { connectionId });
  if (what === "ended") await tx.jobs.send(tx, CONNECTION_ENDED_JOB, { connectionId });
  if (facilityId) tx.publish("board", facilityId);
}

async function againFrom(tx: TxCtx, facilityId: string, at: Temporal.Instant): Promise<Temporal.Instant | null> {
  const { connectionAgainDays } = await policyHere(tx, facilityId);
  return connectionAgainDays === 0 ? null : at.add({ hours: connectionAgainDays * 24 });
}

/** The facility's rules today, by its own calendar. */
export async function policyHere(tx: TxCtx, facilityId: string) {
  const facility = await facilities.facilityOf(tx, facilityId);
  assert(facility, `facility ${facilityId} is there`);
  const policy = await facilities.policyOn(tx, facilityId, facilities.toLocal(tx.now(), facility.timeZone).day);
  return { ...policy, timeZone: facility.timeZone };
}
