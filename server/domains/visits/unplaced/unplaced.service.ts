import * as audit from "#server/domains/audit/index.ts";
import { STATION_CLOSED } from "#server/domains/stations/index.ts";
import { chooseStation } from "#server/domains/visits/bookings/bookings.rules.ts";
import * as claims from "#server/domains/visits/bookings/claims.store.ts";
import { lockRivals } from "#server/domains/visits/bookings/locks.store.ts";
import { amongRivals } from "#server/domains/visits/bookings/rivals.ts";
import * as visits from "#server/domains/visits/bookings/visits.store.ts";
import { raiseFlag, restFlags } from "#server/domains/visits/flags/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import * as sessions from "#server/domains/visits/sessions/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { BROKEN_HOURS } from "./move.rules.ts";
import { moveTo } from "./move.service.ts";
import { listBroken } from "./move.store.ts";
import * as store from "./unplaced.store.ts";

const EVERY_TEN_MINUTES = "*/10 * * * *";

/** Finds another station for visits whose own was closed: at once when one is, and again and again while none is free. */
export function registerUnplacedJobs(ctx: Ctx): void {
  ctx.jobs.work(STATION_CLOSED, async ({ facilityId }) => void (await placeAgain(ctx, String(facilityId))));
  ctx.jobs.cron("visit.place_again", EVERY_TEN_MINUTES, async () => void (await placeAgain(ctx)));
}

/**
 * Moves every coming visit that can't be held where it is booked to another free station of the same weekly rule, by the rule that
 * chose the first one. It does so unasked: what was promised is a person and a time, the station is only where one sits, and an
 * officer who has to move twenty visits by hand moves some too late. Where no station is free the visit stays booked, its record
 * says so on every side, and a flag asks staff (Today) until a station is found or the visit is cancelled. Answers with how many moved.
 */
export async function placeAgain(ctx: Ctx, facilityId?: string): Promise<number> {
  for (const { visitId } of await store.listMended(ctx.db)) await fitsAgain(ctx, visitId);
  let moved = 0;
  for (const { visitId } of await store.listUnplaced(ctx.db, timesAt(ctx.now()), facilityId === undefined ? {} : { facilityId }))
    if (await placeOne(ctx, visitId)) moved++;
  return moved;
}

const timesAt = (now: Temporal.Instant): store.Times => ({ now, soon: now.add({ hours: BROKEN_HOURS }) });

function placeOne(ctx: Ctx, visitId: string): Promise<boolean> {
  return amongRivals(ctx, async (tx) => {
    const visit = await visits.findVisit(tx.trx, visitId);
    const claim = visit && (await claims.findClaim(tx.trx, visit.claimId));
    if (!visit || !claim) return false;
    const serving = await sessions.listStations(tx.trx, [claim.sessionTemplateId]);
    const broken = await listBroken(
      tx.trx,
      serving.map(({ stationId }) => stationId),
    );
    const stations = serving.filter(({ stationId }) => !broken.has(stationId));
    const { residentId, contactId } = claim;
    const stationIds = [claim.stationId, ...stations.map((station) => station.stationId)];
    await lockRivals(tx.trx, { residentIds: [residentId], contactId, stationIds });
    const now = tx.now();
    const locked = await visits.lockVisit(tx.trx, visitId);
    // While this waited the visit may have been moved, cancelled or begun, or its station opened again.
    if (locked?.claimId !== claim.id || !(await store.isUnplaced(tx.trx, visitId, timesAt(now)))) return false;
    const span = { from: claim.startsAt, to: claim.endsAt };
    const taken = await claims.listTaken(tx.trx, { residentId, contactId, stationIds }, span, now, claim.id);
    const unitId = await store.findUnit(tx.trx, residentId);
    const station = chooseStation(stations, unitId, claim, taken);
    if (!station) {
      await tellLost(tx, visit);
      return false;
    }
    await moveTo(tx, locked, claim, { stationId: station.stationId, by: "system" });
    return true;
  });
}

/** A visit whose station is open again needs nobody any more. */
function fitsAgain(ctx: Ctx, visitId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const visit = await visits.lockVisit(tx.trx, visitId);
    if (!visit || (await store.isUnplaced(tx.trx, visitId, timesAt(tx.now())))) return;
    const { facilityId, status } = visit;
    await restFlags(tx.trx, visitId, "station_closed", tx.now());
    if (status === "booked") await note(tx, { visitId, facilityId, code: "station_back", facts: {} });
    tx.publish("board", facilityId);
  });
}

async function tellLost(tx: TxCtx, visit: visits.VisitRow): Promise<void> {
  const { id: visitId, agencyId, facilityId, stationId } = visit;
  // Said once: what staff decided about it since then stands.
  if ((await store.lastStationLine(tx.trx, visitId)) === "station_lost") return;
  await raiseFlag(tx, visit, { reason: "station_closed", since: tx.now(), cancelsAt: null });
  await note(tx, { visitId, facilityId, code: "station_lost", facts: {} });
  await audit.record(tx, { what: "visit.station_lost", subjectId: visitId, agencyId, facilityId, facts: { stationId } });
  tx.publish("board", facilityId);
}
