import { type Insertable, sql } from "kysely";
import type { PlanClosing } from "#contracts/plan-limits.ts";
import type { Service } from "#jurisdictions/rate-caps.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { NewPlan, PlanRow, PlanUseRow, PlanUseTable } from "./plans.tables.ts";

const OWN_MAX = 50;
type Instant = Temporal.Instant;

/** Whose plan, for what, on which of the facility's days. */
export interface ForDay {
  contactId: string;
  facilityId: string;
  service: Service;
  day: string;
}

const running = (db: Db, { contactId, facilityId, service, day }: ForDay) =>
  db
    .selectFrom("money.plan")
    .selectAll()
    .where("contactId", "=", contactId)
    .where("facilityId", "=", facilityId)
    .where("service", "=", service)
    .where("closing", "is", null)
    .where("fromDay", "<=", day)
    .where("throughDay", ">=", day);

/** The plan that a communication of this day may draw on; undefined where none runs. */
export function findRunning(db: Db, of: ForDay): Promise<PlanRow | undefined> {
  return running(db, of).executeTakeFirst();
}

/** The same, kept from changing: one at a time draws on it, or ends it. */
export function lockRunning(trx: Trx, of: ForDay): Promise<PlanRow | undefined> {
  return running(trx, of).forUpdate().executeTakeFirst();
}

export function findPlan(db: Db, id: string): Promise<PlanRow | undefined> {
  return db.selectFrom("money.plan").selectAll().where("id", "=", id).executeTakeFirst();
}

