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
  groupId: string | null;
  /** At most so many stations of this group may be taken for this template at a time; null where it is not limited. */
  groupStations: number | null;
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

/** The stations of these templates that are turned on, by name: those of the groups or by the names a template has, or every one with a screen where it has none. */
export function listStations(db: Db, sessionTemplateIds: readonly string[]): Promise<StationChoice[]> {
  if (sessionTemplateIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom("visits.session_template as template")
    .innerJoin("stations.card as station", "station.facilityId", "template.facilityId")
    .leftJoin("visits.template_group as share", (join) =>
      join.onRef("share.sessionTemplateId", "=", "template.id").onRef("share.groupId", "=", "station.groupId"),
    )
    .select(["template.id as sessionTemplateId", "station.stationId", "station.name", "station.unitId"])
    .select(["station.groupId", "share.stations as groupStations"])
    .where("template.id", "in", sessionTemplateIds)
    .where("station.status", "=", "active")
    .where(({ or, and, not, exists, eb, selectFrom }) => {
      const named = selectFrom("visits.template_station as served")
        .select("served.stationId")
        .whereRef("served.sessionTemplateId", "=", "template.id");
      const grouped = selectFrom("visits.template_group as wanted")
        .select("wanted.groupId")
        .whereRef("wanted.sessionTemplateId", "=", "template.id");
      const screen = eb("station.kind", "!=", "wall_phone");
      return or([
        eb("share.groupId", "is not", null),
        and([
          not(exists(grouped)),
          or([exists(named.whereRef("served.stationId", "=", "station.stationId")), and([screen, not(exists(named))])]),
        ]),
      ]);
    })
    .orderBy("station.name")
    .orderBy("station.stationId")
    .limit(STATIONS_MAX)
    .execute();
}

/** Every template of a facility that is not over, with the groups it uses. */
export async function listTemplateGroups(db: Db, facilityId: string, today: string) {
  const templates = await db
    .selectFrom("visits.session_template")
    .select(["id", "name"])
    .where("facilityId", "=", facilityId)
    .where((at) => at.or([at("validTo", "is", null), at("validTo", ">=", today)]))
    .orderBy("startsLocal")
    .orderBy("id")
    .limit(TEMPLATES_MAX)
    .execute();
  const groups = await db
    .selectFrom("visits.template_group")
    .select(["sessionTemplateId", "groupId", "stations"])
    .where("facilityId", "=", facilityId)
    .execute();
  return templates.map(({ id, name }) => ({
    id,
    name,
    groups: groups.filter(({ sessionTemplateId }) => sessionTemplateId === id).map(({ groupId, stations }) => ({ groupId, stations })),
  }));
}

/** Locks a template of this facility; one of another is not there. */
export function lockTemplate(trx: Trx, facilityId: string, id: string) {
  return trx
    .selectFrom("visits.session_template")
    .select(["id", "agencyId"])
    .where("facilityId", "=", facilityId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Says anew which groups a template uses; the database refuses (23503) a group that is not of its facility. */
export async function putTemplateGroups(
  trx: Trx,
  of: { facilityId: string; sessionTemplateId: string },
  groups: readonly { groupId: string; stations: number | null }[],
): Promise<void> {
  await trx.deleteFrom("visits.template_group").where("sessionTemplateId", "=", of.sessionTemplateId).execute();
  if (groups.length === 0) return;
  await trx
    .insertInto("visits.template_group")
    .values(groups.map((group) => ({ ...of, ...group })))
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
