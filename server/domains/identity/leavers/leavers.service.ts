import { record } from "#server/domains/audit/index.ts";
import * as accounts from "#server/domains/identity/accounts.store.ts";
import { can } from "#server/domains/identity/can.ts";
import { removeFactor } from "#server/domains/identity/factor.ts";
import { endLinks } from "#server/domains/identity/links.ts";
import { deletePasskeys } from "#server/domains/identity/passkeys/passkeys.store.ts";
import { endSignIns } from "#server/domains/identity/sign-ins.service.ts";
import { deleteLink } from "#server/domains/identity/single-sign-on/sign-on.store.ts";
import { findStaff } from "#server/domains/identity/staff.store.ts";
import { type Ctx, inTransaction, type StaffActor, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { leaveRefusals } from "./leavers.rules.ts";
import * as store from "./leavers.store.ts";

/** The job that closes an account when its last moment has come. */
export const LEAVE_JOB = "identity.leave";
const LEAVERS_AT_ONCE = 500;

interface Place {
  facilityId: string;
  agencyId: string;
}

/** A staff member leaves: at once, or at an instant to come. Asking again with another instant moves it. */
export function endStaff(ctx: Ctx, actor: StaffActor, place: Place, asked: { staffId: string; leavesAt: string | null }): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const member = await leaverOf(tx, actor, place, asked.staffId);
    const leavesAt = asked.leavesAt === null ? null : Temporal.Instant.from(asked.leavesAt);
    if (leavesAt && Temporal.Instant.compare(leavesAt, tx.now()) > 0) {
      await store.setLeave(tx.trx, member.accountId, leavesAt);
      await tx.jobs.send(tx, LEAVE_JOB, { accountId: member.accountId }, { startAfter: leavesAt });
      const facts = { leavesAt: leavesAt.toString() };
      await record(tx, { what: "staff.leave_set", subjectId: member.accountId, ...place, facts });
      return;
    }
    await closeAccount(tx, member.accountId, place);
  });
}

/** Takes a leave to come back. */
export function keepStaff(ctx: Ctx, actor: StaffActor, place: Place, staffId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const member = await store.lockMember(tx.trx, place, staffId);
    if (!member?.leavesAt) throw new AppError(["request.not_found"]);
    await mustManage(tx, actor, place, member.accountId);
    await store.setLeave(tx.trx, member.accountId, null);
    await record(tx, { what: "staff.leave_taken_back", subjectId: member.accountId, ...place });
  });
}

/** Takes back an invitation that nobody finished: its link, roles and account end. The same address can be invited anew. */
export function withdrawInvitation(ctx: Ctx, actor: StaffActor, place: Place, staffId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const member = await store.lockMember(tx.trx, place, staffId);
    if (member?.status !== "invited") throw new AppError(["request.not_found"]);
    await mustManage(tx, actor, place, member.accountId);
    await record(tx, { what: "staff.invitation_withdrawn", subjectId: member.accountId, ...place });
    await closeAccount(tx, member.accountId, place);
  });
}

/** Closes the accounts whose last moment has come: by the job of each, and every night for any that were missed. */
export async function closeDue(ctx: Ctx): Promise<number> {
  const due = await store.listDueLeavers(ctx.db, ctx.now(), LEAVERS_AT_ONCE);
  for (const { accountId, agencyId } of due) await inTransaction(ctx, (tx) => closeAccount(tx, accountId, { facilityId: null, agencyId }));
  return due.length;
}

/**
 * Ends, in one transaction, everything by which somebody could still act: roles at every facility, sign-ins with their open sockets,
 * links of letters, resets, second factor, passkeys and the account itself. What they did stays in the record.
 */
async function closeAccount(tx: TxCtx, accountId: string, place: { facilityId: string | null; agencyId: string }): Promise<void> {
  const by = "accountId" in tx.actor ? tx.actor.accountId : null;
  await accounts.lockAccount(tx.trx, accountId);
  await store.endRights(tx.trx, accountId, by, tx.now());
  await endSignIns(tx, { accountId }, "left");
  await endLinks(tx.trx, accountId, ["confirm_email", "reset_password", "invitation", "second_factor", "enrol_factor"]);
  await removeFactor(tx.trx, accountId);
  await deletePasskeys(tx.trx, accountId);
  await deleteLink(tx.trx, accountId);
  await accounts.updateAccount(tx.trx, accountId, { status: "closed", passwordHash: null, closedAt: tx.now() });
  await record(tx, {
    what: "staff.left",
    subjectId: accountId,
    agencyId: place.agencyId,
    ...(place.facilityId ? { facilityId: place.facilityId } : {}),
  });
}

async function leaverOf(tx: TxCtx, actor: StaffActor, place: Place, staffId: string) {
  const member = await store.lockMember(tx.trx, place, staffId);
  const found = member && (await findStaff(tx.trx, member.accountId));
  if (!member || !found) throw new AppError(["request.not_found"]);
  const reasons = leaveRefusals({
    isSelf: member.accountId === actor.accountId,
    leaver: found.grants,
    mayManage: (facilityId) => manages(actor, place.agencyId, facilityId),
    otherAdministrators: await store.countAdministrators(tx.trx, place, member.accountId),
  });
  if (reasons.length > 0) throw new AppError(reasons);
  return member;
}

async function mustManage(tx: TxCtx, actor: StaffActor, place: Place, accountId: string): Promise<void> {
  const found = await findStaff(tx.trx, accountId);
  if (!found?.grants.every(({ facilityId }) => manages(actor, place.agencyId, facilityId))) throw new AppError(["staff.works_elsewhere"]);
}

/** A role for the whole agency is managed only by one that also holds for the whole agency. */
const manages = (actor: StaffActor, agencyId: string, facilityId: string | null) =>
  facilityId === null ? can(actor, "staff.manage", { agencyId }) : can(actor, "staff.manage", { agencyId, facilityId });
