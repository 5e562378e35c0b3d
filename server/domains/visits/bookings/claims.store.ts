import { type Insertable, type Selectable, type SelectQueryBuilder, sql } from "kysely";
import type { ClaimTable } from "#server/domains/visits/visits.tables.ts";
import type { Db, Schema, Trx } from "#server/platform/database.ts";
import type { Taken } from "./bookings.rules.ts";

type Instant = Temporal.Instant;
export type ClaimRow = Selectable<ClaimTable> & { startsAt: Instant; endsAt: Instant };
interface Who {
  residentId: string;
  contactId: string;
  stationIds: readonly string[];
}

const CLAIMS_MAX = 20_000;
const instantOf = (edge: "lower" | "upper") => sql<Instant>`${sql.raw(edge)}(during)`;
const spanOf = (from: Instant, to: Instant) => sql<string>`tstzrange(${from}::timestamptz, ${to}::timestamptz)`;

/**
 * What is taken of these stations, this resident and this contact at any time from one instant to another; `but` is left out.
 * A station that is blocked is taken by nobody.
 */
export async function listTaken(db: Db, who: Who, span: { from: Instant; to: Instant }, now: Instant, but?: string): Promise<Taken[]> {
  const blocked = await db
    .selectFrom("stations.closedSpan")
    .select(["stationId", "startsAt as from", "endsAt as to"])
    .where("stationId", "=", sql<string>`any(${who.stationIds}::uuid[])`)
    .where("startsAt", "<", span.to)
    .where("endsAt", ">", span.from)
    .execute();
  const claimed = await listClaimed(db, who, span, now, but);
  const along = await listAlong(db, who.contactId, span);
  return [...claimed, ...along, ...blocked.map((one) => ({ ...one, residentId: null, contactId: null, sessionTemplateId: null }))];
}

/** When a contact comes along to visits that others booked: they are at no second one then. */
async function listAlong(db: Db, contactId: string, span: { from: Instant; to: Instant }): Promise<Taken[]> {
  const rows = await db
    .selectFrom("visits.party_contact")
    .select([instantOf("lower").as("from"), instantOf("upper").as("to")])
    .where("contactId", "=", contactId)
    .where("status", "=", "accepted")
    .where("releasedAt", "is", null)
    .where(sql<boolean>`during && ${spanOf(span.from, span.to)}`)
    .limit(CLAIMS_MAX)
    .execute();
  return rows.map((row) => ({ ...row, stationId: null, residentId: null, contactId, sessionTemplateId: null }));
}

function listClaimed(db: Db, who: Who, span: { from: Instant; to: Instant }, now: Instant, but?: string): Promise<Taken[]> {
  return db
    .selectFrom("visits.claim")
    .select(["stationId", "residentId", "contactId", "sessionTemplateId", instantOf("lower").as("from"), instantOf("upper").as("to")])
    .where("releasedAt", "is", null)
    .where((at) => at.or([at("expiresAt", "is", null), at("expiresAt", ">", now)]))
    .where(sql<boolean>`during && ${spanOf(span.from, span.to)}`)
    .where((at) =>
      at.or([
        at("stationId", "=", sql<string>`any(${who.stationIds}::uuid[])`),
        at("residentId", "=", who.residentId),
        at("contactId", "=", who.contactId),
      ]),
    )
    .$if(but !== undefined, (query) => query.where("id", "<>", but ?? ""))
    .limit(CLAIMS_MAX)
    .execute();
}

/** When these residents have visits or holds at this facility at any time from one instant to another. */
export function listOfResidents(
  db: Db,
  facilityId: string,
  residentIds: readonly string[],
  span: { from: Instant; to: Instant },
  now: Instant,
) {
  return db
    .selectFrom("visits.claim")
    .select(["residentId", instantOf("lower").as("from")])
    .where("facilityId", "=", facilityId)
    .where("residentId", "=", sql<string>`any(${residentIds}::uuid[])`)
    .where("releasedAt", "is", null)
    .where((at) => at.or([at("expiresAt", "is", null), at("expiresAt", ">", now)]))
    .where(sql<boolean>`during && ${spanOf(span.from, span.to)}`)
    .limit(CLAIMS_MAX)
    .execute();
}

/** Gives up what stands in the way but counts no more: expired holds, and, where somebody picks anew, this account's own earlier holds of the connection. */
export async function releaseStale(
  trx: Trx,
  who: Who,
  span: { from: Instant; to: Instant },
  own: { connectionId: string; accountId: string; madeBefore: Instant } | undefined,
  now: Instant,
): Promise<void> {
  const stale = await trx
    .selectFrom("visits.claim")
    .select("id")
    .where("releasedAt", "is", null)
    .where("expiresAt", "is not", null)
    .where((at) =>
      at.or([
        at.and([
          at("expiresAt", "<=", now),
          sql<boolean>`during && ${spanOf(span.from, span.to)}`,
          at.or([
            at("stationId", "=", sql<string>`any(${who.stationIds}::uuid[])`),
            at("residentId", "=", who.residentId),
            at("contactId", "=", who.contactId),
          ]),
        ]),
        ...(own
          ? [at.and([at("connectionId", "=", own.connectionId), at("madeBy", "=", own.accountId), at("madeAt", "<", own.madeBefore)])]
          : []),
      ]),
    )
    // Two who want different places may both find the same expired hold: they take its row in one order.
    .orderBy("id")
    .forUpdate()
    .execute();
  for (const { id } of stale) await releaseClaim(trx, id, now);
}

export function findClaim(db: Db, id: string): Promise<ClaimRow | undefined> {
  return claims(db).where("id", "=", id).executeTakeFirst();
}

/** The claim, kept from changing until the transaction ends. */
export function lockClaim(trx: Trx, id: string): Promise<ClaimRow | undefined> {
  return claims(trx).where("id", "=", id).forUpdate().executeTakeFirst();
}

function claims(db: Db): SelectQueryBuilder<Schema, "visits.claim", ClaimRow> {
  return db
    .selectFrom("visits.claim")
    .selectAll()
    .select([instantOf("lower").as("startsAt"), instantOf("upper").as("endsAt")]) as never;
}

/** Takes the span; the database refuses (23P01) where the station, the resident or the contact is taken for any part of it. */
export async function insertClaim(
  trx: Trx,
  claim: Omit<Insertable<ClaimTable>, "during"> & { startsAt: Instant; endsAt: Instant },
): Promise<void> {
  const { startsAt, endsAt, ...row } = claim;
  await trx
    .insertInto("visits.claim")
    .values({ ...row, during: spanOf(startsAt, endsAt) })
    .execute();
}

/** Turns a hold into a booking: from now on it does not expire. */
export async function bookClaim(trx: Trx, id: string): Promise<void> {
  await trx.updateTable("visits.claim").set({ expiresAt: null }).where("id", "=", id).execute();
}

/** Makes the span free again for everyone. */
export async function releaseClaim(trx: Trx, id: string, now: Instant): Promise<void> {
  await trx.updateTable("visits.claim").set({ releasedAt: now }).where("id", "=", id).where("releasedAt", "is", null).execute();
}
