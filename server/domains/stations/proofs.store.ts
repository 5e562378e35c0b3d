import type { Db } from "#server/platform/database.ts";

/** The station whose key has this thumbprint. */
export function findStationByThumbprint(db: Db, thumbprint: string) {
  return db
    .selectFrom("stations.station")
    .select(["id", "agencyId", "facilityId"])
    .where("keyThumbprint", "=", thumbprint)
    .executeTakeFirst();
}

/** Takes a once-only number for this station; false when it was taken before. */
export async function takeNumber(db: Db, row: { stationId: string; jti: string; expiresAt: Temporal.Instant }): Promise<boolean> {
  const result = await db
    .insertInto("stations.proofUsed")
    .values(row)
    .onConflict((conflict) => conflict.columns(["stationId", "jti"]).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Forgets the numbers of proofs that are too old to be taken anyway. */
export async function forgetNumbers(db: Db, now: Temporal.Instant): Promise<void> {
  await db.deleteFrom("stations.proofUsed").where("expiresAt", "<", now).execute();
}
