import type { Db, Trx } from "#server/platform/database.ts";

/** More than the pace of a room lets six seats write in an hour. */
const LINES_MAX = 12_000;

/** What was typed in a visit, with what the others read while it was typed and what was taken back. */
export function listSaid(db: Db | Trx, facilityId: string, visitId: string) {
  return db
    .selectFrom("visits.chat")
    .select(["id", "seat", "words", "at", "sent", "takenBack"])
    .where("facilityId", "=", facilityId)
    .where("visitId", "=", visitId)
    .orderBy("at")
    .orderBy("id")
    .limit(LINES_MAX)
    .execute();
}

/** Who sat on which seat, with the names of those who are not staff. */
export function listPeople(db: Db | Trx, facilityId: string, visitId: string) {
  return db
    .selectFrom("visits.leg as leg")
    .leftJoin("contacts.contact as contact", "contact.accountId", "leg.personId")
    .leftJoin("residents.resident as resident", "resident.id", "leg.personId")
    .select((row) => [
      "leg.seat",
      "leg.role",
      row.fn.coalesce("contact.givenName", "resident.givenName").as("givenName"),
      row.fn.coalesce("contact.familyName", "resident.familyName").as("familyName"),
    ])
    .where("leg.facilityId", "=", facilityId)
    .where("leg.visitId", "=", visitId)
    .execute();
}

/** What somebody outside typed themselves, in all their visits. */
export function listOwn(db: Db | Trx, accountId: string) {
  return db
    .selectFrom("visits.chat as chat")
    .innerJoin("visits.leg as leg", (on) => on.onRef("leg.visitId", "=", "chat.visitId").onRef("leg.seat", "=", "chat.seat"))
    .select(["chat.visitId", "chat.at", "chat.words", "chat.sent", "chat.takenBack"])
    .where("leg.side", "=", "family")
    .where("leg.personId", "=", accountId)
    .orderBy("chat.at")
    .limit(OWN_MAX)
    .execute();
}
const OWN_MAX = 20_000;
