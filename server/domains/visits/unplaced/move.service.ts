import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { visitMoves } from "#contracts/visit-moves.ts";
import * as audit from "#server/domains/audit/index.ts";
import { isShareUsed } from "#server/domains/visits/bookings/bookings.rules.ts";
import * as claims from "#server/domains/visits/bookings/claims.store.ts";
import { sendStationChanged } from "#server/domains/visits/bookings/letters.send.ts";
import { lockRivals } from "#server/domains/visits/bookings/locks.store.ts";
import { amongRivals } from "#server/domains/visits/bookings/rivals.ts";
import * as visits from "#server/domains/visits/bookings/visits.store.ts";
import { restFlags } from "#server/domains/visits/flags/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import * as sessions from "#server/domains/visits/sessions/index.ts";
import { type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { canMove, unfit } from "./move.rules.ts";
import * as store from "./move.store.ts";

type Choices = AnswerOf<typeof visitMoves.stationChoices>;

/** Every station of the facility as a choice for this visit: with each reason why it cannot be had, or none. */
export async function stationChoices(ctx: Ctx, facilityId: string, visitId: string): Promise<Choices> {
  const visit = await visits.findVisit(ctx.db, visitId);
  const claim = visit && (await claims.findClaim(ctx.db, visit.claimId));
  if (!visit || !claim || visit.facilityId !== facilityId) throw new AppError(["visit.unknown"]);
  return choicesFor(ctx, claim);
}

/**
 * Moves a visit to the station that staff chose. Whoever moves it says from where: of two who move it at once the later one hears that it
 * has been moved, and asking again for what is done already changes nothing. Refuses with every reason at once.
 */
export function moveVisit(ctx: Ctx, facilityId: string, visitId: string, asked: BodyOf<typeof visitMoves.moveVisit>): Promise<null> {
  return amongRivals(
    ctx,
    async (tx) => {
      const visit = await visits.findVisit(tx.trx, visitId);
      const before = visit && (await claims.findClaim(tx.trx, visit.claimId));
      if (!before || visit.facilityId !== facilityId) throw new AppError(["visit.unknown"]);
      const { residentId, contactId, sessionTemplateId } = before;
      const serving = await sessions.listStations(tx.trx, [sessionTemplateId]);
      const stationIds = [visit.stationId, asked.stationId, ...serving.map((station) => station.stationId)];
      await lockRivals(tx.trx, { residentIds: [residentId], contactId, stationIds });
      const locked = await visits.lockVisit(tx.trx, visitId);
      const claim = locked && (await claims.findClaim(tx.trx, locked.claimId));
      if (!locked || !claim) throw new AppError(["visit.unknown"]);
      if (locked.stationId === asked.stationId) return null;
      if (!canMove(locked, await store.isRoomOpened(tx.trx, visitId), tx.now()))
        throw new AppError(["visit.cannot_move"], { status: locked.status });
      if (locked.stationId !== asked.fromStationId) throw new AppError(["visit.moved_already"]);
      const choice = (await choicesFor(tx, claim)).find(({ id }) => id === asked.stationId);
      if (!choice) throw new AppError(["station.unknown"]);
      if (choice.why.length > 0) throw new AppError(choice.why);
      await moveTo(tx, locked, claim, { stationId: asked.stationId, by: "staff" });
      return null;
    },
    { claim_station_once: "visit.station_taken", claim_station_open: "visit.station_closed" },
  );
}

/**
 * Gives a visit another station, in the caller's transaction, which holds the locks: its claim, its record, the audit, the flags that fit
 * again, and a letter to the family where what they see of the place changes.
 */
export async function moveTo(
  tx: TxCtx,
  visit: visits.VisitRow,
  claim: claims.ClaimRow,
  to: { stationId: string; by: "staff" | "system" },
): Promise<void> {
  const { id: visitId, agencyId, facilityId, residentId } = visit;
  const { stationId, by } = to;
  const { during: _, ...row } = claim;
  const claimId = newId();
  const now = tx.now();
  // A hold that ran out still stands in the way of the constraint.
  await claims.releaseStale(tx.trx, { ...row, stationIds: [stationId] }, { from: claim.startsAt, to: claim.endsAt }, undefined, now);
  // A claim never changes whose or where it is: the old one is released and another one made.
  await claims.releaseClaim(tx.trx, claim.id, now);
  await claims.insertClaim(tx.trx, { ...row, id: claimId, stationId });
  await visits.moveVisit(tx.trx, visitId, { stationId, claimId });
  const facts = { from: claim.stationId, to: stationId, by };
  await note(tx, { visitId, facilityId, code: "station_changed", facts: by === "staff" ? { ...facts, reason: "staff_choice" } : facts });
  await audit.record(tx, { what: "visit.station_changed", subjectId: visitId, agencyId, facilityId, facts });
  await restFlags(tx.trx, visitId, "station_closed", now);
  const names = await store.findNames(tx.trx, facts);
  const { unitId } = await store.findWhere(tx.trx, residentId);
  if (names.toUnitId === null || names.toUnitId === unitId) await restFlags(tx.trx, visitId, "unit_moved", now);
  if (names.from !== names.to) await sendStationChanged(tx, visit, stationId);
  tx.publish("board", facilityId);
}

async function choicesFor(asker: Ctx | TxCtx, claim: claims.ClaimRow): Promise<Choices> {
  const db = dbOf(asker);
  const { facilityId, residentId, contactId } = claim;
  const all = await store.listAll(db, facilityId);
  const serving = await sessions.listStations(db, [claim.sessionTemplateId]);
  const stationIds = all.map(({ stationId }) => stationId);
  const span = { from: claim.startsAt, to: claim.endsAt };
  const taken = await claims.listTaken(db, { residentId, contactId, stationIds }, span, asker.now(), claim.id);
  const where = await store.findWhere(db, residentId);
  // Somebody who is elsewhere now reaches nothing here; a flag asks about that visit.
  const units = where.facilityId === facilityId ? where.units : [];
  return all
    .filter(({ stationId }) => stationId !== claim.stationId)
    .map(({ stationId, name, unitName, unitId, kind, status, broken, lastSeenAt }) => {
      const during = taken.filter((one) => one.stationId === stationId);
      const served = serving.find((one) => one.stationId === stationId);
      const choice = {
        on: status === "active",
        blocked: during.some((one) => one.residentId === null),
        screen: kind !== "wall_phone",
        broken,
        taken: during.some((one) => one.residentId !== null) || (served !== undefined && isShareUsed(served, serving, taken)),
        serves: served !== undefined,
        unitId,
      };
      return { id: stationId, name, unit: unitName, lastSeenAt: lastSeenAt?.toString() ?? null, why: unfit(choice, units) };
    });
}
