import type { z } from "zod";
import type { connectionsInside, Invitation } from "#contracts/connections.ts";
import type { BodyOf } from "#contracts/endpoint.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./invitations.store.ts";
import { INVITATION_JOB } from "./news.ts";

/** A large family in a day; too few to write to strangers one by one. */
const INVITE_LIMIT = { triesMax: 10, windowMs: 24 * 60 * 60_000 } as const;
/** One address hears of this at most so often, whoever names it. */
const ADDRESS_LIMIT = { triesMax: 3, windowMs: 7 * 24 * 60 * 60_000 } as const;
const KEPT_DAYS = 180;

/** Whom the resident named, as it was typed. */
export async function insideInvitations(ctx: Ctx): Promise<z.infer<typeof Invitation>[]> {
  const { residentId } = identity.asInside(ctx.actor);
  const rows = await store.listInvitations(ctx.db, residentId, ctx.now());
  return rows.map(({ id, givenName, familyName, relationship, email, madeAt }) => ({
    id,
    givenName,
    familyName,
    relationship,
    way: email ? ("letter" as const) : ("phone" as const),
    madeAt: madeAt.toString(),
  }));
}

/** Writes down somebody whom a resident names; with an address they get a letter. The same answer, whoever they are and whether or not they have an account. */
export async function invite(ctx: Ctx, asked: BodyOf<typeof connectionsInside.inviteContact>): Promise<{ done: true }> {
  const { residentId, agencyId, facilityId } = identity.asInside(ctx.actor);
  await identity.throttle(ctx, "contact.invite", residentId, INVITE_LIMIT);
  const email = asked.email?.trim().normalize("NFC").toLowerCase() ?? null;
  // An address that has heard enough gets no letter; the resident is not told, since others may have named it.
  // Nor does it go to somebody who is kept from them; asked for everybody alike, and told to nobody.
  const letter = email !== null && (await mayWrite(ctx, email)) && !(await store.isKeptFrom(ctx.db, residentId, email, ctx.now()));
  await inTransaction(ctx, async (tx) => {
    const { id, givenName, familyName, birthDate = null, relationship, phone = null } = asked;
    const madeAt = tx.now();
    const row = { id, agencyId, facilityId, residentId, givenName, familyName, birthDate, relationship, email, phone };
    const made = await store.insertInvitation(tx.trx, { ...row, madeAt, keepUntil: madeAt.add({ hours: KEPT_DAYS * 24 }) });
    if (!made) return;
    await audit.record(tx, { what: "contact.named", subjectId: residentId, facts: { invitationId: id, letter } });
    if (letter) await tx.jobs.send(tx, INVITATION_JOB, { deliveryId: newId(), invitationId: id, residentId, facilityId });
  });
  return { done: true };
}

async function mayWrite(ctx: Ctx, email: string): Promise<boolean> {
  return identity.throttle(ctx, "contact.invite_address", email, ADDRESS_LIMIT).then(
    () => true,
    (error) => {
      if (error instanceof AppError) return false;
      throw error;
    },
  );
}

/** Takes somebody off the list again. */
export function takeBack(ctx: Ctx, invitationId: string): Promise<null> {
  const { residentId } = identity.asInside(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    if (!(await store.takeBack(tx.trx, invitationId, residentId, tx.now()))) throw new AppError(["request.not_found"]);
    await audit.record(tx, { what: "contact.name_taken_back", subjectId: residentId, facts: { invitationId } });
    return null;
  });
}

/** What residents at this facility called the people whom they named, by invitation; without those whom they took back. */
export async function namesOfInvited(ctx: Ctx, facilityId: string, invitationIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await store.listNamed(ctx.db, facilityId, invitationIds);
  return new Map(rows.map(({ id, givenName, familyName }) => [id, `${givenName} ${familyName}`]));
}

/** What the letter to somebody who was named says: who named them, where, and under which number they can ask; undefined when there is nothing to say any more. */
export async function invitationLetter(asker: Ctx | TxCtx, invitationId: string) {
  const invitation = await store.findInvitation(dbOf(asker), invitationId);
  const card = invitation && (await residents.cardOf(asker, invitation.residentId));
  if (!invitation?.email || !card?.facilityName || !card.bookingNumber) return undefined;
  // Kept from one another since it was asked for.
  if (await store.isKeptFrom(dbOf(asker), invitation.residentId, invitation.email, asker.now())) return undefined;
  return {
    email: invitation.email,
    locale: card.locale,
    residentName: card.residentName,
    facilityName: card.facilityName,
    bookingNumber: card.bookingNumber,
  };
}
