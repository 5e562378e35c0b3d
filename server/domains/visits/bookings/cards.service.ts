import type { z } from "zod";
import type { BoardVisit, VisitCard, VisitPage } from "#contracts/visits.ts";
import { costsFor, type PartOf } from "#server/domains/visits/charges/index.ts";
import { ageOn, isOpen } from "#server/domains/visits/party/index.ts";
import { listLines } from "#server/domains/visits/record/index.ts";
import { canCancel, lostSeconds } from "#server/domains/visits/visits.rules.ts";
import type { Ctx } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import { listVisits, type VisitView, type Whose } from "./cards.store.ts";
import { withOwnMoney, withoutMoney } from "./money-lines.rules.ts";

type Card = z.infer<typeof VisitCard>;
type Page = z.infer<typeof VisitPage>;
type OnBoard = z.infer<typeof BoardVisit>;
export type RecordingStatus = Page["recording"];
/** How far each recording is. Recordings stand above visits, so `app.ts` hands this in. */
export type RecordingsOf = (db: Db, visitIds: readonly string[]) => Promise<ReadonlyMap<string, RecordingStatus>>;

const NO_RECORDING: RecordingStatus = { status: "none", progress: 0 };
const inRoom = new Set(["joined", "rejoined"]);
const running = new Set(["waiting", "live", "interrupted", "paused"]);

/** The coming visits, earliest first, then the past ones, newest first. */
export async function cards(ctx: Ctx, whose: Whose): Promise<Card[]> {
  const now = ctx.now();
  const coming = await listVisits(ctx.db, whose, { when: "coming" }, now);
  const past = await listVisits(ctx.db, whose, { when: "past" }, now);
  const all = [...coming, ...past];
  const costs = await costsOf(ctx, whose, all);
  return all.map((visit) => toCard(visit, whose, now, costs));
}

type Costs = Awaited<ReturnType<typeof costsFor>>;
/** The reader's own part; of a visit that somebody else booked nothing is said. */
function costsOf(ctx: Ctx, whose: Whose, visits: readonly VisitView[]): Promise<Costs> {
  const of: PartOf = "contactId" in whose ? "family" : "stayId" in whose ? "resident" : "all";
  const ids = visits.filter((visit) => !isAlong(visit, whose)).map(({ id }) => id);
  return costsFor(ctx, ids, of);
}

/** One visit, as its reader may know it; refuses with `visit.unknown`. */
export async function card(ctx: Ctx, whose: Whose, visitId: string): Promise<Card> {
  const visit = await findVisit(ctx, whose, visitId);
  return toCard(visit, whose, ctx.now(), await costsOf(ctx, whose, [visit]));
}

/** One visit with its record; refuses with `visit.unknown`, whether there is none or it is somebody else's. */
export async function page(ctx: Ctx, whose: Whose, visitId: string, recordingsOf: RecordingsOf): Promise<Page> {
  const visit = await findVisit(ctx, whose, visitId);
  const recordings = await recordingsOf(ctx.db, [visitId]);
  const costs = await costsOf(ctx, whose, [visit]);
  return {
    ...toCard(visit, whose, ctx.now(), costs),
    timeline: await linesFor(ctx, visit, whose, costs),
    recording: recordings.get(visitId) ?? NO_RECORDING,
  };
}

/**
 * The record, line by line as every side reads it, but for money: a resident reads their own part. Two things are kept from whoever comes along: what
 * it cost, and that a visit was cancelled since the connection of the contact who booked does not stand any more, which is between those two and the agency.
 */
async function linesFor(ctx: Ctx, visit: VisitView, whose: Whose, costs: Costs): Promise<Page["timeline"]> {
  const lines = await listLines(ctx.db, visit.id);
  if ("stayId" in whose) return withOwnMoney(lines, costs.get(visit.id));
  if (!isAlong(visit, whose)) return lines;
  return withoutMoney(lines).map((line) =>
    ofBookers(line.facts.reason) ? { ...line, facts: { ...line.facts, reason: "no_reason" } } : line,
  );
}

/** Whether this reader comes along to a visit that another contact booked. */
export const isAlong = (visit: VisitView, whose: Whose): boolean => "contactId" in whose && whose.contactId !== visit.contactId;

/** One visit as staff of its facility read it, with the very lines that both sides read. */
export async function staffPage(ctx: Ctx, facilityId: string, visitId: string, recordingsOf: RecordingsOf) {
  const visit = await findVisit(ctx, { facilityId }, visitId);
  const recordings = await recordingsOf(ctx.db, [visitId]);
  const costs = await costsOf(ctx, { facilityId }, [visit]);
  return { ...toBoardVisit(visit, recordings, ctx.now(), costs), timeline: await listLines(ctx.db, visitId) };
}

