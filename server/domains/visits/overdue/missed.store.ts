import type { Db, Trx } from "#server/platform/database.ts";

const BATCH_MAX = 200;

/** Missed visits whose family has not been written to, the longest past first. */
export function listUntold(db: Db): Promise<{ id: string }[]> {
  return db
    .selectFrom("visits.visit")
    .select("id")
    .where("status", "=", "missed")
    .where("missedLetter", "=", "due")
    .orderBy("endsAt")
    .limit(BATCH_MAX)
    .execute();
}

/** No letter is owed for visits that began before now and are not over, or that were missed and not told; tells how many. */
export async function withholdMissed(trx: Trx, now: Temporal.Instant): Promise<number> {
  const result = await trx
    .updateTable("visits.visit")
    .set({ missedLetter: "none" })
    .where("status", "in", ["booked", "in_progress", "missed"])
    .where("startsAt", "<=", now)
    .where("missedLetter", "=", "due")
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Marks that the family is written to; answers with its account and where the visit was, or undefined where somebody else has done so. */
export async function takeMissedLetter(trx: Trx, visitId: string): Promise<{ accountId: string; facilityId: string } | undefined> {
  const taken = await trx
    .updateTable("visits.visit")
    .set({ missedLetter: "sent" })
    .where("id", "=", visitId)
    .where("missedLetter", "=", "due")
    .returning(["connectionId", "facilityId"])
    .executeTakeFirst();
  if (!taken) return undefined;
  const { connectionId, facilityId } = taken;
  const card = await trx.selectFrom("contacts.card").select("accountId").where("connectionId", "=", connectionId).executeTakeFirstOrThrow();
  return { accountId: card.accountId, facilityId };
}
