import { type Insertable, sql, type Updateable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import {
  type ConnectionRow,
  type ConnectionTable,
  type ContactRow,
  type ContactTable,
  over,
  type SignUpTable,
  type Status,
  waiting,
} from "./contacts.tables.ts";

/** As many of a contact's requests are shown, the newest; those that fit nobody count like any other. */
export const OWN_CONNECTIONS_MAX = 200;
const INSIDE_CONNECTIONS_MAX = 200;

export async function insertContact(trx: Trx, row: Insertable<ContactTable>): Promise<void> {
  await trx.insertInto("contacts.contact").values(row).execute();
}

/** A contact with the address and language of the account. */
export function findContactCard(db: Db, id: string) {
  return db
    .selectFrom("contacts.contact as p")
    .innerJoin("identity.accountCard as a", "a.accountId", "p.accountId")
    .select(["p.id", "p.accountId", "p.givenName", "p.familyName", "a.email", "a.locale"])
    .where("p.id", "=", id)
    .executeTakeFirst();
}

export function findContact(db: Db, id: string): Promise<ContactRow | undefined> {
  return db.selectFrom("contacts.contact").selectAll().where("id", "=", id).executeTakeFirst();
}

export function findContactByAccount(db: Db, accountId: string): Promise<ContactRow | undefined> {
  return db.selectFrom("contacts.contact").selectAll().where("accountId", "=", accountId).executeTakeFirst();
}

/** Puts right who the person behind an account is, while nobody has proved the account's address. */
export async function insertSignUp(trx: Trx, row: Insertable<SignUpTable>): Promise<void> {
  await trx.insertInto("contacts.signUp").values(row).execute();
}

/** Every sign-up that waits for this account to be confirmed, taken away. */
export function takeSignUps(trx: Trx, accountId: string): Promise<SignUpTable[]> {
  return trx.deleteFrom("contacts.signUp").where("accountId", "=", accountId).returningAll().execute();
}

export async function renameContact(
  trx: Trx,
  accountId: string,
  change: Pick<ContactRow, "givenName" | "familyName" | "birthDate"> & Partial<Pick<ContactRow, "correctedAt">>,
): Promise<void> {
  await trx.updateTable("contacts.contact").set(change).where("accountId", "=", accountId).execute();
}

export function findConnection(db: Db, id: string): Promise<ConnectionRow | undefined> {
  return db.selectFrom("contacts.connection").selectAll().where("id", "=", id).executeTakeFirst();
}

/** A contact's connections with the resident's name and present facility, newest request first: those that stand, or those that a merge set aside. */
export function listOwnConnections(db: Db, contactId: string, which: "standing" | "aside" = "standing") {
  return (
    db
      .selectFrom("contacts.connection as c")
      .innerJoin("residents.card as r", "r.residentId", "c.residentId")
      // While a request waits, the place that was asked for is shown: a move would tell that the person is there.
      .leftJoin("facilities.facility as f", (join) =>
        join.on(
          "f.id",
          "=",
          sql<string>`case when coalesce(c.set_aside_status, c.status) in ('requested', 'under_review') then coalesce(c.asked_facility_id, r.facility_id) else r.facility_id end`,
        ),
      )
      .select(["c.id", "c.relationship", "c.status", "c.reason", "c.reasonWords", "c.decidedAt", "c.requestedAt"])
      .select(["c.askedName", "c.dueAt", "c.againFrom", "c.setAsideStatus"])
      .select(["r.residentName", "r.familyName", "f.id as facilityId", "f.name as facilityName", "f.kind", "f.timeZone", "f.place"])
      .where("c.contactId", "=", contactId)
      // What a merge set aside is told by what stands instead of it.
      .where("c.setAsideBy", which === "aside" ? "is not" : "is", null)
      .orderBy("c.requestedAt", "desc")
      .orderBy("c.id", "desc")
      .limit(OWN_CONNECTIONS_MAX)
      .execute()
  );
}

/** A resident's people, by name: of each contact the newest request that was not taken back, so that one who asks anew stands there once. */
export function listConnectionsOf(db: Db, residentId: string) {
  const newest = db
    .selectFrom("contacts.connection as c")
    .innerJoin("contacts.contact as p", "p.id", "c.contactId")
    .distinctOn("c.contactId")
    .select(["c.id", "c.relationship", "c.status", "c.reason", "c.decidedAt", "c.requestedAt", "p.givenName", "p.familyName"])
    .where("c.residentId", "=", residentId)
    .where("c.status", "<>", "withdrawn")
    .orderBy("c.contactId")
    .orderBy("c.requestedAt", "desc")
    .orderBy("c.id", "desc");
  return db
    .selectFrom(newest.as("newest"))
    .selectAll()
    .orderBy("newest.givenName")
    .orderBy("newest.familyName")
    .orderBy("newest.id")
    .limit(INSIDE_CONNECTIONS_MAX)
    .execute();
}

/** Writes the connection unless its id is known or the two already have one that stands; tells whether it did. */
export async function insertConnection(trx: Trx, row: Insertable<ConnectionTable>): Promise<boolean> {
  const result = await trx
    .insertInto("contacts.connection")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Locks a connection of a resident whose current stay is at this facility; any other one is not there. */
export function lockConnectionHere(trx: Trx, facilityId: string, id: string) {
  return trx
    .selectFrom("contacts.connection as c")
    .innerJoin("residents.stay as s", (join) => join.onRef("s.residentId", "=", "c.residentId").on("s.releasedAt", "is", null))
    .innerJoin("contacts.contact as p", "p.id", "c.contactId")
    .selectAll("c")
    .select("p.accountId")
    .where("c.id", "=", id)
    .where("s.facilityId", "=", facilityId)
    .forUpdate("c")
    .executeTakeFirst();
}

/** The agency of a connection whose resident is at this facility now; undefined where there is none such. */
export async function findAgencyHere(db: Db, facilityId: string, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("contacts.connection as c")
    .innerJoin("residents.stay as s", (join) => join.onRef("s.residentId", "=", "c.residentId").on("s.releasedAt", "is", null))
    .select("c.agencyId")
    .where("c.id", "=", id)
    .where("s.facilityId", "=", facilityId)
    .executeTakeFirst();
  return row?.agencyId;
}

export async function updateConnection(trx: Trx, id: string, change: Updateable<ConnectionTable>): Promise<void> {
  await trx.updateTable("contacts.connection").set(change).where("id", "=", id).execute();
}

/** Connections of residents who are here now (or the one with this `id`, or all of `residentId`): waiting ones by deadline, decided ones newest first, after the one with the id `after`. */
export function listConnectionsHere(
  db: Db,
  facilityId: string,
  asked: { status: "waiting" | "decided"; limit: number; after?: string; id?: string; residentId?: string },
) {
  const isWaiting = asked.status === "waiting";
  // Waiting ones by deadline; those from before there were deadlines by when they were asked for, which is earlier than any deadline could be.
  const at = isWaiting ? sql`coalesce(c.due_at, c.requested_at)` : sql.ref("c.decided_at");
  const keyAt = isWaiting ? sql`coalesce(k.due_at, k.requested_at)` : sql.ref("k.decided_at");
  const direction = isWaiting ? "asc" : "desc";
  // Other agencies' decisions about this contact are invisible, so only this agency's connections are counted.
  const others = sql<number>`(select count(*)::int from contacts.connection o
    where o.contact_id = c.contact_id and o.agency_id = c.agency_id and o.id <> c.id and o.status <> all(${over as Status[]}))`;
  let query = db
    .selectFrom("contacts.connection as c")
    .innerJoin("residents.card as r", "r.residentId", "c.residentId")
    .innerJoin("contacts.contact as p", "p.id", "c.contactId")
    .innerJoin("identity.accountCard as a", "a.accountId", "p.accountId")
    .leftJoin("identity.staff_name as reviewer", "reviewer.accountId", "c.claimedBy")
    .select(["c.id", "c.status", "c.relationship", "c.requestedAt", "c.decidedAt", "c.reason", "c.residentId", "c.contactId"])
    .select(["c.agencyId", "c.dueAt", "c.claimedBy", "reviewer.name as reviewerName"])
    .select(["r.residentName", "r.unitName"])
    // Whoever is at a facility has a booking number there.
    .select(sql<string>`r.booking_number`.as("bookingNumber"))
    .select(["p.givenName", "p.familyName", "p.birthDate", "p.correctedAt", "a.emailConfirmed"])
    .select(others.as("otherConnectionsHere"))
    .where("r.facilityId", "=", facilityId)
    .where("c.setAsideBy", "is", null)
    .$if(asked.residentId !== undefined, (all) =>
      all.where("c.residentId", "=", asked.residentId ?? "").where("c.status", "<>", "withdrawn"),
    )
    .$if(asked.id === undefined && asked.residentId === undefined, (all) =>
      all.where("c.status", isWaiting ? "in" : "not in", isWaiting ? waiting : [...waiting, "withdrawn" as const]),
    );
  if (asked.id !== undefined) query = query.where("c.id", "=", asked.id);
  if (asked.after)
    query = query.where(
      sql<boolean>`(${at}, c.id) ${sql.raw(isWaiting ? ">" : "<")}
        (select ${keyAt}, k.id from contacts.connection k join residents.card kr on kr.resident_id = k.resident_id
         where k.id = ${asked.after} and kr.facility_id = ${facilityId})`,
    );
  return query.orderBy(at, direction).orderBy("c.id", direction).limit(asked.limit).execute();
}
