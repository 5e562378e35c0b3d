import type { Insertable, Selectable } from "kysely";
import type { SessionTemplateTable } from "#server/domains/visits/visits.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

export type TemplateRow = Selectable<SessionTemplateTable>;
/** A station that serves a template and can be given a visit. */
export interface StationChoice {
  sessionTemplateId: string;
  stationId: string;
  name: string;
  unitId: string | null;
}

const TEMPLATES_MAX = 200;
const STATIONS_MAX = 2000;

/** The video templates of a facility that are valid at some time from one day through another. */
export function listTemplates(db: Db, facilityId: string, from: string, through: string): Promise<TemplateRow[]> {
  return db
    .selectFrom("visits.session_template")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("mode", "=", "video")
    .where("validFrom", "<=", through)
    .where((at) => at.or([at("validTo", "is", null), at("validTo", ">=", from)]))
    .orderBy("startsLocal")
    .orderBy("id")
    .limit(TEMPLATES_MAX)
    .execute();
}

export function findTemplate(db: Db, facilityId: string, id: string): Promise<TemplateRow | undefined> {
  return db
    .selectFrom("visits.session_template")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("id", "=", id)
    .where("mode", "=", "video")
    .executeTakeFirst();
}

/** The active stations of these templates, by name: those a template names, or every one with a screen where it names none. */
export function listStations(db: Db, sessionTemplateIds: readonly string[]): Promise<StationChoice[]> {
  if (sessionTemplateIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom("visits.session_template as template")
    .innerJoin("stations.card as station", "station.facilityId", "template.facilityId")
    .select(["template.id as sessionTemplateId", "station.stationId", "station.name", "station.unitId"])
    .where("template.id", "in", sessionTemplateIds)
    .where("station.status", "=", "active")
    .where(({ or, and, not, exists, eb, selectFrom }) => {
      const named = selectFrom("visits.template_station as served")
        .select("served.stationId")
        .whereRef("served.sessionTemplateId", "=", "template.id");
      const screen = eb("station.kind", "!=", "wall_phone");
      return or([exists(named.whereRef("served.stationId", "=", "station.stationId")), and([screen, not(exists(named))])]);
    })
    .orderBy("station.name")
    .orderBy("station.stationId")
    .limit(STATIONS_MAX)
    .execute();
}

export async function insertTemplate(trx: Trx, row: Insertable<SessionTemplateTable>, stationIds: readonly string[]): Promise<void> {
  const { facilityId, id: sessionTemplateId } = row;
  await trx.insertInto("visits.session_template").values(row).execute();
  if (stationIds.length === 0) return;
  await trx
    .insertInto("visits.template_station")
    .values(stationIds.map((stationId) => ({ facilityId, sessionTemplateId, stationId })))
    .execute();
}