/** A visit as staff see it. `familyHere` and `residentHere` also count the waiting room. */
export function toBoardVisit(
  visit: VisitView,
  recordings: ReadonlyMap<string, RecordingStatus>,
  now: Temporal.Instant,
  costs: Costs = new Map(),
): OnBoard {
  const going = visit.live !== null && running.has(visit.live);
  return {
    ...toCard(visit, { facilityId: visit.facilityId }, now, costs),
    recording: recordings.get(visit.id) ?? NO_RECORDING,
    residentName: residentName(visit),
    contactName: contactName(visit),
    party: visit.guests.map((guest) => ({
      ...guestOf(guest),
      // An age tells whom to expect; the birth date is for nobody here.
      age: guest.birthDate === null ? null : ageOn(guest.birthDate, visit.localDay),
      language: guest.language,
    })),
    stationId: visit.stationId,
    live: going ? (visit.live as OnBoard["live"]) : "none",
    familyHere: going && isHere(visit.familyLeg, visit.familyCame),
    watchToldAt: going ? (visit.watchToldAt?.toString() ?? null) : null,
    residentHere: going && isHere(visit.residentLeg, visit.residentCame),
  };
}

const isHere = (leg: string | null, came: boolean) => (leg === null || leg === "not_joined" ? came : inRoom.has(leg));
/** Reasons that are about the connection of the contact who booked. */
export const ofBookers = (reason: unknown): boolean =>
  ["connection_suspended", "connection_limited", "connection_ended", "contact_banned"].includes(String(reason));
const residentName = (visit: VisitView) => visit.residentName;
const contactName = (visit: VisitView) => `${visit.contactGivenName} ${visit.contactFamilyName}`;

/** The resident reads first names: whose child it is, they know. */
function guestOf(guest: VisitView["guests"][number], inside = false) {
  const { guestId: id, kind, givenName, familyName } = guest;
  // Once emptied, both columns say the same.
  return { id, kind, name: inside || givenName === familyName ? givenName : `${givenName} ${familyName}` };
}

async function findVisit(ctx: Ctx, whose: Whose, visitId: string): Promise<VisitView> {
  const [visit] = await listVisits(ctx.db, whose, { visitId }, ctx.now());
  if (!visit) throw new AppError(["visit.unknown"]);
  return visit;
}

function toCard(visit: VisitView, whose: Whose, now: Temporal.Instant, costs: Costs): Card {
  const along = isAlong(visit, whose);
  const open = isOpen(visit, now);
  const others = visit.adults.filter(({ contactId }) => !("contactId" in whose) || contactId !== whose.contactId);
  return {
    id: visit.id,
    status: visit.status,
    outcome: visit.outcome as Card["outcome"],
    cause: visit.cause as Card["cause"],
    startsAt: visit.startsAt.toString(),
    endsAt: visit.endsAt.toString(),
    day: visit.localDay,
    localStart: visit.localStart.slice(0, "HH:MM".length),
    timeZone: visit.timeZone,
    facilityName: visit.facilityName,
    stationName: visit.stationName,
    // The two know each other by their whole names; staff read the contact's here and both further on.
    withName: "contactId" in whose ? residentName(visit) : contactName(visit),
    room: visit.roomKind,
    mustBeWatched: visit.mustBeWatched,
    opensAt: visit.startsAt.subtract({ minutes: visit.earlyMinutes }).toString(),
    connectedSeconds: visit.connectedSeconds,
    lostSeconds: lostSeconds(visit),
    reason: along && ofBookers(visit.reason) ? "no_reason" : visit.reason,
    cost: costs.get(visit.id) ?? null,
    party: visit.guests.map((guest) => guestOf(guest, "stayId" in whose || along)),
    adults: others.map(({ id, givenName, familyName }) => ({ id, name: `${givenName} ${familyName}` })),
    bookedBy: along ? contactName(visit) : null,
    canAsk: "contactId" in whose && !along && open,
    canLeave: along && open,
    // A visit of an earlier stay is to be read, and no more to be decided about.
    // Whoever comes along steps out; the visit is not theirs to cancel.
    canCancel:
      !along && (!("stayId" in whose) || whose.stayId === visit.stayId) && canCancel(visit, "facilityId" in whose ? "staff" : "side", now),
  };
}
