import type { Db } from "#server/platform/database.ts";

const SIGN_INS_MAX = 2_000;

/** Who is signed in at the stations of a facility now, by name, and whether a visit is running there. */
export function listSignedIn(
  db: Db,
  of: { facilityId: string; stationId?: string | undefined; unitId?: string | undefined; groupId?: string | undefined },
  now: Temporal.Instant,
) {
  let query = db
    .selectFrom("identity.insideSignIn as i")
    .innerJoin("stations.station as s", "s.id", "i.stationId")
    .innerJoin("residents.card as r", "r.residentId", "i.residentId")
    .select(["i.signInId", "i.stationId", "i.residentId", "i.madeAt", "i.lastActiveAt", "r.givenName", "r.familyName", "s.agencyId"])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom("visits.running as room")
          .select("room.visitId")
          .whereRef("room.stationId", "=", "i.stationId")
          .whereRef("room.residentId", "=", "i.residentId"),
      ).as("inVisit"),
    )
    .where("s.facilityId", "=", of.facilityId)
    .where("i.revokedAt", "is", null)
    .where("i.expiresAt", ">", now);
  if (of.stationId !== undefined) query = query.where("s.id", "=", of.stationId);
  if (of.unitId !== undefined) query = query.where("s.unitId", "=", of.unitId);
  if (of.groupId !== undefined) query = query.where("s.groupId", "=", of.groupId);
  return query.orderBy("i.madeAt", "desc").limit(SIGN_INS_MAX).execute();
}

/** The newest sign-in at a station, whether it stands or not. */
export function findLastSignIn(db: Db, stationId: string) {
  return db
    .selectFrom("identity.insideSignIn")
    .select(["signInId", "expiresAt", "revokedAt", "revokedWhy"])
    .where("stationId", "=", stationId)
    .orderBy("madeAt", "desc")
    .limit(1)
    .executeTakeFirst();
}
