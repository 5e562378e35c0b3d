import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import { keeping } from "#contracts/keeping.ts";
import type { repairsStaff, stationCareInside } from "#contracts/station-care.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { STATION_CLOSED, statusesNow } from "#server/domains/stations/blocks/blocks.service.ts";
import { lockStation } from "#server/domains/stations/stations.store.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import {
  evidenceOf,
  type Fault,
  type Finder,
  type Finding,
  isClosed,
  isOpenAt,
  ownFaults,
  type RepairState,
  repairSteps,
  touchesVisits,
  verdictOn,
  whatOf,
} from "./repairs.rules.ts";
import * as store from "./repairs.store.ts";

type Repair = AnswerOf<typeof repairsStaff.reportFault>;

/** The open repairs of a facility, oldest first; of one station the closed ones too. */
export async function repairs(ctx: Ctx, facilityId: string, stationId?: string): Promise<Repair[]> {
  const rows = await store.listRepairs(ctx.db, { facilityId, stationId });
  const ids = rows.map(({ id }) => id);
  const found = Map.groupBy(ids.length > 0 ? await store.listFindings(ctx.db, facilityId, ids) : [], ({ repairId }) => repairId);
  return rows.map((row) => toRepair(row, found.get(row.id) ?? []));
}

/** Staff report a fault; where a repair of it is open that one stands, with the note added. */
export function reportFault(
  ctx: Ctx,
  facilityId: string,
  stationId: string,
  asked: BodyOf<typeof repairsStaff.reportFault>,
): Promise<Repair> {
  return inTransaction(ctx, async (tx) => {
    const station = await lockStation(tx.trx, facilityId, stationId);
    if (!station) throw new AppError(["station.unknown"]);
    const { agencyId } = station;
    await openRepair(tx, { ...asked, agencyId, facilityId, stationId, foundBy: "staff" });
    const open = await store.lockOpen(tx.trx, stationId, asked.fault);
    if (open && asked.note && open.note !== asked.note) await store.updateRepair(tx.trx, open.id, { note: asked.note });
    return one(tx, facilityId, open?.id ?? asked.id);
  });
}

/** Somebody at the station says with one tap what does not work; who it was is not written down. */
export function reportFaultInside(ctx: Ctx, asked: BodyOf<typeof stationCareInside.reportFaultInside>): Promise<null> {
  const { stationId, agencyId, facilityId } = identity.asStation(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    await openRepair(tx, { ...asked, agencyId, facilityId, stationId, foundBy: "resident" });
    return null;
  });
}

/** Takes a repair a step further, or writes a note on it. */
export function changeRepair(ctx: Ctx, facilityId: string, id: string, asked: BodyOf<typeof repairsStaff.changeRepair>): Promise<Repair> {
  return inTransaction(ctx, async (tx) => {
    const repair = await store.lockRepair(tx.trx, facilityId, id);
    if (!repair) throw new AppError(["station.repair_unknown"]);
    const { state, note } = asked;
    if (state !== undefined && state !== repair.state) {
      if (!repairSteps[repair.state].includes(state)) throw new AppError(["station.repair_step"], { state: repair.state });
      await step(tx, repair, state);
    }
    if (note !== undefined) await store.updateRepair(tx.trx, id, { note: note === "" ? null : note });
    return one(tx, facilityId, id);
  });
}

/** Looks at the health of every station: opens the repairs it calls for, and closes those it proves fixed for a while. */
export async function watchHealth(ctx: Ctx): Promise<void> {
  for (const facility of await store.listFacilities(ctx.db)) await watchFacility(ctx, facility);
}

