import { nameConfirmed } from "#server/domains/contacts/contacts.service.ts";
import { findConnection } from "#server/domains/contacts/contacts.store.ts";
import { eraseFiles } from "#server/domains/contacts/identification/pictures.service.ts";
import { apartFromContact } from "#server/domains/contacts/keep-apart/keep-apart.service.ts";
import { forgetAddresses } from "#server/domains/contacts/own-data/closing.service.ts";
import { registerOwnDataJobs } from "#server/domains/contacts/own-data/own-data.service.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import type { Keeping, Report } from "#server/platform/keeping.ts";
import { act, policyHere } from "./acts.service.ts";
import * as store from "./connections.store.ts";
import { endUnanswered, lookAtDeadlines } from "./deadlines.service.ts";
import { deleteInvitations, listInvitations } from "./invitations.store.ts";
import { canDo, listedAs, listedMatches } from "./machine.rules.ts";
import { CONNECTION_ASKED_JOB } from "./news.ts";

const EVERY_HOUR = "10 * * * *";

/** What follows a request, and what is looked at every hour: deadlines, and addresses of accounts that were closed. */
export function registerContactJobs(ctx: Ctx, blobs: Blobs): void {
  registerOwnDataJobs(ctx, blobs);
  identity.onConfirmed(nameConfirmed);
  ctx.jobs.work(CONNECTION_ASKED_JOB, async ({ connectionId }) => {
    if (typeof connectionId === "string") await approveIfListed(ctx, connectionId);
  });
  ctx.jobs.cron("contacts.deadlines", EVERY_HOUR, async () => {
    await lookAtDeadlines(ctx);
    await endUnanswered(ctx);
    await forgetAddresses(ctx);
  });
}

/** What the nightly deletion takes: pictures and exports with their files, requests that fitted nobody, and whom residents named. */
export function registerContactKeeping(keeping: Keeping, blobs: Blobs): void {
  const tell = async (ctx: Ctx, report: Report, count: number) =>
    report(Array.from({ length: count }, () => ({ agencyId: null, facilityId: null, outcome: "erased" as const, since: ctx.now() })));
  keeping.register({
    kind: "id_picture",
    tables: ["contacts.file"],
    files: [{ table: "contacts.file", id: "id", key: "key" }],
    erase: async (ctx, report) => tell(ctx, report, await eraseFiles(ctx, blobs)),
  });
  keeping.register({
    kind: "connection",
    tables: ["contacts.unmatched_request", "contacts.invitation"],
    erase: async (ctx, report) => {
      await tell(ctx, report, await store.deleteUnmatched(ctx.db, ctx.now()));
      await tell(ctx, report, await deleteInvitations(ctx.db, ctx.now()));
    },
  });
}

/** Approves a request at once where the facility's rules say so and the resident had named this very person: whole name and birth date. */
export function approveIfListed(ctx: Ctx, connectionId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const asked = await findConnection(tx.trx, connectionId);
    // Whoever keeps these two apart takes this lock: the rule sees it, or comes after it.
    if (asked) await residents.lockResidents(tx.trx, [asked.residentId]);
    const connection = await store.lockConnection(tx.trx, connectionId);
    if (!connection || !canDo("auto_approved", connection.status)) return;
    const stay = await residents.currentStay(tx, connection.residentId);
    const policy = stay && (await policyHere(tx, stay.facilityId));
    if (!stay || !policy?.connectionsAutoApproved) return;
    // Two who must not meet, now or from some day on, wait for staff like everybody else.
    const today = facilities.toLocal(tx.now(), policy.timeZone).day;
    const apart = await apartFromContact(tx, connection.residentId, connection.contactId);
    if (apart.some(({ untilDay }) => untilDay === null || untilDay >= today)) return;
    const listed = listedAs(await listInvitations(tx.trx, connection.residentId, tx.now()), connection);
    if (!listed) return;
    const { nameMatches, birthDateMatches } = listedMatches(listed, connection);
    // An earlier no of this agency is for a person to weigh, never for a rule.
    const earlier = await store.listEarlier(tx.trx, connection.agencyId, connection.contactId, connectionId);
    const refusedBefore = earlier.some(
      ({ status, reason }) => status !== "approved" && status !== "auto_approved" && reason !== "not_answered",
    );
    if (!nameMatches || birthDateMatches !== true || refusedBefore) return;
    await act(tx, connection, "auto_approved", { facilityId: stay.facilityId, reason: "listed_by_resident" });
  });
}
