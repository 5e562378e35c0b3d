import type { z } from "zod";
import { type contactsOutside, GUESTS_MAX, type Guest } from "#contracts/contacts.ts";
import type { BodyOf } from "#contracts/endpoint.ts";
import * as audit from "#server/domains/audit/index.ts";
import { GUEST_REMOVED_JOB } from "#server/domains/contacts/connections/news.ts";
import { lockContact } from "#server/domains/contacts/identification/files.store.ts";
import * as identity from "#server/domains/identity/index.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { isChild } from "./guests.rules.ts";
import * as store from "./guests.store.ts";

/** The children and interpreters whom this contact brings. */
export function ownGuests(ctx: Ctx): Promise<z.infer<typeof Guest>[]> {
  return guestsOf(ctx, identity.asOutside(ctx.actor).contactId);
}

/** The guests of a contact, who is the adult that brings them. */
export async function guestsOf(asker: Ctx | TxCtx, contactId: string): Promise<z.infer<typeof Guest>[]> {
  const rows = await store.listGuests(dbOf(asker), contactId);
  return rows.map(({ id, kind, givenName, familyName, birthDate, language }) => ({ id, kind, givenName, familyName, birthDate, language }));
}

/** The guests of a contact for a booking, kept from changing until the transaction ends. */
export async function guestsToBring(tx: TxCtx, contactId: string): Promise<z.infer<typeof Guest>[]> {
  await lockContact(tx.trx, contactId);
  return guestsOf(tx, contactId);
}

/** Writes down somebody whom this contact brings, once per id. The day that makes somebody an adult is the one of sign-up, so that nobody falls between the two. */
export function addGuest(ctx: Ctx, asked: BodyOf<typeof contactsOutside.addGuest>): Promise<{ done: true }> {
  const { contactId } = identity.asOutside(ctx.actor);
  const today = identity.adultToday(ctx.now());
  return inTransaction(ctx, async (tx) => {
    await lockContact(tx.trx, contactId);
    const guests = await store.listGuests(tx.trx, contactId);
    if (guests.some(({ id }) => id === asked.id)) return { done: true as const };
    const refusals = [
      ...(asked.kind === "child" && !isChild(asked.birthDate, today) ? (["guest.not_a_child"] as const) : []),
      ...(guests.length >= GUESTS_MAX ? (["guest.too_many"] as const) : []),
    ];
    if (refusals.length > 0) throw new AppError(refusals);
    const { id, kind, givenName, familyName } = asked;
    const birthDate = asked.kind === "child" ? asked.birthDate : null;
    const language = asked.kind === "interpreter" ? asked.language : null;
    await store.insertGuest(tx.trx, { id, contactId, kind, givenName, familyName, birthDate, language, madeAt: tx.now() });
    await audit.record(tx, { what: "guest.added", subjectId: id, facts: { contactId, kind } });
    return { done: true as const };
  });
}

/** Takes a guest off again; the row is deleted, and whoever keeps visits hears of it. */
export function removeGuest(ctx: Ctx, guestId: string): Promise<null> {
  const { contactId } = identity.asOutside(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    await lockContact(tx.trx, contactId);
    if ((await store.deleteGuests(tx.trx, { contactId, id: guestId })) === 0) throw new AppError(["request.not_found"]);
    await audit.record(tx, { what: "guest.removed", subjectId: guestId, facts: { contactId } });
    await tx.jobs.send(tx, GUEST_REMOVED_JOB, { guestId });
    return null;
  });
}
