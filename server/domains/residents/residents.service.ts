import { z } from "zod";
import type { Locale } from "#contracts/common.ts";
import type { ResidentRow } from "#contracts/residents.ts";
import * as audit from "#server/domains/audit/index.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { lockResidents } from "./locks.store.ts";
import * as store from "./residents.store.ts";
import type { ResidentCard } from "./residents.tables.ts";

const SEARCH_TERMS_MAX = 5;
const Key = z.uuid();

/** A page of the residents who are at this facility now, or who were here earlier, by name or booking number. */
export async function residentList(
  ctx: Ctx,
  facilityId: string,
  asked: { search: string; who?: "here" | "earlier"; limit: number; after?: string | undefined },
): Promise<{ rows: z.infer<typeof ResidentRow>[]; next: string | null }> {
  if (asked.after !== undefined && !Key.safeParse(asked.after).success) throw new AppError(["request.invalid"], { where: "after" });
  const terms = asked.search.split(/\s+/).filter(Boolean).slice(0, SEARCH_TERMS_MAX);
  const found = await store.listResidents(ctx.db, facilityId, {
    terms,
    who: asked.who ?? "here",
    limit: asked.limit + 1,
    ...(asked.after === undefined ? {} : { after: asked.after }),
  });
  const now = ctx.now();
  // Of somebody who is elsewhere now, that facility's staff know whether they have a PIN or are locked out.
  const isHere = (asked.who ?? "here") === "here";
  const rows = found.slice(0, asked.limit).map((row) => ({
    id: row.residentId,
    givenName: row.givenName,
    familyName: row.familyName,
    name: row.residentName,
    bookingNumber: row.bookingNumber,
    unit: row.unitName,
    pinSet: isHere && (row.pinSet ?? false),
    locked: isHere && row.lockedUntil !== null && Temporal.Instant.compare(row.lockedUntil, now) > 0,
  }));
  return { rows, next: found.length > asked.limit ? (rows.at(-1)?.id ?? null) : null };
}

/** A resident with the current stay and the names of where it is. */
export function cardOf(asker: Ctx | TxCtx, residentId: string): Promise<ResidentCard | undefined> {
  return store.findCard(dbOf(asker), residentId);
}

/** The resident who is at this facility now under this booking number. */
export function cardByBookingNumber(asker: Ctx | TxCtx, facilityId: string, bookingNumber: string): Promise<ResidentCard | undefined> {
  return store.findCardByBookingNumber(dbOf(asker), facilityId, bookingNumber);
}

/** Residents here now whom a family may find, by number or birth date: only those whose name and birth date are known. */
export function findable(
  asker: Ctx | TxCtx,
  facilityId: string,
  by: { bookingNumber?: string | undefined; birthDate?: string | undefined },
) {
  return store.listFindable(dbOf(asker), facilityId, by);
}

/** Whose booking number this is or was at this facility. */
export function bookedAs(asker: Ctx | TxCtx, facilityId: string, bookingNumber: string) {
  return store.findByBookingNumber(dbOf(asker), facilityId, bookingNumber);
}

/**
 * Who of the agency may be the person with this name and birth date, and where each is now: to be asked before anybody is written down anew. With a
 * facility, those who were never there count only with the very birth date.
 */
export function namedAlike(
  tx: TxCtx,
  agencyId: string,
  person: { givenName: string; familyName: string; birthDate?: string | undefined; facilityId?: string },
) {
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

/** Writes down who a resident is, where a name or a birth date was missing or wrong. */
export async function completeResident(
  ctx: Ctx,
  facilityId: string,
  residentId: string,
  known: { givenName: string; familyName: string; birthDate: string | null },
): Promise<null> {
  await inTransaction(ctx, async (tx) => {
    await lockResidents(tx.trx, [residentId]);
    const card = await store.findCard(tx.trx, residentId);
    if (card?.facilityId !== facilityId) throw new AppError(["resident.unknown"]);
    await store.setWho(tx.trx, residentId, known);
    await audit.record(tx, { what: "resident.completed", agencyId: card.agencyId, facilityId, subjectId: residentId });
  });
  return null;
}

/** Remembers the language a resident chose. */
export function setLocale(tx: TxCtx, residentId: string, locale: Locale): Promise<void> {
  return store.setLocale(tx.trx, residentId, locale);
}
