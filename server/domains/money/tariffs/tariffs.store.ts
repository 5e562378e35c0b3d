import { type Insertable, sql } from "kysely";
import type { Service } from "#jurisdictions/rate-caps.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { CapFollowRow, CapFollowTable, NewTariff, PopulationRow, PopulationTable, TariffRow } from "./tariffs.tables.ts";

const TARIFFS_MAX = 500;
const POPULATIONS_MAX = 200;
const FOLLOWS_MAX = 50;

/** The tariff of a service in force on a facility's local day; undefined where none has been set: then it costs nothing. */
export function findTariff(db: Db, facilityId: string, service: Service, day: string): Promise<TariffRow | undefined> {
  return db
    .selectFrom("money.tariff")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("service", "=", service)
    .where("validFrom", "<=", day)
    .orderBy("validFrom", "desc")
    .orderBy("toldAt", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** All tariffs of a facility, the latest first; of one day and service the one that was told last comes first. */
export function listTariffs(db: Db, facilityId: string): Promise<TariffRow[]> {
  return db
    .selectFrom("money.tariff")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .orderBy("validFrom", "desc")
    .orderBy("toldAt", "desc")
    .orderBy("id", "desc")
    .limit(TARIFFS_MAX)
    .execute();
}

/** The first day after this one on which another tariff of the service begins. */
export async function findNextDay(db: Db, facilityId: string, service: Service, day: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("money.tariff")
    .select("validFrom")
    .where("facilityId", "=", facilityId)
    .where("service", "=", service)
    .where("validFrom", ">", day)
    .orderBy("validFrom")
    .limit(1)
    .executeTakeFirst();
  return row?.validFrom;
}

export function findTariffById(db: Db, id: string): Promise<TariffRow | undefined> {
  return db.selectFrom("money.tariff").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function insertTariff(trx: Trx, row: NewTariff): Promise<TariffRow> {
  return trx.insertInto("money.tariff").values(row).returningAll().executeTakeFirstOrThrow();
}

/** What was told of each year's average daily population, the newest year first; of each year what staff stated before what was counted, the last told first. */
export function listPopulations(db: Db, facilityId: string): Promise<PopulationRow[]> {
  return db
    .selectFrom("money.population")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .orderBy("year", "desc")
    .orderBy(sql`source = 'stated'`, "desc")
    .orderBy("toldAt", "desc")
    .orderBy("id", "desc")
    .limit(POPULATIONS_MAX)
    .execute();
}

/** What holds of a year's average daily population: what staff stated last, else what was counted. */
export function findPopulation(db: Db, facilityId: string, year: number): Promise<PopulationRow | undefined> {
  return db
    .selectFrom("money.population")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("year", "=", year)
    .orderBy(sql`source = 'stated'`, "desc")
    .orderBy("toldAt", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

export function findPopulationById(db: Db, id: string): Promise<PopulationRow | undefined> {
  return db.selectFrom("money.population").selectAll().where("id", "=", id).executeTakeFirst();
}

export function insertPopulation(trx: Trx, row: Insertable<PopulationTable>): Promise<PopulationRow> {
  return trx.insertInto("money.population").values(row).returningAll().executeTakeFirstOrThrow();
}

/** One at a time says what a facility's prices are and what the law goes by there. */
export async function lockPrices(trx: Trx, facilityId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`prices ${facilityId}`}, 0))`.execute(trx);
}

/** Whether it is told for the first time. */
export async function insertFollow(trx: Trx, row: Insertable<CapFollowTable>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("money.capFollow")
    .values(row)
    .onConflict((on) => on.columns(["tariffId", "capId", "freeLawId", "microsPerMinute"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Where charges followed the law, the newest first. */
export function listFollows(db: Db, facilityId: string): Promise<CapFollowRow[]> {
  return db
    .selectFrom("money.capFollow")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .orderBy("toldAt", "desc")
    .orderBy("id", "desc")
    .limit(FOLLOWS_MAX)
    .execute();
}

/** Whether a year's average daily population has been counted from stays. */
export async function isCounted(db: Db, facilityId: string, year: number): Promise<boolean> {
  const row = await db
    .selectFrom("money.population")
    .select("id")
    .where("facilityId", "=", facilityId)
    .where("year", "=", year)
    .where("source", "=", "counted")
    .executeTakeFirst();
  return row !== undefined;
}
