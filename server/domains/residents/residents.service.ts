import assert from "node:assert/strict";
import { z } from "zod";
import type { Locale } from "#contracts/common.ts";
import type { ResidentRow } from "#contracts/residents.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { endSignIns } from "#server/domains/identity/index.ts";
import { type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./residents.store.ts";
import type { ResidentCard, StayRow } from "./residents.tables.ts";

const SEARCH_TERMS_MAX = 5;
const Key = z.uuid();

/** A page of the residents who are at this facility now, by name or booking number. */
export async function residentList(
  ctx: Ctx,
  facilityId: string,
  asked: { search: string; limit: number; after?: string | undefined },
): Promise<{ rows: z.infer<typeof ResidentRow>[]; next: string | null }> {
  if (asked.after !== undefined && !Key.safeParse(asked.after).success) throw new AppError(["request.invalid"], { where: "after" });
  const terms = asked.search.split(/\s+/).filter(Boolean).slice(0, SEARCH_TERMS_MAX);
  const found = await store.listResidents(ctx.db, facilityId, {
    terms,
    limit: asked.limit + 1,
    ...(asked.after === undefined ? {} : { after: asked.after }),
  });
  const now = ctx.now();
  const rows = found.slice(0, asked.limit).map((row) => ({
    id: row.residentId,
    givenName: row.givenName,
    familyName: row.familyName,
    name: row.residentName,
    bookingNumber: row.bookingNumber,
    unit: row.unitName,
    pinSet: row.pinSet ?? false,
    locked: row.lockedUntil !== null && Temporal.Instant.compare(row.lockedUntil, now) > 0,
  }));
  return { rows, next: found.length > asked.limit ? (rows.at(-1)?.id ?? null) : null };
}

/** The stay a resident is in now, where there is one. */
export function currentStay(asker: Ctx | TxCtx, residentId: string): Promise<StayRow | undefined> {
  return store.findCurrentStay(dbOf(asker), residentId);
}

/** A resident with the current stay and the names of where it is. */
export function cardOf(asker: Ctx | TxCtx, residentId: string): Promise<ResidentCard | undefined> {
  return store.findCard(dbOf(asker), residentId);
}

/** The resident who is at this facility now under this booking number. */
export function cardByBookingNumber(asker: Ctx | TxCtx, facilityId: string, bookingNumber: string): Promise<ResidentCard | undefined> {
  return store.findCardByBookingNumber(dbOf(asker), facilityId, bookingNumber);
}

/** Whose booking number this is or was at this facility. */
export function bookedAs(asker: Ctx | TxCtx, facilityId: string, bookingNumber: string) {
  return store.findByBookingNumber(dbOf(asker), facilityId, bookingNumber);
}

/** Who of the agency may be the person with this name and birth date, and where each is now: to be asked before anybody is written down anew. */
export function namedAlike(tx: TxCtx, agencyId: string, person: { givenName: string; familyName: string; birthDate?: string | undefined }) {
  return store.listNamedAlike(tx.trx, agencyId, person);
}

/** Writes down a person in custody of an agency: once for life; each time they come is a stay. */
export async function addResident(
  tx: TxCtx,
  person: { id: string; agencyId: string; givenName: string; familyName: string; birthDate?: string; locale?: Locale },
): Promise<void> {
  const { id, agencyId, givenName, familyName } = person;
  const { birthDate = null, locale = "en" } = person;
  await store.insertResident(tx.trx, { id, agencyId, givenName, familyName, birthDate, locale });
}

/** Begins a stay at a facility; the resident must not be in another one. */
export async function admit(
  tx: TxCtx,
  stay: { id: string; residentId: string; facilityId: string; unitId?: string; bookingNumber: string },
): Promise<void> {
  const { id, residentId, facilityId, unitId = null, bookingNumber } = stay;
  const agencyId = await facilities.agencyOf(tx, facilityId);
  assert(agencyId, "a stay is at a facility that is there");
  const at = tx.now();
  await store.insertStay(tx.trx, { id, agencyId, residentId, facilityId, unitId, bookingNumber, admittedAt: at, releasedAt: null });
  await store.insertCustodyEvent(tx.trx, { id: newId(), agencyId, facilityId, stayId: id, kind: "admitted", unitId, at });
  await audit.record(tx, { what: "resident.admitted", agencyId, facilityId, subjectId: residentId, facts: { stayId: id } });
}

/** Ends a stay. */
export async function release(tx: TxCtx, stayId: string): Promise<void> {
  const stay = await store.findStay(tx.trx, stayId);
  assert(stay && !stay.releasedAt, "only a stay that goes on can end");
  const { agencyId, facilityId, residentId, unitId } = stay;
  const at = tx.now();
  await store.endStay(tx.trx, stayId, at);
  await store.insertCustodyEvent(tx.trx, { id: newId(), agencyId, facilityId, stayId, kind: "released", unitId, at });
  await endSignIns(tx, { residentId }, "released");
  await audit.record(tx, { what: "resident.released", agencyId, facilityId, subjectId: residentId, facts: { stayId } });
}

/** Remembers the language a resident chose. */
export function setLocale(tx: TxCtx, residentId: string, locale: Locale): Promise<void> {
  return store.setLocale(tx.trx, residentId, locale);
}
