import { type Insertable, type Selectable, sql } from "kysely";
import type { FlagTable } from "#server/domains/visits/visits.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { FlagReason, Resolution } from "./flags.rules.ts";

export type FlagRow = Selectable<FlagTable>;
type Instant = Temporal.Instant;
const VISITS_MAX = 500;
const FLAGS_MAX = 500;
const BATCH_MAX = 100;

/** The open visits of a stay whose place is not over, with the unit of their station; earliest first. */
export function listOpenVisits(db: Db, stayId: string, now: Instant) {
  return db
    .selectFrom("visits.visit as v")
    .innerJoin("stations.card as station", "station.stationId", "v.stationId")
    .select(["v.id", "v.agencyId", "v.facilityId", "v.status", "v.startsAt", "v.madeAt", "station.unitId as stationUnitId"])
    .where("v.stayId", "=", stayId)
    .where("v.status", "in", ["booked", "in_progress"])
    .where("v.endsAt", ">", now)
    .orderBy("v.startsAt")
    .orderBy("v.id")
    .limit(VISITS_MAX)
    .execute();
}

/** Booked visits in which two people would meet who are kept apart on that day: with the contact, or of both residents at one facility on one day. */
export async function listApart(
  db: Db,
  who: { residentId: string; otherResidentId?: string | undefined; contactId?: string | undefined },
  now: Instant,
) {
  const { residentId, otherResidentId = null, contactId = null } = who;
  const { rows } = await sql<{ id: string; agencyId: string; facilityId: string }>`
    select v.id, v.agency_id, v.facility_id from visits.visit v
    where v.status = 'booked' and v.starts_at > ${now} and (
      (v.resident_id = ${residentId} and (v.contact_id = ${contactId}::uuid or exists (select from visits.party_contact p
          where p.visit_id = v.id and p.contact_id = ${contactId}::uuid and p.status = 'accepted'))
        and exists (select from contacts.keep_apart k
        where k.resident_id = v.resident_id and k.contact_id = ${contactId}::uuid and k.ended_at is null
          and v.local_day between k.from_day and coalesce(k.until_day, 'infinity')))
      or (v.resident_id in (${residentId}, ${otherResidentId}::uuid) and exists (
        select from visits.visit o join residents.keep_apart k on k.ended_at is null
          and v.local_day between k.from_day and coalesce(k.until_day, 'infinity')
          and ((k.resident_id = v.resident_id and k.other_resident_id = o.resident_id) or (k.resident_id = o.resident_id and k.other_resident_id = v.resident_id))
        where o.facility_id = v.facility_id and o.local_day = v.local_day and o.status in ('booked', 'in_progress')
          and o.resident_id in (${residentId}, ${otherResidentId}::uuid))))
    order by v.id limit ${VISITS_MAX}`.execute(db);
  return rows;
}

/** Visits of these residents with a flag for two who must not meet, in which nobody meets such a person any more. */
export async function listFlaggedFree(db: Db, residentIds: readonly string[]): Promise<{ id: string; facilityId: string }[]> {
  const { rows } = await sql<{ id: string; facilityId: string }>`
    select v.id, v.facility_id from visits.visit v
    where v.resident_id in (${sql.join(residentIds)})
      and exists (select from visits.flag f where f.visit_id = v.id and f.reason = 'keep_apart' and f.resolved_at is null)
      and not exists (select from contacts.keep_apart k where k.resident_id = v.resident_id and k.ended_at is null
        and (k.contact_id = v.contact_id or k.contact_id in (
          select p.contact_id from visits.party_contact p where p.visit_id = v.id and p.status = 'accepted'))
        and v.local_day between k.from_day and coalesce(k.until_day, 'infinity'))
      and not exists (select from visits.visit o join residents.keep_apart k on k.ended_at is null
          and v.local_day between k.from_day and coalesce(k.until_day, 'infinity')
          and ((k.resident_id = v.resident_id and k.other_resident_id = o.resident_id) or (k.resident_id = o.resident_id and k.other_resident_id = v.resident_id))
        where o.facility_id = v.facility_id and o.local_day = v.local_day and o.status in ('booked', 'in_progress'))
    order by v.id limit ${VISITS_MAX}`.execute(db);
  return rows;
}

export function listFlagsOf(db: Db, visitId: string): Promise<FlagRow[]> {
  return db.selectFrom("visits.flag").selectAll().where("visitId", "=", visitId).orderBy("raisedAt").limit(FLAGS_MAX).execute();
}

/** The flags of a facility that wait for somebody, of these reasons, with what a reader needs to know of the visit; the soonest visit first. */
export function listOpenFlags(db: Db, facilityId: string, reasons: readonly FlagReason[], visitId?: string) {
  return db
    .selectFrom("visits.flag as f")
    .innerJoin("visits.visit as v", "v.id", "f.visitId")
    .innerJoin("contacts.card as pair", "pair.connectionId", "v.connectionId")
    .innerJoin("residents.card as r", "r.residentId", "v.residentId")
    .select(["f.id", "f.visitId", "f.reason", "f.raisedAt", "f.cancelsAt", "v.startsAt", "v.residentId", "r.residentName"])
    .select(["pair.contactGivenName", "pair.contactFamilyName"])
    .where("f.facilityId", "=", facilityId)
    .where("f.resolvedAt", "is", null)
    .where("f.reason", "in", reasons)
    .$if(visitId !== undefined, (query) => query.where("f.visitId", "=", visitId ?? ""))
    .orderBy("v.startsAt")
    .orderBy("f.id")
    .limit(FLAGS_MAX)
    .execute();
}

export async function insertFlag(trx: Trx, row: Omit<Insertable<FlagTable>, "resolvedAt" | "resolution" | "resolvedBy">): Promise<boolean> {
  const done = await trx
    .insertInto("visits.flag")
    .values({ ...row, resolvedAt: null, resolution: null, resolvedBy: null })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

export function lockFlag(trx: Trx, id: string): Promise<FlagRow | undefined> {
  return trx.selectFrom("visits.flag").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export function findFlag(db: Db, id: string): Promise<FlagRow | undefined> {
  return db.selectFrom("visits.flag").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function resolve(
  trx: Trx,
  ids: readonly string[],
  end: { resolution: Resolution; resolvedBy: string | null; now: Instant },
): Promise<void> {
  if (ids.length === 0) return;
  const { resolution, resolvedBy, now } = end;
  await trx
    .updateTable("visits.flag")
    .set({ resolution, resolvedBy, resolvedAt: now })
    .where("id", "in", ids)
    .where("resolvedAt", "is", null)
    .execute();
}

/** Flags whose visit is to be cancelled by now, the longest due first. */
export function listDue(db: Db, now: Instant): Promise<{ id: string; visitId: string }[]> {
  return db
    .selectFrom("visits.flag")
    .select(["id", "visitId"])
    .where("resolvedAt", "is", null)
    .where("cancelsAt", "<=", now)
    .orderBy("cancelsAt")
    .orderBy("id")
    .limit(BATCH_MAX)
    .execute();
}

/** Puts the open flags of one reason of a visit to rest: what raised them is no longer so. */
export async function restFlags(trx: Trx, visitId: string, reason: FlagReason, now: Instant): Promise<void> {
  await trx
    .updateTable("visits.flag")
    .set({ resolution: "fits_again", resolvedBy: null, resolvedAt: now })
    .where("visitId", "=", visitId)
    .where("reason", "=", reason)
    .where("resolvedAt", "is", null)
    .execute();
}
