import type { Grant } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";

/** A staff member with every live grant; undefined when there is none behind this account. */
export async function findStaff(
  db: Db,
  accountId: string,
): Promise<{ accountId: string; staffId: string; grants: (Grant & { id: string })[] } | undefined> {
  const member = await db.selectFrom("identity.staff_member").select("id").where("accountId", "=", accountId).executeTakeFirst();
  if (!member) return undefined;
  const grants = await db
    .selectFrom("identity.staff_grant")
    .select(["id", "role", "agencyId", "facilityId"])
    .where("accountId", "=", accountId)
    .where("revokedAt", "is", null)
    .orderBy("id")
    .execute();
  return { accountId, staffId: member.id, grants };
}
