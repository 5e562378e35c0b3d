import type { ExpressionBuilder, Insertable } from "kysely";
import type { Db, Schema, Trx } from "#server/platform/database.ts";
import type { FactorResetTable, StaffGrantTable, StaffMemberTable } from "./identity.tables.ts";

const STAFF_MAX = 2_000;

interface Place {
  facilityId: string;
  agencyId: string;
}

/** A grant holds at its own facility; one without a facility at each of its agency. */
const holdsAt = (place: Place) => (eb: ExpressionBuilder<Schema & { held: StaffGrantTable }, "held">) =>
  eb.and([
    eb("held.agencyId", "=", place.agencyId),
    eb.or([eb("held.facilityId", "=", place.facilityId), eb("held.facilityId", "is", null)]),
  ]);

/** Adds a staff member unless that id is somebody's; tells whether it did. */
export async function insertMember(trx: Trx, row: Insertable<StaffMemberTable>): Promise<boolean> {
  const added = await trx
    .insertInto("identity.staff_member")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

/** Adds a grant unless the same one is live; tells whether it did. */
export async function insertGrant(trx: Trx, row: Insertable<StaffGrantTable>): Promise<boolean> {
  const added = await trx
    .insertInto("identity.staff_grant")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

/** Every live grant that holds at this facility, those for the whole agency too, with whose it is, by name. */
export function listGrants(db: Db, place: Place) {
  return db
    .selectFrom("identity.staff_grant as held")
    .innerJoin("identity.staff_member as member", "member.accountId", "held.accountId")
    .innerJoin("identity.account as account", "account.id", "held.accountId")
    .select(["held.id as grantId", "held.role", "held.facilityId", "member.id as staffId", "member.accountId"])
    .select(["member.givenName", "member.familyName", "member.leavesAt", "account.email", "account.status"])
    .where(holdsAt(place))
    .where("held.revokedAt", "is", null)
    .where("account.status", "!=", "closed")
    .orderBy("member.familyName")
    .orderBy("member.givenName")
    .orderBy("held.id")
    .limit(STAFF_MAX)
    .execute();
}

/** Locks the live grants of a facility, or of an agency as a whole, in one order, so that two who each take another's away wait for one another. */
export function lockGrants(trx: Trx, { agencyId, facilityId }: { agencyId: string; facilityId: string | null }) {
  return trx
    .selectFrom("identity.staff_grant as held")
    .innerJoin("identity.account as account", "account.id", "held.accountId")
    .select(["held.id", "held.accountId", "held.role", "account.status"])
    .where("held.agencyId", "=", agencyId)
    .where("held.facilityId", facilityId === null ? "is" : "=", facilityId)
    .where("held.revokedAt", "is", null)
    .orderBy("held.id")
    .forUpdate("held")
    .execute();
}

export async function revokeGrant(trx: Trx, id: string, by: string | null, now: Temporal.Instant): Promise<void> {
  await trx.updateTable("identity.staff_grant").set({ revokedAt: now, revokedBy: by }).where("id", "=", id).execute();
}

/** The staff member of this id, if they hold a live grant at this facility or for its whole agency. */
export function findMemberAt(db: Db, place: Place, staffId: string) {
  return db
    .selectFrom("identity.staff_member as member")
    .innerJoin("identity.staff_grant as held", "held.accountId", "member.accountId")
    .select(["member.id as staffId", "member.accountId"])
    .where("member.id", "=", staffId)
    .where(holdsAt(place))
    .where("held.revokedAt", "is", null)
    .executeTakeFirst();
}

export async function insertReset(trx: Trx, row: Insertable<FactorResetTable>): Promise<boolean> {
  const added = await trx
    .insertInto("identity.factor_reset")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

/** Whether a reset of this id is the one that this person asked for, for that one, at this facility. */
export async function isOwnReset(
  trx: Trx,
  row: { id: string; accountId: string; facilityId: string; requestedBy: string },
): Promise<boolean> {
  const { id, accountId, facilityId, requestedBy } = row;
  const found = await trx
    .selectFrom("identity.factor_reset")
    .select("id")
    .where("id", "=", id)
    .where("accountId", "=", accountId)
    .where("facilityId", "=", facilityId)
    .where("requestedBy", "=", requestedBy)
    .executeTakeFirst();
  return found !== undefined;
}

/** A reset that waits at this facility, locked until the transaction ends. */
export function lockReset(trx: Trx, facilityId: string, id: string, now: Temporal.Instant) {
  return trx
    .selectFrom("identity.factor_reset")
    .selectAll()
    .where("id", "=", id)
    .where("facilityId", "=", facilityId)
    .where("approvedAt", "is", null)
    .where("expiresAt", ">", now)
    .forUpdate()
    .executeTakeFirst();
}

export async function approveReset(trx: Trx, id: string, by: string, now: Temporal.Instant): Promise<void> {
  await trx.updateTable("identity.factor_reset").set({ approvedBy: by, approvedAt: now }).where("id", "=", id).execute();
}

/** The resets that wait at this facility, newest first, with who asked. */
export function listResets(db: Db, facilityId: string, now: Temporal.Instant) {
  return db
    .selectFrom("identity.factor_reset as reset")
    .innerJoin("identity.staff_name as asker", "asker.accountId", "reset.requestedBy")
    .select(["reset.id", "reset.accountId", "reset.requestedBy", "asker.name as requestedByName"])
    .where("reset.facilityId", "=", facilityId)
    .where("reset.approvedAt", "is", null)
    .where("reset.expiresAt", ">", now)
    .orderBy("reset.id", "desc")
    .limit(STAFF_MAX)
    .execute();
}

/** Live overseers' grants of everybody, or of one account. */
export function listOverseers(db: Db, accountId?: string) {
  return db
    .selectFrom("identity.staff_grant as held")
    .innerJoin("identity.account as account", "account.id", "held.accountId")
    .select(["held.accountId", "held.agencyId", "held.facilityId"])
    .where("held.role", "=", "overseer")
    .where("held.revokedAt", "is", null)
    .where("account.status", "=", "active")
    .$if(accountId !== undefined, (query) => query.where("held.accountId", "=", accountId!))
    .orderBy("held.accountId")
    .limit(STAFF_MAX)
    .execute();
}
