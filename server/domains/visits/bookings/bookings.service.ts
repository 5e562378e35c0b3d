import type { BodyOf } from "#contracts/endpoint.ts";
import type { ErrorCode } from "#contracts/errors.ts";
import type { visitsOutside } from "#contracts/visits.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as money from "#server/domains/money/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { askedFor, familyCents, keptUntil } from "#server/domains/visits/charges/index.ts";
import { bring, type Named, named, partyOf, partyRefusals } from "#server/domains/visits/party/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import * as sessions from "#server/domains/visits/sessions/index.ts";
import type { Ctx, OutsideActor, TxCtx } from "#server/platform/context.ts";
import { AppError, type Facts } from "#server/platform/errors.ts";
import { apartOn, dayAround } from "./apart.ts";
import { allowanceUse, pairOf } from "./asked.ts";
import { refusals } from "./bookings.rules.ts";
import * as claims from "./claims.store.ts";
import { sendBooked } from "./letters.send.ts";
import { lockRivals } from "./locks.store.ts";
import { amongRivals, type Guards } from "./rivals.ts";
import * as store from "./visits.store.ts";
import { mustBeWatched } from "./watched.rules.ts";

const HOURS_PER_DAY = 24;
const RESIDENT_PART_LIMIT = { triesMax: 10, windowMs: HOURS_PER_DAY * 60 * 60_000 } as const;

/** Turns a hold into a visit once per `asked.id`, asking everything again but the notice, which the hold met; answers with the visit's id. */
export async function bookVisit(
  ctx: Ctx,
  actor: OutsideActor,
  asked: BodyOf<typeof visitsOutside.bookVisit>,
  guards: Guards = {},
): Promise<string> {
  await slowDown(ctx, actor, asked);
  return amongRivals(ctx, async (tx) => {
    const held = await claims.findClaim(tx.trx, asked.holdId);
    if (!held || held.madeBy !== actor.accountId) {
      if (await isOwnVisit(tx, actor, asked.id)) return asked.id;
      throw new AppError(["visit.hold_unknown"]);
    }
    const others = (await residents.apartFrom(tx, held.residentId)).map(({ otherId }) => otherId);
    const who = { residentIds: [held.residentId, ...others], contactId: held.contactId, stationIds: [held.stationId] };
    if (guards.orderedLocks !== false) await lockRivals(tx.trx, who);
    const claim = (await claims.lockClaim(tx.trx, held.id)) ?? held;
    if (await isOwnVisit(tx, actor, asked.id)) return asked.id;
    const party = await named(tx, actor.contactId, asked.guestIds ?? []);
    await checkAgain(tx, actor, claim, party, asked.atMostCents ?? 0);
    await claims.bookClaim(tx.trx, claim.id);
    await insertVisit(tx, actor, asked, claim, party.guests);
    return asked.id;
  });
}

/**
 * Where the resident pays a part, whether a booking is refused tells that their wallet has less than that part. So few tries a day are answered, whatever they ask for,
 * that nobody outside finds a balance by trying one length after the other.
 */
async function slowDown(ctx: Ctx, actor: OutsideActor, asked: BodyOf<typeof visitsOutside.bookVisit>): Promise<void> {
  const claim = await claims.findClaim(ctx.db, asked.holdId);
  if (!claim || claim.madeBy !== actor.accountId || (await store.findVisit(ctx.db, asked.id))) return;
  const { day } = facilities.toLocal(claim.startsAt, (await facilityOf(ctx, claim.facilityId)).timeZone);
  const { weekStarts } = await facilities.policyOn(ctx, claim.facilityId, day);
  if (!(await money.quote(ctx, askedFor(claim, { day, weekStarts }))).parts.has("resident")) return;
  await identity.throttle(ctx, "visit.resident_part", `${claim.contactId} ${claim.residentId}`, RESIDENT_PART_LIMIT);
}

/** Whether this account has made this visit already; refuses when another has. */
async function isOwnVisit(tx: TxCtx, actor: OutsideActor, visitId: string): Promise<boolean> {
  const visit = await store.findVisit(tx.trx, visitId);
  // An id is no secret: a repeated request is answered only to the account that first made it.
  if (visit && visit.requestedBy !== actor.accountId) throw new AppError(["access.denied"]);
  return visit !== undefined;
}

