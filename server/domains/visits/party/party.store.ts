import type { Insertable, Selectable } from "kysely";
import type { VisitGuestTable } from "#server/domains/visits/visits.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

export type VisitGuestRow = Selectable<VisitGuestTable>;
const GUESTS_READ_MAX = 5000;
const VISITS_MAX = 200;

/** Who comes along to these visits, in the order in which their family reads them. */
export async function listGuestsOf(db: Db, visitIds: readonly string[]): Promise<VisitGuestRow[]> {
  if (visitIds.length === 0) return [];
  return db
    .selectFrom("visits.visit_guest")
    .selectAll()
    .where("visitId", "in", visitIds)
    .orderBy("givenName")
    .orderBy("id")
    .limit(GUESTS_READ_MAX)
    .execute();
}

export async function insertGuests(trx: Trx, rows: readonly Insertable<VisitGuestTable>[]): Promise<void> {
  if (rows.length > 0) await trx.insertInto("visits.visit_guest").values(rows).execute();
}

/** The booked visits to come of a guest. */
export async function listComingOf(db: Db, guestId: string, now: Temporal.Instant): Promise<string[]> {
  const rows = await db
    .selectFrom("visits.visit_guest as g")
    .innerJoin("visits.visit as v", "v.id", "g.visitId")
    .select("v.id")
    .where("g.guestId", "=", guestId)
    .where("v.status", "=", "booked")
    .where("v.startsAt", ">", now)
    .orderBy("v.startsAt")
    .limit(VISITS_MAX)
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes a guest off a visit; false where they are on it no more. */
export async function deleteGuestOf(trx: Trx, visitId: string, guestId: string): Promise<boolean> {
  const done = await trx.deleteFrom("visits.visit_guest").where("visitId", "=", visitId).where("guestId", "=", guestId).executeTakeFirst();
  return done.numDeletedRows > 0n;
}
