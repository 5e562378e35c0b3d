import type { z } from "zod";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { StaffMe, StaffRow, staffIdentity } from "#contracts/identity.ts";
import type { Role } from "#contracts/permissions.ts";
import { record } from "#server/domains/audit/index.ts";
import { type Ctx, dbOf, inTransaction, type StaffActor, type TxCtx } from "#server/platform/context.ts";
import type { Trx } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { plainEmail } from "./accounts.service.ts";
import * as accounts from "./accounts.store.ts";
import { can } from "./can.ts";
import { removeFactor } from "./factor.ts";
import * as store from "./grants.store.ts";
import { setLeave } from "./leavers/leavers.store.ts";
import { askForLetter } from "./letters.ts";
import { endLinks } from "./links.ts";
import { deletePasskeys } from "./passkeys/passkeys.store.ts";
import { endSignIns } from "./sign-ins.service.ts";
import { findStaff } from "./staff.store.ts";

const RESET_HOURS = 24;

type Me = z.infer<typeof StaffMe>;
/** Facilities by their ids and by the agencies that run them; facilities stand below identity, so this is handed in. */
export type FacilitiesOf = (ctx: Ctx, of: { facilityIds: readonly string[]; agencyIds: readonly string[] }) => Promise<Me["facilities"]>;

/** Who is signed in, with which grants, and the facilities that these reach. */
export async function staffMe(ctx: Ctx, actor: StaffActor, facilitiesOf: FacilitiesOf): Promise<Me> {
  const [member, account] = await Promise.all([findStaff(ctx.db, actor.accountId), accounts.findAccount(ctx.db, actor.accountId)]);
  if (!member || !account) throw new AppError(["access.signed_out"]);
  const { accountId, staffId, givenName, familyName, grants } = member;
  const facilities = await facilitiesOf(ctx, {
    facilityIds: grants.flatMap((grant) => grant.facilityId ?? []),
    agencyIds: grants.filter((grant) => grant.facilityId === null).map((grant) => grant.agencyId),
  });
  return {
    accountId,
    staffId,
    givenName,
    familyName,
    email: account.email,
    locale: account.locale,
    grants: grants as Me["grants"],
    facilities,
  };
}

/** Staff with a grant that holds at this facility, by name: those of the whole agency too. */
export async function staffList(
  ctx: Ctx,
  actor: StaffActor,
  place: { facilityId: string; agencyId: string },
): Promise<z.infer<typeof StaffRow>[]> {
  const [held, resets] = await Promise.all([store.listGrants(ctx.db, place), store.listResets(ctx.db, place.facilityId, ctx.now())]);
  return [...Map.groupBy(held, (row) => row.staffId).values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    const waiting = resets.find((reset) => reset.accountId === first.accountId);
    const { staffId, accountId, givenName, familyName, email } = first;
    return {
      staffId,
      accountId,
      givenName,
      familyName,
      email,
      status: first.status === "invited" ? ("invited" as const) : ("active" as const),
      grants: rows.map((row) => ({ id: row.grantId, role: row.role, facilityId: row.facilityId })),
      leavesAt: first.leavesAt?.toString() ?? null,
      resetWaiting: waiting
        ? { id: waiting.id, requestedBy: waiting.requestedByName, mine: waiting.requestedBy === actor.accountId }
        : null,
    };
  });
}

/**
 * Invites a staff member with one role at this facility; `id` is the staff member's, so asking again invites once. Somebody
 * who already works for the agency gets the role and keeps their account; an address in use elsewhere is refused.
 */
export function inviteStaff(
  ctx: Ctx,
  place: { facilityId: string; agencyId: string },
  asked: BodyOf<typeof staffIdentity.inviteStaff>,
): Promise<{ done: true }> {
  return inTransaction(ctx, async (tx) => {
    await inviteTo(tx, place, asked);
    return { done: true };
  });
}

