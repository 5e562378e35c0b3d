import type { Db, Trx } from "#server/platform/database.ts";

const STATIONS_MAX = 1000;

/** Every station of a facility as somebody sees it who looks for another one, by name. */
export function listAll(db: Db, facilityId: string) {
  return db
    .selectFrom("stations.card")
    .select(["stationId", "name", "unitName", "unitId", "kind", "status", "broken", "lastSeenAt"])
    .where("facilityId", "=", facilityId)
    .orderBy("name")
    .orderBy("stationId")
    .limit(STATIONS_MAX)
    .execute();
}

/** Which of these stations miss something that a visit needs. */
export async function listBroken(db: Db, stationIds: readonly string[]): Promise<Set<string>> {
  if (stationIds.length === 0) return new Set();
  const rows = await db
    .selectFrom("stations.card")
    .select("stationId")
    .where("stationId", "in", [...stationIds])
    .where("broken", "=", true)
    .execute();
  return new Set(rows.map(({ stationId }) => stationId));
}

/** Where a resident is, and their unit with every unit it lies in. */
export async function findWhere(
  db: Db,
  residentId: string,
): Promise<{ facilityId: string | null; unitId: string | null; units: string[] }> {
  const rows = await db
    .selectFrom("residents.card as r")
    .leftJoin("facilities.unitAbove as u", "u.unitId", "r.unitId")
    .select(["r.facilityId", "r.unitId", "u.aboveId"])
    .where("r.residentId", "=", residentId)
    .execute();
  const { facilityId = null, unitId = null } = rows[0] ?? {};
  return { facilityId, unitId, units: rows.flatMap(({ aboveId }) => aboveId ?? []) };
}

export async function isRoomOpened(db: Db, visitId: string): Promise<boolean> {
  return (await db.selectFrom("visits.live_session").select("visitId").where("visitId", "=", visitId).executeTakeFirst()) !== undefined;
}

/** What people call these two stations. */
export async function findNames(
  trx: Trx,
  ids: { from: string; to: string },
): Promise<{ from: string; to: string; toUnitId: string | null }> {
  const rows = await trx
    .selectFrom("stations.card")
    .select(["stationId", "name", "unitId"])
    .where("stationId", "in", [ids.from, ids.to])
    .execute();
  const of = (id: string) => rows.find(({ stationId }) => stationId === id);
  return { from: of(ids.from)?.name ?? "", to: of(ids.to)?.name ?? "", toUnitId: of(ids.to)?.unitId ?? null };
}
