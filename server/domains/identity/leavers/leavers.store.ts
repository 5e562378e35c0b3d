import type { Db, Trx } from "#server/platform/database.ts";

/** The staff member of this id who works at this facility or for its whole agency, locked until the transaction ends. */
export function lockMember(trx: Trx, place: { facilityId: string; agencyId: string }, staffId: string) {
  return trx
    .selectFrom("identity.staff_member as member")
    .innerJoin("identity.account as account", "account.id", "member.accountId")
    .select(["member.id as staffId", "member.accountId", "member.leavesAt", "account.status"])
    .where("member.id", "=", staffId)
    .where("member.agencyId", "=", place.agencyId)
    .where("account.status", "!=", "closed")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("identity.staff_grant as held")
          .select("held.id")
          .whereRef("held.accountId", "=", "member.accountId")
          .where("held.revokedAt", "is", null)
          .where((or) => or.or([or("held.facilityId", "=", place.facilityId), or("held.facilityId", "is", null)])),
      ),
    )
    .forUpdate("member")
    .executeTakeFirst();
}

/** How many other people with an open account administer this facility, or the agency that runs it. */
export async function countAdministrators(trx: Trx, place: { facilityId: string; agencyId: string }, exceptId: string): Promise<number> {
  const row = await trx
    .selectFrom("identity.staff_grant as held")
    .innerJoin("identity.account as account", "account.id", "held.accountId")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("held.agencyId", "=", place.agencyId)
    .where("held.role", "in", ["facility_administrator", "agency_administrator"])
    .where((eb) => eb.or([eb("held.facilityId", "=", place.facilityId), eb("held.facilityId", "is", null)]))
    .where("held.revokedAt", "is", null)
    .where("held.accountId", "!=", exceptId)
    .where("account.status", "=", "active")
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Sets, or takes back, the instant from which somebody works here no more. */
export async function setLeave(trx: Trx, accountId: string, leavesAt: Temporal.Instant | null): Promise<void> {
  await trx.updateTable("identity.staff_member").set({ leavesAt }).where("accountId", "=", accountId).execute();
}

/** Takes every live grant of an account away, and ends the resets that wait for it or that it asked for. */
export async function endRights(trx: Trx, accountId: string, by: string | null, now: Temporal.Instant): Promise<void> {
  await trx
    .updateTable("identity.staff_grant")
    .set({ revokedAt: now, revokedBy: by })
    .where("accountId", "=", accountId)
    .where("revokedAt", "is", null)
    .execute();
  await trx
    .updateTable("identity.factor_reset")
    .set({ expiresAt: now })
    .where((eb) => eb.or([eb("accountId", "=", accountId), eb("requestedBy", "=", accountId)]))
    .where("approvedAt", "is", null)
    .where("expiresAt", ">", now)
    .execute();
}

/** Those whose last moment is over and whose account still stands open. */
export function listDueLeavers(db: Db, now: Temporal.Instant, limit: number) {
  return db
    .selectFrom("identity.staff_member as member")
    .innerJoin("identity.account as account", "account.id", "member.accountId")
    .select(["member.accountId", "member.agencyId"])
    .where("member.leavesAt", "<=", now)
    .where("account.status", "!=", "closed")
    .orderBy("member.id")
    .limit(limit)
    .execute();
}
