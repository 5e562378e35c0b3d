import { type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";

/** What parts above visits need of one: whose it is, of what kind its room is, and how long it is kept. */
export function visitOf(asker: Ctx | TxCtx, visitId: string) {
  return dbOf(asker)
    .selectFrom("visits.visit")
    .select(["id", "agencyId", "facilityId", "roomKind", "status", "startsAt", "endsAt", "keepUntil"])
    .where("id", "=", visitId)
    .executeTakeFirst();
}

/** Whether both sides ever had media in this visit. */
export async function wasConnected(asker: Ctx | TxCtx, visitId: string): Promise<boolean> {
  const row = await dbOf(asker)
    .selectFrom("visits.connected_interval")
    .select("id")
    .where("visitId", "=", visitId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** When the visit's room closed for good; null while it has not. */
export async function roomClosedAt(asker: Ctx | TxCtx, visitId: string): Promise<Temporal.Instant | null> {
  const row = await dbOf(asker).selectFrom("visits.live_session").select("endedAt").where("visitId", "=", visitId).executeTakeFirst();
  return row?.endedAt ?? null;
}
