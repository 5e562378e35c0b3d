import { type Kysely, sql } from "kysely";
import { type LiveStatus, type Room, type Seat, sideOf } from "#contracts/live.ts";
import type { Db, Schema, Trx } from "#server/platform/database.ts";
import type { Run } from "./connected.rules.ts";
import type { LegStatus, PausedReason } from "./live.rules.ts";

type Instant = Temporal.Instant;
const instant = (epochMs: number): Instant => Temporal.Instant.fromEpochMilliseconds(epochMs);

/** The visit as its room needs it, with the names each side may see. */
export function findVisit(db: Db | Trx, visitId: string) {
  return db
    .selectFrom("visits.visit as visit")
    .innerJoin("contacts.contact as contact", "contact.id", "visit.contactId")
    .innerJoin("residents.card as resident", "resident.residentId", "visit.residentId")
    .innerJoin("stations.station as station", "station.id", "visit.stationId")
    .select([
      "visit.id",
      "visit.agencyId",
      "visit.facilityId",
      "visit.contactId",
      "visit.connectionId",
      "visit.residentId",
      "visit.stationId",
      "visit.status",
      "visit.roomKind",
      "visit.startsAt",
      "visit.endsAt",
      "visit.timeZone",
      "visit.visitMinutes",
      "visit.earlyMinutes",
      "visit.requestedBy",
      "visit.keepUntil",
      "visit.mustBeWatched",
      "contact.givenName as contactGivenName",
      "contact.familyName as contactFamilyName",
      "resident.residentName",
      "station.name as stationName",
    ])
    .where("visit.id", "=", visitId)
    .executeTakeFirst();
}
export type VisitFacts = NonNullable<Awaited<ReturnType<typeof findVisit>>>;

export function findSession(db: Db | Trx, visitId: string) {
  return db.selectFrom("visits.live_session").selectAll().where("visitId", "=", visitId).executeTakeFirst();
}

/** Rooms that should be running on this media node, whoever ran them: after a start all of them are ours. */
export function listUnfinished(db: Db, mediaNode: string) {
  return db
    .selectFrom("visits.live_session")
    .select("visitId")
    .where("mediaNode", "=", mediaNode)
    .where("status", "not in", ["ended", "terminated", "failed"])
    .execute();
}