async function watchFacility(ctx: Ctx, facility: { id: string; agencyId: string; timeZone: string }): Promise<void> {
  const { id: facilityId, agencyId, timeZone } = facility;
  const now = ctx.now();
  const openNow = isOpenAt(await facilities.hoursOn(ctx, facilityId, facilities.toLocal(now, timeZone).day), now, timeZone);
  const statusOf = await statusesNow(ctx, facilityId);
  const newest = new Map((await store.listNewest(ctx.db, facilityId)).map((repair) => [`${repair.stationId} ${repair.fault}`, repair]));
  for (const station of await store.listHealth(ctx.db, facilityId)) {
    const { outcome, startedAt, cameraThen, microphoneThen, speaker } = station;
    const echo = startedAt ? { outcome, startedAt, camera: cameraThen, microphone: microphoneThen, speaker } : null;
    const facts = { ...station, now, openNow, inUse: statusOf(station) === "active", echo };
    const evidence = evidenceOf(facts);
    for (const fault of ownFaults) {
      const known = newest.get(`${station.id} ${fault}`);
      const verdict = verdictOn(known, evidence[fault], now);
      if (verdict === "nothing") continue;
      await inTransaction(ctx, async (tx) => {
        if (verdict === "open") {
          const found = [{ what: whatOf(fault, facts), at: now, visitId: null }];
          await openRepair(tx, { id: newId(), agencyId, facilityId, stationId: station.id, fault, foundBy: "system" }, found);
          return;
        }
        // Staff may have closed it just now.
        const open = await store.lockOpen(tx.trx, station.id, fault);
        if (!open) return;
        if (verdict === "close") await step(tx, open, "fixed");
        else await store.updateRepair(tx.trx, open.id, { healthySince: verdict === "note_healthy" ? now : null });
      });
    }
  }
}

interface Found {
  id: string;
  agencyId: string;
  facilityId: string;
  stationId: string;
  fault: Fault;
  foundBy: Finder;
  note?: string | undefined;
}

/** Opens a repair with what it is opened on, unless one of this station and fault is open. */
export async function openRepair(
  tx: TxCtx,
  found: Found,
  on: readonly { what: Finding; at: Temporal.Instant; visitId: string | null }[] = [],
): Promise<void> {
  const { agencyId, facilityId, stationId, fault, foundBy } = found;
  const at = tx.now();
  const times = { openedAt: at, changedAt: at, changedBy: staffId(tx), healthySince: null, closedAt: null, keepUntil: null };
  const row = { id: found.id, agencyId, facilityId, stationId, fault, foundBy, note: found.note || null, state: "open" as const, ...times };
  if (!(await store.insertRepair(tx.trx, row))) return;
  for (const one of on) await store.insertFinding(tx.trx, { id: newId(), agencyId, facilityId, repairId: row.id, ...one });
  await audit.record(tx, { what: "repair.opened", agencyId, facilityId, subjectId: stationId, facts: { fault, foundBy } });
  await changed(tx, found);
}

/** Tells visits too, where what is booked there may not fit any more, or may fit again. */
async function changed(tx: TxCtx, { facilityId, stationId, fault }: Pick<Found, "facilityId" | "stationId" | "fault">): Promise<void> {
  if (touchesVisits(fault)) await tx.jobs.send(tx, STATION_CLOSED, { facilityId, stationId });
  tx.publish("board", facilityId);
}

async function step(
  tx: TxCtx,
  repair: { id: string; agencyId: string; facilityId: string; stationId: string; fault: Fault },
  state: RepairState,
) {
  const { id, agencyId, facilityId, stationId, fault } = repair;
  const at = tx.now();
  const end = isClosed(state) ? { closedAt: at, keepUntil: at.add({ hours: keeping.station_care.days * 24 }) } : {};
  await store.updateRepair(tx.trx, id, { state, changedAt: at, changedBy: staffId(tx), ...end });
  await audit.record(tx, { what: "repair.changed", agencyId, facilityId, subjectId: stationId, facts: { repairId: id, fault, state } });
  await changed(tx, repair);
}

async function one(tx: TxCtx, facilityId: string, id: string): Promise<Repair> {
  const [row] = await store.listRepairs(tx.trx, { facilityId, id });
  if (!row) throw new AppError(["station.repair_unknown"]);
  return toRepair(row, await store.listFindings(tx.trx, facilityId, [id]));
}

type Row = Awaited<ReturnType<typeof store.listRepairs>>[number];
function toRepair(row: Row, found: Awaited<ReturnType<typeof store.listFindings>>): Repair {
  const { id, stationId, stationName, unit, fault, state, foundBy, note } = row;
  const times = { openedAt: row.openedAt.toString(), changedAt: row.changedAt.toString(), closedAt: row.closedAt?.toString() ?? null };
  const findings = found.map(({ what, at, visitId }) => ({ what, at: at.toString(), visitId }));
  return { id, stationId, stationName, unit, fault, state, foundBy, note, ...times, findings, next: [...repairSteps[state]] };
}

const staffId = (tx: TxCtx) => (tx.actor.realm === "staff" ? tx.actor.staffId : null);