export function lockPlan(trx: Trx, id: string): Promise<PlanRow | undefined> {
  return trx.selectFrom("money.plan").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Whether a plan of this contact runs there. */
export async function hasRunning(db: Db, of: Omit<ForDay, "day">): Promise<boolean> {
  const row = await db
    .selectFrom("money.plan")
    .select("id")
    .where("contactId", "=", of.contactId)
    .where("facilityId", "=", of.facilityId)
    .where("service", "=", of.service)
    .where("closing", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** One at a time buys for a contact, or books: what a booking has seen of plans stays so until it is made. */
export async function lockBuying(trx: Trx, contactId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plan ${contactId}`}, 0))`.execute(trx);
}

export function insertPlan(trx: Trx, row: NewPlan): Promise<PlanRow> {
  return trx.insertInto("money.plan").values(row).returningAll().executeTakeFirstOrThrow();
}

/** Gives seconds back to a plan, or takes some: the database refuses fewer than none. */
export async function addLeft(trx: Trx, planId: string, seconds: number): Promise<void> {
  await trx
    .updateTable("money.plan")
    .set((at) => ({ leftSeconds: at("leftSeconds", "+", seconds) }))
    .where("id", "=", planId)
    .execute();
}

export async function closePlan(trx: Trx, planId: string, closing: PlanClosing, at: Instant): Promise<void> {
  await trx.updateTable("money.plan").set({ closing, closingAt: at }).where("id", "=", planId).where("closing", "is", null).execute();
}

type Ended = Required<{ [K in "endedAt" | "endedDay" | "usedSeconds" | "takenPriceCents" | "takenTaxCents"]: NonNullable<PlanRow[K]> }>;

export async function endPlan(trx: Trx, planId: string, ended: Ended): Promise<void> {
  await trx.updateTable("money.plan").set(ended).where("id", "=", planId).where("endedAt", "is", null).execute();
}

export async function addReturned(trx: Trx, planId: string, cents: number): Promise<void> {
  await trx
    .updateTable("money.plan")
    .set((at) => ({ returnedCents: at("returnedCents", "+", cents) }))
    .where("id", "=", planId)
    .execute();
}

export async function insertUse(trx: Trx, row: Insertable<PlanUseTable>): Promise<void> {
  await trx.insertInto("money.planUse").values(row).execute();
}

export function findUse(db: Db, subjectId: string): Promise<PlanUseRow | undefined> {
  return db.selectFrom("money.planUse").selectAll().where("subjectId", "=", subjectId).executeTakeFirst();
}

export function listUsesOf(db: Db, subjectIds: readonly string[]): Promise<PlanUseRow[]> {
  if (subjectIds.length === 0) return Promise.resolve([]);
  return db.selectFrom("money.planUse").selectAll().where("subjectId", "in", subjectIds).execute();
}

type SettledUse = Required<{
  [K in "settledAt" | "usedSeconds" | "microsPerMinute" | "savedPriceCents" | "savedTaxCents"]: NonNullable<PlanUseRow[K]>;
}>;

export async function settleUse(trx: Trx, subjectId: string, settled: SettledUse): Promise<void> {
  await trx.updateTable("money.planUse").set(settled).where("subjectId", "=", subjectId).where("settledAt", "is", null).execute();
}

export async function addReturnedSeconds(trx: Trx, subjectId: string, seconds: number): Promise<void> {
  await trx
    .updateTable("money.planUse")
    .set((at) => ({ returnedSeconds: at("returnedSeconds", "+", seconds) }))
    .where("subjectId", "=", subjectId)
    .execute();
}

/** Every use of a plan, with what a minute was quoted at, for those that are not settled. */
export function listUses(db: Db, planId: string) {
  return db
    .selectFrom("money.planUse as u")
    .innerJoin("money.quote as q", "q.subjectId", "u.subjectId")
    .selectAll("u")
    .select("q.microsPerMinute as quotedMicros")
    .where("u.planId", "=", planId)
    .orderBy("u.subjectId")
    .execute();
}
export type UseOfPlan = Awaited<ReturnType<typeof listUses>>[number];

/**
 * Plans whose money is to move: over, used up, or closed, and nothing open draws on them any more; and those that are over and not closed yet.
 */
export async function listDue(db: Db, now: Instant, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from money.plan p
    where p.ended_at is null and (
      p.closing is null and p.over_at <= ${now}
      or (p.closing is not null or p.left_seconds = 0)
        and not exists (select from money.plan_use u where u.plan_id = p.id and u.settled_at is null))
    order by p.over_at, p.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Whose plans run, after this one: to see whether there is still anybody whom they are for. */
export async function listRunningAfter(db: Db, after: string | undefined, limit: number) {
  const { rows } = await sql<{ id: string; contactId: string; facilityId: string; isClosed: boolean }>`
    select p.id, p.contact_id, p.facility_id, coalesce(c.closed_at is not null, true) as is_closed
    from money.plan p left join contacts.contact c on c.id = p.contact_id
    where p.closing is null ${after === undefined ? sql`` : sql`and p.id > ${after}::uuid`} order by p.id limit ${limit}`.execute(db);
  return rows;
}

/** The approved connections of a contact with residents who are at this facility now. */
export async function listConnectionsAt(db: Db, contactId: string, facilityId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("contacts.card")
    .select("connectionId")
    .where("contactId", "=", contactId)
    .where("facilityId", "=", facilityId)
    .where("status", "in", ["approved", "auto_approved"])
    .execute();
  return rows.map(({ connectionId }) => connectionId);
}

/** The facilities at which somebody is whom this contact is connected with. */
export async function listFacilitiesOf(db: Db, contactId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("contacts.card")
    .select("facilityId")
    .distinct()
    .where("contactId", "=", contactId)
    .where("facilityId", "is not", null)
    .where("status", "in", ["approved", "auto_approved"])
    .execute();
  return rows.flatMap(({ facilityId }) => facilityId ?? []);
}

/** A plan with its facility's name. */
export function findPlanWithName(db: Db, id: string) {
  return db
    .selectFrom("money.plan as p")
    .innerJoin("facilities.facility as f", "f.id", "p.facilityId")
    .selectAll("p")
    .select("f.name as facilityName")
    .where("p.id", "=", id)
    .executeTakeFirst();
}

/** A contact's own plans, those that run first, then the last ones. */
export async function listOwn(db: Db, contactId: string, limit = OWN_MAX): Promise<(PlanRow & { facilityName: string })[]> {
  return db
    .selectFrom("money.plan as p")
    .innerJoin("facilities.facility as f", "f.id", "p.facilityId")
    .selectAll("p")
    .select("f.name as facilityName")
    .where("p.contactId", "=", contactId)
    .orderBy(sql`p.ended_at is not null`)
    .orderBy("p.boughtAt", "desc")
    .orderBy("p.id", "desc")
    .limit(limit)
    .execute();
}