/** Takes the room for this server, once nobody else's lease on it runs. False: another server has it. */
export async function takeLease(
  trx: Trx,
  room: { visitId: string; server: string; mediaNode: string; now: Instant; until: Instant },
): Promise<boolean> {
  const taken = await trx
    .updateTable("visits.live_session")
    .set({ leasedBy: room.server, leaseUntil: room.until, mediaNode: room.mediaNode })
    .where("visitId", "=", room.visitId)
    .where((at) => at.or([at("leasedBy", "=", room.server), at("leaseUntil", "<", room.now), at("mediaNode", "=", room.mediaNode)]))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

export async function insertSession(
  trx: Trx,
  visit: VisitFacts,
  session: { server: string; mediaNode: string; now: Instant; until: Instant; legIds: Record<"family" | "resident", string> },
): Promise<void> {
  const { id: visitId, facilityId, roomKind: kind } = visit;
  await trx
    .insertInto("visits.live_session")
    .values({
      visitId,
      facilityId,
      kind,
      status: "waiting",
      pausedReason: null,
      openedAt: session.now,
      firstConnectedAt: null,
      endedAt: null,
      mediaNode: session.mediaNode,
      leasedBy: session.server,
      leaseUntil: session.until,
      ending: null,
      endingBy: null,
      endingReason: null,
    })
    .onConflict((on) => on.column("visitId").doNothing())
    .execute();
  const { legIds } = session;
  await insertLeg(trx, { id: legIds.family, facilityId, visitId, seat: "family", personId: visit.requestedBy });
  await insertLeg(trx, {
    id: legIds.resident,
    facilityId,
    visitId,
    seat: "resident",
    personId: visit.residentId,
    stationId: visit.stationId,
  });
}

/** A leg that nobody has joined yet; one seat, and one person of a side, once. */
export async function insertLeg(
  trx: Trx,
  leg: { id: string; facilityId: string; visitId: string; seat: Seat; personId: string; stationId?: string | null; role?: string | null },
): Promise<void> {
  const untouched = { status: "not_joined" as const, consentedAt: null, consentedTo: null, joinedAt: null, leftAt: null };
  await trx
    .insertInto("visits.leg")
    .values({ stationId: null, role: null, ...leg, side: sideOf(leg.seat), ...untouched })
    .onConflict((on) => on.columns(["visitId", "seat"]).doNothing())
    .execute();
}

/** The legs of a visit, with the names of those outside. */
export function listLegs(db: Db | Trx, visitId: string) {
  return db
    .selectFrom("visits.leg as leg")
    .leftJoin("contacts.contact as contact", (on) => on.onRef("contact.accountId", "=", "leg.personId").on("leg.side", "=", "family"))
    .select(["leg.seat", "leg.side", "leg.personId", "leg.role", "leg.status", "leg.joinedAt"])
    .select(sql<string | null>`contact.given_name || ' ' || contact.family_name`.as("name"))
    .where("leg.visitId", "=", visitId)
    .execute();
}

/** The seats of which the record says that they came to the waiting room. */
export async function listWaited(db: Db | Trx, visitId: string): Promise<Seat[]> {
  const rows = await (db as Kysely<Schema>)
    .selectFrom("visits.timeline")
    .select(sql<Seat>`coalesce(facts ->> 'seat', facts ->> 'side')`.as("seat"))
    .where("visitId", "=", visitId)
    .where("code", "=", "waiting")
    .execute();
  return rows.map(({ seat }) => seat);
}

export async function setLeg(
  trx: Trx,
  leg: { visitId: string; seat: Seat; status: LegStatus; now: Instant; consentedTo?: VisitFacts["roomKind"] },
): Promise<void> {
  const { visitId, seat, status, now, consentedTo } = leg;
  await trx
    .updateTable("visits.leg")
    .set({
      status,
      ...(consentedTo ? { consentedTo, consentedAt: now } : {}),
      ...(status === "joined" ? { joinedAt: now } : {}),
      ...(status === "left" ? { leftAt: now } : {}),
    })
    .where("visitId", "=", visitId)
    .where("seat", "=", seat)
    .execute();
}

/** A visit is in progress from its first leg on. */
export async function beginVisit(trx: Trx, visitId: string): Promise<void> {
  await trx.updateTable("visits.visit").set({ status: "in_progress" }).where("id", "=", visitId).where("status", "=", "booked").execute();
}

export async function setSession(
  trx: Trx,
  visitId: string,
  set: Partial<{
    status: LiveStatus;
    pausedReason: PausedReason | null;
    firstConnectedAt: Instant;
    recording: Room["recording"];
    watchToldAt: Instant | null;
  }>,
): Promise<void> {
  await trx.updateTable("visits.live_session").set(set).where("visitId", "=", visitId).execute();
}

/** The intervals stored so far, oldest first, in epoch milliseconds. */
export async function listIntervals(db: Db | Trx, visitId: string): Promise<Run[]> {
  const rows = await (db as Kysely<Schema>)
    .selectFrom("visits.connected_interval")
    .select([
      sql<number>`(extract(epoch from lower(during)) * 1000)::bigint`.as("from"),
      sql<number>`(extract(epoch from upper(during)) * 1000)::bigint`.as("to"),
    ])
    .where("visitId", "=", visitId)
    .orderBy(sql`lower(during)`)
    .execute();
  return rows;
}

/** Stores the interval that is running, or pushes its end on; an end never moves back. */
export async function saveInterval(trx: Trx, interval: { id: string; facilityId: string; visitId: string } & Run): Promise<void> {
  const { id, facilityId, visitId } = interval;
  const during = sql<string>`tstzrange(${instant(interval.from)}, ${instant(interval.to)}, '[)')`;
  await trx
    .insertInto("visits.connected_interval")
    .values({ id, facilityId, visitId, during })
    .onConflict((on) =>
      on.column("id").doUpdateSet({
        during: sql<string>`case when upper(excluded.during) > upper(connected_interval.during) then excluded.during else connected_interval.during end`,
      }),
    )
    .execute();
}

export async function renewLease(trx: Trx, visitId: string, server: string, until: Instant): Promise<void> {
  await trx
    .updateTable("visits.live_session")
    .set({ leaseUntil: until })
    .where("visitId", "=", visitId)
    .where("leasedBy", "=", server)
    .execute();
}

export async function closeSession(
  trx: Trx,
  visitId: string,
  end: { status: LiveStatus; now: Instant; ending: string; by: string; reason: string | null },
): Promise<boolean> {
  const closed = await trx
    .updateTable("visits.live_session")
    .set({ status: end.status, pausedReason: null, endedAt: end.now, ending: end.ending, endingBy: end.by, endingReason: end.reason })
    .where("visitId", "=", visitId)
    .where("status", "not in", ["ended", "terminated", "failed"])
    .executeTakeFirst();
  return closed.numUpdatedRows > 0n;
}

/** Closes the visit itself; only a visit that is still open changes. */
export async function closeVisit(
  trx: Trx,
  visitId: string,
  end: { status: "completed" | "missed"; outcome: string; cause: string; now: Instant; reason: string | null },
): Promise<boolean> {
  const closed = await trx
    .updateTable("visits.visit")
    .set({ status: end.status, outcome: end.outcome as never, cause: end.cause as never, reason: end.reason, endedAt: end.now })
    .where("id", "=", visitId)
    .where("status", "in", ["booked", "in_progress"])
    .executeTakeFirst();
  return closed.numUpdatedRows > 0n;
}

export async function insertChat(
  trx: Trx,
  line: {
    id: string;
    facilityId: string;
    visitId: string;
    seat: Seat;
    words: string;
    locale: string;
    at: Instant;
    keepUntil: Instant;
    sent: boolean;
    takenBack: string[];
  },
): Promise<boolean> {
  const added = await trx
    .insertInto("visits.chat")
    .values(line)
    .onConflict((on) => on.column("id").doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
export const CHAT_LINES_MAX = 500;
/** The newest lines that were sent, in the order in which they were. */
export async function listChat(db: Db | Trx, visitId: string) {
  const rows = await db
    .selectFrom("visits.chat")
    .select(["id", "seat", "words", "at"])
    .where("visitId", "=", visitId)
    .where("sent", "=", true)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(CHAT_LINES_MAX)
    .execute();
  return rows.reverse();
}
/** Whether this seat has sent the line of this id. */
export async function wasSent(db: Db | Trx, line: { id: string; visitId: string; seat: Seat }): Promise<boolean> {
  const row = await db
    .selectFrom("visits.chat")
    .select("id")
    .where("id", "=", line.id)
    .where("visitId", "=", line.visitId)
    .where("seat", "=", line.seat)
    .where("sent", "=", true)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertWatch(
  trx: Trx,
  watch: {
    id: string;
    facilityId: string;
    visitId: string;
    roomKind: "recorded" | "unrecorded";
    staffId: string;
    role: string;
    now: Instant;
  },
): Promise<void> {
  const { now, ...rest } = watch;
  await trx
    .insertInto("visits.watch")
    .values({ ...rest, askedAt: now, familySawAt: null, residentSawAt: null, startedAt: null, endedAt: null })
    .execute();
}
export async function setWatch(
  trx: Trx,
  id: string,
  set: Partial<{ familySawAt: Instant; residentSawAt: Instant; startedAt: Instant; endedAt: Instant }>,
): Promise<void> {
  await trx.updateTable("visits.watch").set(set).where("id", "=", id).execute();
}
export async function setMustBeWatched(trx: Trx, visitId: string): Promise<void> {
  await trx.updateTable("visits.visit").set({ mustBeWatched: true }).where("id", "=", visitId).execute();
}

/** Whether an officer has had pictures of this visit. */
export async function wasWatched(db: Db | Trx, visitId: string): Promise<boolean> {
  const row = await db
    .selectFrom("visits.watch")
    .select("id")
    .where("visitId", "=", visitId)
    .where("startedAt", "is not", null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
/** A server that died leaves watches open: they ended with it. */
export async function endOpenWatches(trx: Trx, visitId: string, now: Instant): Promise<void> {
  await trx.updateTable("visits.watch").set({ endedAt: now }).where("visitId", "=", visitId).where("endedAt", "is", null).execute();
}
