import type { Insertable, Updateable } from "kysely";
import type { EchoTestTable } from "#server/domains/stations/stations.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

/** The newest tests of a station, newest first. */
export function listTests(db: Db, stationId: string, limit: number) {
  return db
    .selectFrom("stations.echoTest")
    .select(["id", "why", "startedAt", "outcome", "roundTripMs", "lostPercent", "receivedKbps", "soundLevel", "pictures"])
    .select(["sentKbps", "sentLostPercent", "way", "camera", "microphone", "speaker"])
    .where("stationId", "=", stationId)
    .orderBy("startedAt", "desc")
    .limit(limit)
    .execute();
}

/** Adds a test unless its id is taken; tells whether it did. */
export async function insertTest(trx: Trx, row: Insertable<EchoTestTable>): Promise<boolean> {
  const result = await trx
    .insertInto("stations.echoTest")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Ends a running test of this station; false when there is none. */
export async function finishTest(db: Db, of: { id: string; stationId: string }, end: Updateable<EchoTestTable>): Promise<boolean> {
  const result = await db
    .updateTable("stations.echoTest")
    .set(end)
    .where("id", "=", of.id)
    .where("stationId", "=", of.stationId)
    .where("outcome", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Ends the tests whose page never came back to say how they went. */
export async function failTests(db: Db, startedBefore: Temporal.Instant, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable("stations.echoTest")
    .set({ outcome: "failed", endedAt: now })
    .where("outcome", "is", null)
    .where("startedAt", "<", startedBefore)
    .execute();
}

/** Forgets tests whose time to be kept is over, and tells which. */
export function forgetTests(db: Db, now: Temporal.Instant) {
  return db
    .deleteFrom("stations.echoTest")
    .where("keepUntil", "<", now)
    .returning(["agencyId", "facilityId", "startedAt as since"])
    .execute();
}
