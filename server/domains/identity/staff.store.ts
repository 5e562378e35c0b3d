import type { Grant } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";

export interface StaffFound {
  accountId: string;
  staffId: string;
  agencyId: string;
  givenName: string;
  familyName: string;
  factorConfirmed: boolean;
  leavesAt: Temporal.Instant | null;
  grants: (Grant & { id: string })[];
}

/** A staff member with every live grant; undefined when there is none behind this account. */
export async function findStaff(db: Db, accountId: string): Promise<StaffFound | undefined> {
  const member = await db
    .selectFrom("identity.staff_member as member")
    .leftJoin("identity.second_factor as factor", "factor.accountId", "member.accountId")
    .select([
      "member.id as staffId",
      "member.accountId",
      "member.agencyId",
      "member.givenName",
      "member.familyName",
      "member.leavesAt",
      "factor.confirmedAt",
    ])
    .where("member.accountId", "=", accountId)
    .executeTakeFirst();
  const grants = await db
    .selectFrom("identity.staff_grant")
    .select(["id", "role", "agencyId", "facilityId"])
    .where("accountId", "=", accountId)
    .where("revokedAt", "is", null)
    .orderBy("id")
    .execute();
  if (!member) return undefined;
  const { confirmedAt, ...found } = member;
  return { ...found, factorConfirmed: confirmedAt !== null, grants };
}
