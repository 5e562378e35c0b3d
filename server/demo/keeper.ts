import { sql } from "kysely";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import { keepCost } from "./charges.ts";
import { emailOf, named, contacts as people } from "./people.ts";
import { insertDemoVisit } from "./visit.ts";

/** A visit this close to its end is no good for trying. */
const USABLE_MINUTES = 4;
const LENGTH_MINUTES = 20;

/** The two sides of a visit that the demonstration keeps ready: who visits whom, and at which station. */
export async function findPair(db: Db | Trx, key: "rosa" | "proof") {
  const contact = people.find((person) => person.key === key)!;
  const resident = named.find((person) => person.key === contact.to[0].resident)!;
  return db
    .selectFrom("contacts.connection as connection")
    .innerJoin("contacts.contact as contact", "contact.id", "connection.contactId")
    .innerJoin("identity.account as account", "account.id", "contact.accountId")
    .innerJoin("residents.card as resident", "resident.residentId", "connection.residentId")
    .innerJoin("facilities.facility as facility", "facility.id", "resident.facilityId")
    .innerJoin("stations.station as station", (join) =>
      join.onRef("station.facilityId", "=", "resident.facilityId").onRef("station.unitId", "=", "resident.unitId"),
    )
    .innerJoin("visits.session_template as template", "template.facilityId", "resident.facilityId")
    .select([
      "connection.id as connectionId",
      "connection.agencyId",
      "contact.id as contactId",
      "account.id as accountId",
      "resident.residentId",
      "resident.stayId",
      "resident.bookingNumber",
      "resident.givenName",
      "resident.familyName",
      "facility.id as facilityId",
      "facility.timeZone",
      "station.id as stationId",
      "station.name as stationName",
      "template.id as templateId",
    ])
    .where("account.email", "=", emailOf(contact))
    .where("resident.givenName", "=", resident.givenName)
    .orderBy("station.name")
    .executeTakeFirst();
}

/** Keeps a visit between the two people behind the doors that can be joined now: whoever tries the demonstration waits for nothing. */
export function keepVisitReady(ctx: Ctx): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const pair = await findPair(tx.trx, "rosa");
    if (pair) await readyVisit(tx.trx, pair, tx.now(), LENGTH_MINUTES);
  });
}

/** Looks every minute, so that such a visit is there also for whoever came in long ago. */
export function registerKeeper(ctx: Ctx): void {
  ctx.jobs.cron("demo.keep_visit", "* * * * *", () => keepVisitReady(ctx));
}

type Pair = NonNullable<Awaited<ReturnType<typeof findPair>>>;

/** The pair's visit that can be joined at this instant; made if there is none, in the place of what came before. */
export async function readyVisit(trx: Trx, pair: Pair, now: Temporal.Instant, minutes: number): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`demo ${pair.connectionId}`}, 0))`.execute(trx);
  const ready = await trx
    .selectFrom("visits.visit")
    .select("id")
    .where("connectionId", "=", pair.connectionId)
    .where("startsAt", "<=", now)
    .where((at) =>
      at.or([
        // A visit that is going on is the one to join, however little is left of it: its place is taken.
        at.and([at("status", "=", "in_progress"), at("endsAt", ">", now)]),
        at.and([at("status", "=", "booked"), at("endsAt", ">", now.add({ minutes: USABLE_MINUTES }))]),
      ]),
    )
    .orderBy("status", "desc")
    .executeTakeFirst();
  if (ready) return ready.id;
  // A visit that ended early still holds its place; the demonstration needs that place now.
  const endsAt = now.add({ minutes });
  await trx
    .updateTable("visits.claim")
    .set({ releasedAt: now })
    .where("releasedAt", "is", null)
    .where(sql<boolean>`during && tstzrange(${now}::timestamptz, ${endsAt}::timestamptz)`)
    .where((at) =>
      at.or([at("residentId", "=", pair.residentId), at("contactId", "=", pair.contactId), at("stationId", "=", pair.stationId)]),
    )
    .where((at) =>
      at.not(
        at.exists(
          at
            .selectFrom("visits.visit")
            .select("id")
            .whereRef("visits.visit.claimId", "=", "visits.claim.id")
            .where("status", "=", "in_progress"),
        ),
      ),
    )
    .execute();
  await trx
    .updateTable("visits.visit")
    .set({ status: "cancelled", outcome: "cancelled_by_staff", cause: "facility", reason: "facility_need", endedAt: now })
    .where("status", "=", "booked")
    .where((at) =>
      at.exists(
        at
          .selectFrom("visits.claim")
          .select("id")
          .whereRef("visits.claim.id", "=", "visits.visit.claimId")
          .where("releasedAt", "is not", null),
      ),
    )
    .execute();
  const { stayId } = pair;
  if (!stayId) throw new Error("the demonstration's resident has no stay");
  // The line of the day so far: whole minutes read better on a screen.
  const startsAt = now.round({ smallestUnit: "minute", roundingMode: "floor" });
  const visit = { ...pair, stayId, startsAt, visitMinutes: minutes, earlyMinutes: 15, lateMinutes: 10, recorded: true, now };
  const visitId = await insertDemoVisit(trx, visit);
  await keepCost(trx, visitId, visit);
  return visitId;
}
