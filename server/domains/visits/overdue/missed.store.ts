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
