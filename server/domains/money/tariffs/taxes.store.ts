import { type Insertable, sql, type Updateable } from "kysely";
import type { Service } from "#jurisdictions/rate-caps.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { TaxLineRow, TaxLineTable } from "./tariffs.tables.ts";

const SHOWN_MAX = 500;
export type TaxView = TaxLineRow & { statedByName: string; decidedByName: string | null };

/** The taxes of a service that hold on a facility's local day, those of the largest authority first. */
export function listTaxesOn(db: Db, facilityId: string, service: Service, day: string): Promise<TaxLineRow[]> {
  return confirmed(db, facilityId, service)
    .where("validFrom", "<=", day)
    .where((is) => is.or([is("validThrough", "is", null), is("validThrough", ">=", day)]))
    .execute();
}

/** All taxes of a service that held, hold or will. */
export function listConfirmed(db: Db, facilityId: string, service: Service): Promise<TaxLineRow[]> {
  return confirmed(db, facilityId, service).execute();
}

function confirmed(db: Db, facilityId: string, service: Service) {
  return db
    .selectFrom("money.taxLine")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("service", "=", service)
    .where("state", "=", "confirmed")
    .orderBy(sql`array_position(array['federal', 'state', 'county', 'city', 'unstated'], authority)`)
    .orderBy("id")
    .limit(SHOWN_MAX);
}

/** The taxes that a quote was made with. */
export function listTaxesOfQuote(db: Db, subjectId: string): Promise<TaxLineRow[]> {
  return ofQuote(db, subjectId).execute();
}

/** The same for whoever collects them: until that is done, nobody ends one as if nothing had been collected by it. */
export function keepTaxesOfQuote(trx: Trx, subjectId: string): Promise<TaxLineRow[]> {
  return ofQuote(trx, subjectId).forKeyShare("l").execute();
}

const ofQuote = (db: Db, subjectId: string) =>
  db
    .selectFrom("money.taxLine as l")
    .innerJoin("money.quoteTax as q", "q.taxLineId", "l.id")
    .selectAll("l")
    .where("q.subjectId", "=", subjectId)
    .orderBy("l.id");

/** The taxes that a plan was bought with, for whoever takes its price, likewise. */
export async function keepTaxesOfPlan(trx: Trx, planId: string): Promise<void> {
  await ofPlan(trx, planId).forKeyShare("l").execute();
}

/** Waits for whoever collects by this tax, and holds up whoever would. */
export async function lockTax(trx: Trx, id: string): Promise<void> {
  await trx.selectFrom("money.taxLine").select("id").where("id", "=", id).forUpdate().execute();
}

/** The taxes that a plan was bought with. */
export function listTaxesOfPlan(db: Db, planId: string): Promise<TaxLineRow[]> {
  return ofPlan(db, planId).execute();
}

const ofPlan = (db: Db, planId: string) =>
  db
    .selectFrom("money.taxLine as l")
    .innerJoin("money.planTax as p", "p.taxLineId", "l.id")
    .selectAll("l")
    .where("p.planId", "=", planId)
    .orderBy("l.id");

export async function insertPlanTaxes(trx: Trx, planId: string, taxLineIds: readonly string[]): Promise<void> {
  if (taxLineIds.length > 0)
    await trx
      .insertInto("money.planTax")
      .values(taxLineIds.map((taxLineId) => ({ planId, taxLineId })))
      .execute();
}

export async function insertQuoteTaxes(trx: Trx, subjectId: string, taxLineIds: readonly string[]): Promise<void> {
  if (taxLineIds.length > 0)
    await trx
      .insertInto("money.quoteTax")
      .values(taxLineIds.map((taxLineId) => ({ subjectId, taxLineId })))
      .execute();
}

/** Every tax that was stated at a facility, with who did, the latest first. */
export function listTaxes(db: Db, facilityId: string): Promise<TaxView[]> {
  return views(db, facilityId).orderBy("l.validFrom", "desc").orderBy("l.id", "desc").limit(SHOWN_MAX).execute();
}

export function findTax(db: Db, facilityId: string, id: string): Promise<TaxView | undefined> {
  return views(db, facilityId).where("l.id", "=", id).executeTakeFirst();
}

/** A tax, wherever it was stated. */
export function findTaxById(db: Db, id: string): Promise<TaxLineRow | undefined> {
  return db.selectFrom("money.taxLine").selectAll().where("id", "=", id).executeTakeFirst();
}

function views(db: Db, facilityId: string) {
  return db
    .selectFrom("money.taxLine as l")
    .selectAll("l")
    .select([
      sql<string>`coalesce((select s.name from identity.staff_name s where s.account_id = l.stated_by), '–')`.as("statedByName"),
      sql<string | null>`(select s.name from identity.staff_name s where s.account_id = l.decided_by)`.as("decidedByName"),
    ])
    .where("l.facilityId", "=", facilityId);
}

/** Whether it is the first with its id. */
export async function insertTax(trx: Trx, row: Insertable<TaxLineTable>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("money.taxLine")
    .values(row)
    .onConflict((on) => on.column("id").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updateTax(trx: Trx, id: string, change: Updateable<TaxLineTable>): Promise<void> {
  await trx.updateTable("money.taxLine").set(change).where("id", "=", id).execute();
}