/** Invites a staff member in the caller's transaction, to one facility or, with a role that may have it so, to the whole agency. */
export async function inviteTo(
  tx: TxCtx,
  place: { facilityId: string | null; agencyId: string },
  asked: Omit<BodyOf<typeof staffIdentity.inviteStaff>, "role"> & { role: Role },
): Promise<void> {
  const email = plainEmail(asked.email);
  const accountId = newId();
  const row = { id: accountId, realm: "staff" as const, email, passwordHash: null, emailConfirmedAt: null, locale: asked.locale };
  const isNew = await accounts.insertAccount(tx.trx, { ...row, status: "invited", madeAt: tx.now() });
  const account = isNew ? { id: accountId, status: "invited" as const } : await accounts.findByEmail(tx.trx, "staff", email);
  if (!account) throw new AppError(["server.busy"]);
  if (isNew) {
    const { id, givenName, familyName } = asked;
    // The id of an earlier invitation, sent again with another address: the earlier one stands.
    if (!(await store.insertMember(tx.trx, { id, accountId, agencyId: place.agencyId, givenName, familyName })))
      throw new AppError(["staff.already_invited"]);
  }
  const member = await findStaff(tx.trx, account.id);
  if (!member || member.agencyId !== place.agencyId) throw new AppError(["staff.already_invited"]);
  // Somebody who left comes back to the same agency: everything is set up anew.
  if (account.status === "closed") {
    await accounts.updateAccount(tx.trx, account.id, { status: "invited", locale: asked.locale, closedAt: null });
    await setLeave(tx.trx, account.id, null);
  }
  const grant = { id: newId(), accountId: account.id, role: asked.role, ...place, grantedAt: tx.now(), grantedBy: grantedBy(tx.actor) };
  if (!(await store.insertGrant(tx.trx, grant))) {
    // The same request once more, by a browser that did not hear the first answer.
    if (member.staffId === asked.id) return;
    throw new AppError(["staff.already_invited"]);
  }
  await askForLetter(tx, member.factorConfirmed ? "staff_grant_given" : "staff_invitation", {
    accountId: account.id,
    ...(place.facilityId === null ? {} : { facilityId: place.facilityId }),
  });
  if (isNew) await record(tx, { what: "staff.invited", subjectId: account.id, ...place });
  await record(tx, { what: "staff.grant_given", subjectId: account.id, ...place, facts: { grantId: grant.id, role: asked.role } });
}

/** The staff account behind an address, with every live grant; undefined when there is none. */
export async function staffByEmail(asker: Ctx | TxCtx, email: string) {
  const account = await accounts.findByEmail(dbOf(asker), "staff", plainEmail(email));
  const member = account && (await findStaff(dbOf(asker), account.id));
  return account && member ? { ...member, closed: account.status === "closed" } : undefined;
}

/** Whether this staff account has its second factor already: then an invitation has nothing more to say. */
export async function isSetUp(ctx: Ctx, accountId: string): Promise<boolean> {
  return (await findStaff(ctx.db, accountId))?.factorConfirmed === true;
}

/** Takes a grant at this facility away, and with it every sign-in and live socket of that person, at once. */
export function revokeGrant(ctx: Ctx, place: { facilityId: string; agencyId: string }, grantId: string): Promise<void> {
  return inTransaction(ctx, (tx) => takeGrantAway(tx, place, grantId));
}

