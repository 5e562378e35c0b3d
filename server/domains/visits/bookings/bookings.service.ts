import type { BodyOf } from "#contracts/endpoint.ts";
import type { visitsOutside } from "#contracts/visits.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { bring, type Named, named, partyOf, partyRefusals } from "#server/domains/visits/party/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import * as sessions from "#server/domains/visits/sessions/index.ts";
import type { Ctx, OutsideActor, TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
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

/** Turns a hold into a visit once per `asked.id`, asking everything again but the notice, which the hold met; answers with the visit's id. */
export function bookVisit(
  ctx: Ctx,
  actor: OutsideActor,
  asked: BodyOf<typeof visitsOutside.bookVisit>,
  guards: Guards = {},
): Promise<string> {
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
    await checkAgain(tx, actor, claim, party);
    await claims.bookClaim(tx.trx, claim.id);
    await insertVisit(tx, actor, asked.id, claim, party.guests);
    return asked.id;
  });
}

/** Whether this account has made this visit already; refuses when another has. */
async function isOwnVisit(tx: TxCtx, actor: OutsideActor, visitId: string): Promise<boolean> {
  const visit = await store.findVisit(tx.trx, visitId);
  // An id is no secret: a repeated request is answered only to the account that first made it.
  if (visit && visit.requestedBy !== actor.accountId) throw new AppError(["access.denied"]);
  return visit !== undefined;
}

async function checkAgain(tx: TxCtx, actor: OutsideActor, claim: claims.ClaimRow, party: Named): Promise<void> {
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
  if (reasons.length > 0) throw new AppError(reasons, { partyPeopleMax, partyAdultsMax, partyChildrenPerAdultMax });
}

async function insertVisit(tx: TxCtx, actor: OutsideActor, id: string, claim: claims.ClaimRow, guests: Named["guests"]): Promise<void> {
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
  await note(tx, { visitId: id, facilityId, code: "booked", facts: { by: "family" } });
  await audit.record(tx, { what: "visit.booked", subjectId: id, agencyId, facilityId, facts: { connectionId, stationId } });
  await sendBooked(tx, { id, contactId, facilityId, startsAt, timeZone });
  tx.publish("board", facilityId);
}

async function facilityOf(tx: TxCtx, facilityId: string): Promise<facilities.FacilityRow> {
  const facility = await facilities.facilityOf(tx, facilityId);
  if (!facility) throw new Error(`facility ${facilityId} has visits but is not there`);
  return facility;
}