async function checkAgain(tx: TxCtx, actor: OutsideActor, claim: claims.ClaimRow, party: Named, atMostCents: number): Promise<void> {
  const now = tx.now();
  if (claim.expiresAt === null) throw new AppError(["visit.hold_unknown"]);
  if (claim.releasedAt !== null || Temporal.Instant.compare(claim.expiresAt, now) <= 0) throw new AppError(["visit.hold_expired"]);

  const pair = await pairOf(tx, claim.connectionId, actor.contactId, claim.startsAt);
  if (pair.stayId !== claim.stayId)
    throw new AppError([...(pair.approved ? [] : (["connection.not_approved"] as const)), "visit.resident_away"]);
  const { facilityId, residentId, contactId, connectionId, startsAt } = claim;
  const { timeZone } = await facilityOf(tx, facilityId);
  const { day } = facilities.toLocal(claim.startsAt, timeZone);
  const policy = await facilities.policyOn(tx, facilityId, facilities.toLocal(now, timeZone).day);
  const closed = await facilities.closedDays(tx, facilityId, day, day);
  const used = await allowanceUse(tx, residentId, { from: day, through: day }, policy.weekStarts);
  const stations = await sessions.listStations(tx.trx, [claim.sessionTemplateId]);
  const who = { residentId, contactId, stationIds: [claim.stationId] };
  const taken = await claims.listTaken(tx.trx, who, { from: claim.startsAt, to: claim.endsAt }, now, claim.id);
  const apart = await apartOn(tx, { residentId, contactId, facilityId, timeZone }, dayAround(day, timeZone));
  const serves = stations.some((station) => station.stationId === claim.stationId);
  const rules = await facilities.policyOn(tx, facilityId, day);
  const reasons = refusals({
    now,
    place: { startsAt: claim.startsAt, endsAt: claim.endsAt, day },
    approved: pair.approved,
    notice: null,
    dayClosed: closed.length > 0,
    allowance: { perWeek: policy.visitsPerWeek, used: used(day) },
    residentId,
    contactId,
    stationFree: !apart.on(day) && serves && !taken.some((one) => one.stationId === claim.stationId),
    taken,
  });
  reasons.push(...partyRefusals(await partyOf(tx, party, { contactId, connectionId, startsAt, day }), rules));
  const { partyPeopleMax, partyAdultsMax, partyChildrenPerAdultMax } = rules;
  const cost = await moneyReasons(tx, askedFor(claim, { day, weekStarts: rules.weekStarts }), atMostCents);
  reasons.push(...cost.reasons);
  if (reasons.length > 0) throw new AppError(reasons, { partyPeopleMax, partyAdultsMax, partyChildrenPerAdultMax, ...cost.facts });
}

/** Why the money for it cannot be kept. What a resident has is told to nobody outside: only that it is too little. */
async function moneyReasons(tx: TxCtx, asked: money.Asked, atMostCents: number): Promise<{ reasons: ErrorCode[]; facts: Facts }> {
  const made = await money.quote(tx, asked);
  const short = await money.shortOf(tx, asked, made);
  const own = short.find(({ payer }) => payer === "family");
  const cents = familyCents(made);
  const reasons: ErrorCode[] = short.map(({ payer }) => (payer === "family" ? "money.family_short" : "money.resident_short"));
  // What was shown before is the most that is ever taken: what costs more now is shown anew first.
  if (cents > atMostCents) reasons.push("money.price_changed");
  return { reasons, facts: { ...(cents > 0 ? { needCents: cents } : {}), ...(own ? { haveCents: own.haveCents } : {}) } };
}

async function insertVisit(
  tx: TxCtx,
  actor: OutsideActor,
  { id, atMostCents }: BodyOf<typeof visitsOutside.bookVisit>,
  claim: claims.ClaimRow,
  guests: Named["guests"],
): Promise<void> {
  const { agencyId, facilityId, connectionId, stayId, residentId, contactId, stationId, startsAt, endsAt } = claim;
  const { timeZone } = await facilityOf(tx, facilityId);
  const local = facilities.toLocal(startsAt, timeZone);
  const policy = await facilities.policyOn(tx, facilityId, local.day);
  await store.insertVisit(tx.trx, {
    id,
    agencyId,
    facilityId,
    claimId: claim.id,
    connectionId,
    stayId,
    residentId,
    contactId,
    stationId,
    status: "booked",
    outcome: null,
    cause: null,
    reason: null,
    mode: "video",
    // Fixed here, and shown before the booking; nobody can be recorded who was told that they are not.
    roomKind: policy.visitsRecorded ? "recorded" : "unrecorded",
    startsAt,
    endsAt,
    localDay: local.day,
    localStart: local.time,
    timeZone,
    visitMinutes: startsAt.until(endsAt).total("minutes"),
    earlyMinutes: policy.earlyMinutes,
    lateMinutes: policy.lateMinutes,
    requestedBy: actor.accountId,
    madeAt: tx.now(),
    endedAt: null,
    keepUntil: endsAt.add({ hours: policy.keepRecordingsDays * HOURS_PER_DAY }),
    // Fixed here too, as it was told before the booking.
    mustBeWatched: mustBeWatched({
      rule: policy.watchRequired,
      privileged: false,
      supervised: (await contacts.supervisedAt(tx, connectionId))(startsAt),
      talkedBefore: await store.haveTalked(tx.trx, connectionId),
    }),
  });
  await bring(tx, { id, agencyId, facilityId, contactId }, guests);
  const asked = askedFor(claim, { day: local.day, weekStarts: policy.weekStarts });
  await money.keep(tx, id, asked, keptUntil(endsAt), atMostCents ?? 0);
  await note(tx, { visitId: id, facilityId, code: "booked", facts: { by: "family" } });
  await audit.record(tx, { what: "visit.booked", subjectId: id, agencyId, facilityId, facts: { connectionId, stationId } });
  await sendBooked(tx, { id, contactId, facilityId, startsAt, timeZone });
  tx.publish("board", facilityId);
}

async function facilityOf(tx: Ctx | TxCtx, facilityId: string): Promise<facilities.FacilityRow> {
  const facility = await facilities.facilityOf(tx, facilityId);
  if (!facility) throw new Error(`facility ${facilityId} has visits but is not there`);
  return facility;
}