/** The same in the caller's transaction; without a facility, a grant for the whole agency. The last administrator's stays. */
export async function takeGrantAway(tx: TxCtx, place: { facilityId: string | null; agencyId: string }, grantId: string): Promise<void> {
  const { facilityId, agencyId } = place;
  const live = await store.lockGrants(tx.trx, { facilityId, agencyId });
  const grant = live.find((row) => row.id === grantId);
  if (!grant) throw new AppError(["staff.grant_unknown"]);
  const administrator = facilityId === null ? "agency_administrator" : "facility_administrator";
  const isAdministrator = (row: (typeof live)[number]) => row.role === administrator && row.status === "active";
  const others = live.filter((row) => row.id !== grantId && isAdministrator(row));
  if (isAdministrator(grant) && others.length === 0) throw new AppError(["staff.last_administrator"]);
  await store.revokeGrant(tx.trx, grantId, grantedBy(tx.actor), tx.now());
  await endSignIns(tx, { accountId: grant.accountId }, "grant_revoked");
  await endLinks(tx.trx, grant.accountId, ["second_factor"]);
  await record(tx, {
    what: "staff.grant_revoked",
    subjectId: grant.accountId,
    agencyId,
    ...(facilityId === null ? {} : { facilityId }),
    facts: { grantId, role: grant.role },
  });
}

/** First of two people: asks that a colleague's lost second factor be reset. */
export function requestFactorReset(
  ctx: Ctx,
  actor: StaffActor,
  place: { facilityId: string; agencyId: string },
  asked: { id: string; staffId: string },
): Promise<{ done: true }> {
  return inTransaction(ctx, async (tx) => {
    const member = await store.findMemberAt(tx.trx, place, asked.staffId);
    if (!member) throw new AppError(["request.not_found"]);
    if (member.accountId === actor.accountId) throw new AppError(["staff.same_person"]);
    const requestedAt = tx.now();
    const reset = { id: asked.id, accountId: member.accountId, facilityId: place.facilityId, requestedBy: actor.accountId };
    const added = await store.insertReset(tx.trx, { ...reset, requestedAt, expiresAt: requestedAt.add({ hours: RESET_HOURS }) });
    if (!added && !(await store.isOwnReset(tx.trx, reset))) throw new AppError(["request.not_found"]);
    if (added)
      await record(tx, { what: "staff.factor_reset_requested", subjectId: member.accountId, ...place, facts: { resetId: asked.id } });
    return { done: true };
  });
}

/** Second of two people, neither of them the colleague: agrees. Every sign-in ends, and a link for a new factor is sent. */
export function approveFactorReset(
  ctx: Ctx,
  actor: StaffActor,
  place: { facilityId: string; agencyId: string },
  resetId: string,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const reset = await store.lockReset(tx.trx, place.facilityId, resetId, tx.now());
    if (!reset) throw new AppError(["staff.reset_unknown"]);
    if (reset.requestedBy === actor.accountId || reset.accountId === actor.accountId) throw new AppError(["staff.same_person"]);
    // A request does not outlive the grant of the one it is for, or the right of whoever made it.
    const target = await findStaff(tx.trx, reset.accountId);
    const worksHere = target?.grants.some(
      (grant) => grant.facilityId === place.facilityId || (grant.facilityId === null && grant.agencyId === place.agencyId),
    );
    if (!worksHere || !(await mayReset(tx.trx, reset.requestedBy, place))) throw new AppError(["staff.reset_unknown"]);
    await store.approveReset(tx.trx, resetId, actor.accountId, tx.now());
    await removeFactor(tx.trx, reset.accountId);
    // What was lost may hold the passkey too.
    await deletePasskeys(tx.trx, reset.accountId);
    await endLinks(tx.trx, reset.accountId, ["second_factor", "enrol_factor", "invitation"]);
    await endSignIns(tx, { accountId: reset.accountId }, "factor_reset");
    await askForLetter(tx, "factor_reset", { accountId: reset.accountId, facilityId: place.facilityId });
    await record(tx, { what: "staff.factor_reset_approved", subjectId: reset.accountId, ...place, facts: { resetId } });
  });
}

async function mayReset(trx: Trx, accountId: string, place: { facilityId: string; agencyId: string }): Promise<boolean> {
  const member = await findStaff(trx, accountId);
  if (!member) return false;
  return can({ realm: "staff", signInId: "", accountId, staffId: member.staffId, grants: member.grants }, "staff.reset_factor", place);
}

const grantedBy = (actor: Ctx["actor"]) => ("accountId" in actor ? actor.accountId : null);
