import { sql } from "kysely";
import type { Db } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";

/** Writes down that this visit had a recorded room, closed now; `connected` is for how long its two sides had media. */
export async function givenClosedRoom(db: Db, visitId: string, options: { connectedSeconds: number }): Promise<void> {
  const visit = await db
    .selectFrom("visits.visit")
    .select(["facilityId", "startsAt", "endsAt"])
    .where("id", "=", visitId)
    .executeTakeFirstOrThrow();
  const { facilityId, startsAt, endsAt } = visit;
  await db
    .insertInto("visits.live_session")
    .values({
      visitId,
      facilityId,
      kind: "recorded",
      status: "ended",
      pausedReason: null,
      openedAt: startsAt,
      firstConnectedAt: options.connectedSeconds > 0 ? startsAt : null,
      endedAt: endsAt,
      mediaNode: "local",
      leasedBy: newId(),
      leaseUntil: endsAt,
      ending: "on_time",
      endingBy: "system",
      endingReason: null,
    })
    .execute();
  if (options.connectedSeconds === 0) return;
  const during = sql<string>`tstzrange(${startsAt}, ${startsAt.add({ seconds: options.connectedSeconds })}, '[)')`;
  await db.insertInto("visits.connected_interval").values({ id: newId(), facilityId, visitId, during }).execute();
}
