import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import { HOLD_MINUTES, type visitsOutside } from "#contracts/visits.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as money from "#server/domains/money/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { askedFor, quoteFor } from "#server/domains/visits/charges/index.ts";
import * as sessions from "#server/domains/visits/sessions/index.ts";
import { type Ctx, inTransaction, type OutsideActor, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { apartOn, dayAround } from "./apart.ts";
import { allowanceUse, type Pair, pairOf } from "./asked.ts";
import { chooseStation, refusals } from "./bookings.rules.ts";
import * as claims from "./claims.store.ts";
import { lockRivals } from "./locks.store.ts";
import { amongRivals, type Guards } from "./rivals.ts";

type Hold = AnswerOf<typeof visitsOutside.holdPlace>;
/** Two requests within this time are rivals even from one account: a second press must not take the place from the first. */
const SECOND_THOUGHT_SECONDS = 3;

/**
 * Keeps a place for ten minutes, once per `asked.id`. Whoever picks again gives their earlier hold with this resident back.
 * Refuses with every reason at once.
 */
export function holdPlace(
  ctx: Ctx,
  actor: OutsideActor,
  asked: BodyOf<typeof visitsOutside.holdPlace>,
  guards: Guards = {},
): Promise<Hold> {
  return amongRivals(ctx, async (tx) => {
    const startsAt = Temporal.Instant.from(asked.startsAt);
    const before = await pairOf(tx, asked.connectionId, actor.contactId, startsAt);
    const { place, facility, template } = await placeOf(tx, before, asked);
    const stations = await sessions.listStations(tx.trx, [template.id]);
    const stationIds = stations.map((station) => station.stationId);
    const { residentId, contactId } = before;
    const others = (await residents.apartFrom(tx, residentId)).map(({ otherId }) => otherId);
    if (guards.orderedLocks !== false) await lockRivals(tx.trx, { residentIds: [residentId, ...others], contactId, stationIds });
    // Released, transferred or merged while this one waited: what was read before the lock is not true any more.
    const pair = await pairOf(tx, asked.connectionId, actor.contactId, startsAt);
    if (pair.residentId !== residentId || pair.stayId !== before.stayId) throw new AppError(["visit.resident_away"]);
    const who = { residentId, contactId, stationIds };

    // An id is no secret: a repeated request is answered only to the account that first made it.
    const earlier = await claims.findClaim(tx.trx, asked.id);
    if (earlier && earlier.madeBy !== actor.accountId) throw new AppError(["access.denied"]);
    if (earlier) return toHold(tx, facility, earlier);

    const now = tx.now();
    const span = { from: place.startsAt, to: place.endsAt };
    const own = {
      connectionId: pair.connectionId,
      accountId: actor.accountId,
      madeBefore: now.subtract({ seconds: SECOND_THOUGHT_SECONDS }),
    };
    await claims.releaseStale(tx.trx, who, span, own, now);

    const today = facilities.toLocal(now, facility.timeZone).day;
    const policy = await facilities.policyOn(tx, facility.id, today);
    const closed = await facilities.closedDays(tx, facility.id, place.day, place.day);
    const used = await allowanceUse(tx, pair.residentId, { from: place.day, through: place.day }, policy.weekStarts);
    const taken = await claims.listTaken(tx.trx, who, span, now);
    const apart = await apartOn(
      tx,
      { ...who, facilityId: facility.id, timeZone: facility.timeZone },
      dayAround(place.day, facility.timeZone),
    );
    // To whoever must not be met on a day, it is as full as any full day.
    const station = apart.on(place.day) ? undefined : chooseStation(stations, pair.unitId, place, taken);
    const reasons = refusals({
      now,
      place,
      approved: pair.approved,
      notice: { minHours: policy.noticeMinHours, maxDays: policy.noticeMaxDays, today },
      dayClosed: closed.length > 0,
      allowance: { perWeek: policy.visitsPerWeek, used: used(place.day) },
      residentId: pair.residentId,
      contactId: pair.contactId,
      stationFree: station !== undefined,
      taken,
    });
    if (reasons.length > 0 || !station)
      throw new AppError(reasons, { noticeMinHours: policy.noticeMinHours, noticeMaxDays: policy.noticeMaxDays });

    const { connectionId, agencyId, stayId } = pair;
    const expiresAt = now.add({ minutes: HOLD_MINUTES });
    const claim = {
      id: asked.id,
      agencyId,
      facilityId: facility.id,
      sessionTemplateId: template.id,
      connectionId,
      stayId: stayId as string,
      residentId,
      contactId,
      stationId: station.stationId,
      startsAt: place.startsAt,
      endsAt: place.endsAt,
      madeBy: actor.accountId,
      madeAt: now,
      expiresAt,
      releasedAt: null,
    };
    await claims.insertClaim(tx.trx, claim);
    await audit.record(tx, { what: "visit.held", subjectId: claim.id, agencyId, facilityId: facility.id, facts: { connectionId } });
    return toHold(tx, facility, claim);
  });
}

/** Gives a held place back; a hold that is gone, or somebody else's, changes nothing and tells nothing. */
export async function releaseHold(ctx: Ctx, actor: OutsideActor, holdId: string): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const claim = await claims.lockClaim(tx.trx, holdId);
    if (!claim || claim.madeBy !== actor.accountId || claim.expiresAt === null || claim.releasedAt !== null) return null;
    await claims.releaseClaim(tx.trx, holdId, tx.now());
    await audit.record(tx, { what: "visit.hold_released", subjectId: holdId, agencyId: claim.agencyId, facilityId: claim.facilityId });
    return null;
  });
}

/** The place that is asked for, where the resident is now; refuses when the resident is nowhere or there is no such place. */
async function placeOf(tx: TxCtx, pair: Pair, asked: { sessionTemplateId: string; startsAt: string }) {
  const approval = pair.approved ? [] : (["connection.not_approved"] as const);
  const facility = pair.facilityId ? await facilities.facilityOf(tx, pair.facilityId) : undefined;
  if (!facility) throw new AppError([...approval, "visit.resident_away"]);
  const template = await sessions.findTemplate(tx.trx, facility.id, asked.sessionTemplateId);
  const place = template && sessions.placeAt(template, Temporal.Instant.from(asked.startsAt), facility.timeZone);
  if (!template || !place) throw new AppError([...approval, "visit.place_unknown"]);
  return { facility, template, place };
}

type Made = Pick<claims.ClaimRow, "id" | "agencyId" | "facilityId" | "residentId" | "contactId" | "startsAt" | "endsAt" | "madeAt">;
/** A released or booked hold is answered as it was made: the retry learns what the first request did. Its price is that of now. */
async function toHold(tx: TxCtx, facility: facilities.FacilityRow, claim: Made): Promise<Hold> {
  const { day } = facilities.toLocal(claim.startsAt, facility.timeZone);
  const { weekStarts } = await facilities.policyOn(tx, facility.id, day);
  return {
    id: claim.id,
    expiresAt: claim.madeAt.add({ minutes: HOLD_MINUTES }).toString(),
    startsAt: claim.startsAt.toString(),
    endsAt: claim.endsAt.toString(),
    quote: await quoteFor(tx, askedFor(claim, { day, weekStarts })),
    walletCents: await money.freeInWallet(tx, claim.contactId),
  };
}
