import assert from "node:assert/strict";
import type { StayReason } from "#contracts/residents.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { endSignIns } from "#server/domains/identity/index.ts";
import { lockResidents } from "#server/domains/residents/locks.store.ts";
import type { StayRow } from "#server/domains/residents/residents.tables.ts";
import { type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { countResidentDays } from "./population.store.ts";
import { type CustodyKind, stateOf, stayRefusals } from "./stays.rules.ts";
import * as store from "./stays.store.ts";

/** News of custody: each is written in the transaction whose change it tells of, with {residentId, stayId, facilityId}. */
export const RELEASED = "resident.released";
export const MOVED = "resident.moved";

/** Everybody else who decides about these people waits until the transaction ends. */
export const lockPeople = (tx: TxCtx, residentIds: readonly string[]): Promise<void> => lockResidents(tx.trx, residentIds);

/** The stay a resident is in now, where there is one. */
export function currentStay(asker: Ctx | TxCtx, residentId: string): Promise<StayRow | undefined> {
  return store.findCurrentStay(dbOf(asker), residentId);
}

/** The days of residents at a facility in these days of its calendar: whoever was there at any time of a day counts on it. */
export function residentDays(
  asker: Ctx | TxCtx,
  facilityId: string,
  days: { starts: readonly Temporal.Instant[]; end: Temporal.Instant },
): Promise<number> {
  return countResidentDays(dbOf(asker), facilityId, days);
}

/** A stay as what hangs on it needs it: where it is, whether and how it ended, and when it last changed its unit. */
export async function stayForReview(asker: Ctx | TxCtx, stayId: string) {
  const stay = await store.findStay(dbOf(asker), stayId);
  if (!stay) return undefined;
  return { ...stay, state: stateOf(stay), movedAt: (await store.lastMoveAt(dbOf(asker), stayId)) ?? null };
}

interface NewStay {
  id: string;
  residentId: string;
  facilityId: string;
  unitId?: string | undefined;
  bookingNumber: string;
}
interface Why {
  reason?: StayReason | undefined;
  note?: string | undefined;
}

/** Begins a stay at a facility; the resident must not be in another one. */
export async function admit(tx: TxCtx, stay: NewStay, why: Why = {}): Promise<void> {
  await lockResidents(tx.trx, [stay.residentId]);
  const begun = await begin(tx, stay, "admitted", why);
  await tell(tx, "resident.admitted", begun, why, { stayId: begun.id });
}

/** Moves a resident to another unit of the same facility, or to none that is known. */
export async function move(tx: TxCtx, stayId: string, unitId: string | null, why: Why = {}): Promise<void> {
  const stay = await lockedStay(tx, stayId);
  const sameUnit = stay.unitId === unitId;
  refuse(stayRefusals({ kind: "moved", stay, now: tx.now(), sameUnit }));
  if (unitId !== null && !(await facilities.isUnitOf(tx, stay.facilityId, unitId))) throw new AppError(["stay.unit_unknown"]);
  await store.setUnit(tx.trx, stayId, unitId);
  await writeEvent(tx, { ...stay, unitId }, "moved", why);
  await tell(tx, "resident.moved", stay, why, { stayId, fromUnitId: stay.unitId, toUnitId: unitId });
  await sendNews(tx, MOVED, stay);
}

/**
 * Moves a resident to another facility of the agency: one stay ends and another begins in the same moment, so the person, and all that
 * hangs on the person, is never nowhere.
 */
export async function transfer(tx: TxCtx, stayId: string, to: Omit<NewStay, "residentId">, why: Why = {}): Promise<void> {
  const stay = await lockedStay(tx, stayId);
  const refusals = stayRefusals({ kind: "transferred_out", stay, now: tx.now(), sameUnit: stay.facilityId === to.facilityId });
  refuse(refusals);
  if ((await facilities.agencyOf(tx, to.facilityId)) !== stay.agencyId) throw new AppError(["stay.facility_unknown"]);
  if (await store.isNumberTaken(tx.trx, to.facilityId, to.bookingNumber)) throw new AppError(["stay.number_taken"]);
  await store.endStay(tx.trx, stayId, { releasedAt: tx.now(), endedHow: "transferred" });
  await writeEvent(tx, stay, "transferred_out", why);
  // A kiosk of the old facility is no place any more for somebody who is not there.
  await endSignIns(tx, { residentId: stay.residentId }, "transferred");
  const begun = await begin(tx, { ...to, residentId: stay.residentId }, "transferred_in", why);
  await tell(tx, "resident.transferred", stay, why, { stayId });
  await tell(tx, "resident.admitted", begun, {}, { stayId: begun.id });
  await sendNews(tx, MOVED, stay);
}

/** Ends a stay. Every sign-in at a kiosk ends with it; visits hear of it by a job. */
export async function release(tx: TxCtx, stayId: string, why: Why = {}): Promise<void> {
  const stay = await lockedStay(tx, stayId);
  refuse(stayRefusals({ kind: "released", stay, now: tx.now() }));
  await store.endStay(tx.trx, stayId, { releasedAt: tx.now(), endedHow: "released" });
  await writeEvent(tx, stay, "released", why);
  await endSignIns(tx, { residentId: stay.residentId }, "released");
  await tell(tx, "resident.released", stay, why, { stayId });
  await sendNews(tx, RELEASED, stay);
}

/** Takes a release back within the hour: the stay goes on as if it had not ended. */
export async function takeBackRelease(tx: TxCtx, stayId: string, why: Why = {}): Promise<void> {
  const stay = await lockedStay(tx, stayId);
  const staysElsewhere = (await store.findCurrentStay(tx.trx, stay.residentId)) !== undefined;
  refuse(stayRefusals({ kind: "release_undone", stay, now: tx.now(), staysElsewhere }));
  await store.endStay(tx.trx, stayId, { releasedAt: null, endedHow: null });
  await writeEvent(tx, stay, "release_undone", why);
  await tell(tx, "resident.release_undone", stay, why, { stayId });
  await sendNews(tx, MOVED, stay);
}

async function begin(tx: TxCtx, stay: NewStay, kind: CustodyKind, why: Why): Promise<StayRow> {
  const { id, residentId, facilityId, unitId = null, bookingNumber } = stay;
  const agencyId = await facilities.agencyOf(tx, facilityId);
  assert(agencyId, "a stay is at a facility that is there");
  const row = { id, agencyId, residentId, facilityId, unitId, bookingNumber, admittedAt: tx.now(), releasedAt: null };
  await store.insertStay(tx.trx, row);
  await writeEvent(tx, row, kind, why);
  return { ...row, endedHow: null } as StayRow;
}

/** The stay, after everybody else who decides about its resident has finished. */
async function lockedStay(tx: TxCtx, stayId: string): Promise<StayRow> {
  const before = await store.findStay(tx.trx, stayId);
  if (!before) throw new AppError(["resident.unknown"]);
  await lockResidents(tx.trx, [before.residentId]);
  const stay = await store.findStay(tx.trx, stayId);
  assert(stay, "a stay is never deleted while it is decided about");
  return stay;
}

function refuse(reasons: ReturnType<typeof stayRefusals>): void {
  if (reasons.length > 0) throw new AppError(reasons);
}

type Where = Pick<StayRow, "id" | "agencyId" | "facilityId" | "unitId" | "residentId">;

async function writeEvent(tx: TxCtx, stay: Where, kind: CustodyKind, why: Why): Promise<void> {
  const { id: stayId, agencyId, facilityId, unitId } = stay;
  const { reason = null } = why;
  await store.insertCustodyEvent(tx.trx, { id: newId(), agencyId, facilityId, stayId, kind, unitId, at: tx.now(), reason });
}

async function tell(
  tx: TxCtx,
  what: audit.AuditWhat,
  stay: Where,
  why: Why,
  facts: Readonly<Record<string, string | null>>,
): Promise<void> {
  const { agencyId, facilityId, residentId: subjectId } = stay;
  const reason = why.reason ? { reason: why.reason } : {};
  await audit.record(tx, { what, agencyId, facilityId, subjectId, facts: { ...facts, ...reason }, words: why.note });
}

async function sendNews(tx: TxCtx, job: typeof RELEASED | typeof MOVED, stay: Where): Promise<void> {
  const { residentId, id: stayId, facilityId } = stay;
  await tx.jobs.send(tx, job, { residentId, stayId, facilityId });
  tx.publish("board", facilityId);
}
