import { sql } from "kysely";
import { listAsked, listGuestsOf, type PartyContactRow, type VisitGuestRow } from "#server/domains/visits/party/index.ts";
import type { Db } from "#server/platform/database.ts";

type Instant = Temporal.Instant;

/** A visit with everything any side may read of it: names, the running room, who is here, and the time they were connected. */
export interface VisitView {
  id: string;
  facilityId: string;
  contactId: string;
  stayId: string;
  stationId: string;
  status: "requested" | "booked" | "rejected" | "withdrawn" | "cancelled" | "in_progress" | "completed" | "missed";
  outcome: string | null;
  cause: string | null;
  reason: string | null;
  roomKind: "recorded" | "unrecorded" | "privileged";
  startsAt: Instant;
  endsAt: Instant;
  localDay: string;
  localStart: string;
  timeZone: string;
  visitMinutes: number;
  earlyMinutes: number;
  madeAt: Instant;
  facilityName: string;
  stationName: string;
  contactGivenName: string;
  contactFamilyName: string;
  residentName: string;
  live: "waiting" | "live" | "interrupted" | "paused" | "ended" | "terminated" | "failed" | null;
  recordingProof: "none" | "starting" | "proven" | "unproven" | null;
  pausedReason: string | null;
  mustBeWatched: boolean;
  watchToldAt: Temporal.Instant | null;
  connectedSeconds: number;
  familyLeg: string | null;
  residentLeg: string | null;
  familyCame: boolean;
  residentCame: boolean;
  /** Who comes along with the contact. */
  guests: VisitGuestRow[];
  /** The other adults who come, each from a home of their own. */
  adults: PartyContactRow[];
}

/**
 * Whose visits may be found; the last form is for letters, which go to the visit's own people. A resident reads those of earlier stays too: what
 * became of a visit is told also to somebody who was moved before it.
 */
export type Whose = { contactId: string } | { residentId: string; stayId: string } | { facilityId: string } | { visitId: string };
export interface Which {
  visitId?: string;
  day?: string;
  /** Those whose place is not over yet, earliest first; or those that are past or cancelled, newest first. */
  when?: "coming" | "past";
}

export const VISITS_MAX = 200;
const open = ["requested", "booked", "in_progress"] as const;

/** Visits as one side may find them: nobody reaches beyond their own. */
export async function listVisits(db: Db, whose: Whose, which: Which, now: Instant): Promise<VisitView[]> {
  const rows = await findRows(db, whose, which, now);
  const ids = rows.map(({ id }) => id);
  const guests = Map.groupBy(await listGuestsOf(db, ids), ({ visitId }) => visitId);
  const adults = Map.groupBy(await listAsked(db, ids, ["accepted"]), ({ visitId }) => visitId);
  return rows.map((row) => ({ ...row, guests: guests.get(row.id) ?? [], adults: adults.get(row.id) ?? [] }));
}

/** What a contact booked, and that of others to which they come; as one list of ids, so that both are found by an index. */
const ofContact = (contactId: string) =>
  sql<boolean>`v.id in (select o.id from visits.visit o where o.contact_id = ${contactId}
    union all select p.visit_id from visits.party_contact p where p.contact_id = ${contactId} and p.status = 'accepted')`;

function findRows(db: Db, whose: Whose, which: Which, now: Instant) {
  const legOf = (side: string) => sql<string | null>`(select l.status from visits.leg l where l.visit_id = v.id and l.side = ${side}
    order by (l.status in ('joined', 'rejoined')) desc, l.seat limit 1)`;
  // Coming into the waiting room is a line of the record; only later does a leg exist.
  const cameOf = (side: string) =>
    sql<boolean>`exists (select from visits.timeline t where t.visit_id = v.id and t.code in ('waiting', 'joined') and t.facts ->> 'side' = ${side})`;
  return db
    .selectFrom("visits.visit as v")
    .innerJoin("contacts.card as pair", "pair.connectionId", "v.connectionId")
    .innerJoin("stations.card as station", "station.stationId", "v.stationId")
    .innerJoin("facilities.facility as facility", "facility.id", "v.facilityId")
    .leftJoin("visits.live_session as live", "live.visitId", "v.id")
    .select([
      "v.id",
      "v.facilityId",
      "v.contactId",
      "v.stayId",
      "v.stationId",
      "v.status",
      "v.outcome",
      "v.cause",
      "v.reason",
      "v.roomKind",
      "v.mustBeWatched",
      "v.startsAt",
      "v.endsAt",
    ])
    .select(["v.localDay", "v.localStart", "v.timeZone", "v.visitMinutes", "v.earlyMinutes", "v.madeAt"])
    .select(["facility.name as facilityName", "station.name as stationName"])
    .select(["pair.contactGivenName", "pair.contactFamilyName", "pair.residentName"])
    .select(["live.status as live", "live.recording as recordingProof", "live.pausedReason", "live.watchToldAt"])
    .select([
      sql<number>`coalesce((select floor(sum(extract(epoch from upper(i.during) - lower(i.during)))) from visits.connected_interval i where i.visit_id = v.id), 0)::int`.as(
        "connectedSeconds",
      ),
      legOf("family").as("familyLeg"),
      legOf("resident").as("residentLeg"),
      cameOf("family").as("familyCame"),
      cameOf("resident").as("residentCame"),
    ])
    .$if("contactId" in whose, (query) => query.where(ofContact("contactId" in whose ? whose.contactId : "")))
    .$if("residentId" in whose, (query) => query.where("v.residentId", "=", "residentId" in whose ? whose.residentId : ""))
    .$if("facilityId" in whose, (query) => query.where("v.facilityId", "=", "facilityId" in whose ? whose.facilityId : ""))
    .$if(which.visitId !== undefined, (query) => query.where("v.id", "=", which.visitId ?? ""))
    .$if(which.day !== undefined, (query) => query.where("v.localDay", "=", which.day ?? ""))
    .$if(which.when === "coming", (query) => query.where("v.status", "in", open).where("v.endsAt", ">", now))
    .$if(which.when === "past", (query) => query.where((at) => at.or([at("v.status", "not in", open), at("v.endsAt", "<=", now)])))
    .orderBy("v.startsAt", which.when === "past" ? "desc" : "asc")
    .orderBy("v.id")
    .limit(VISITS_MAX)
    .execute();
}
