import type { Insertable } from "kysely";
import type { z } from "zod";
import type { InsideConnection } from "#contracts/connections.ts";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { OutsideMe, outsideIdentity } from "#contracts/identity.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { approved, toldInside } from "./contacts.rules.ts";
import * as store from "./contacts.store.ts";
import type { ConnectionTable, ContactTable } from "./contacts.tables.ts";

type SignUp = BodyOf<typeof outsideIdentity.signUp>;

const DONE = { done: true } as const;
/** A little longer than the link of its letter is good, which may wait for a mail server first. */
const SIGN_UP_KEPT_HOURS = 24 * 7;

/** Asks for an account; the answer is the same whether or not the address is known, and its owner gets a letter either way. */
export async function signUp(ctx: Ctx, asked: SignUp, from: { address: string }): Promise<{ done: true }> {
  const refusals = identity.signUpRefusals(asked, ctx.now());
  if (refusals.length > 0) throw new AppError(refusals);
  await identity.takeLetterTry(ctx, "outside", asked.email, from);
  // Hashed before it is known whether anyone needs it: both ways take as long.
  const passwordHash = await identity.hashPassword(asked.password);
  await inTransaction(ctx, async (tx) => {
    const { email, locale, givenName, familyName, birthDate } = asked;
    const signUpId = newId();
    const { accountId, state } = await identity.makeAccount(tx, { email, passwordHash, locale, signUpId });
    const person = { accountId, givenName, familyName, birthDate };
    if (state === "new") await makeContact(tx, { id: newId(), ...person });
    const madeAt = tx.now();
    // Nobody has proved the address yet: who they are says the sign-up whose letter is confirmed.
    if (state !== "known")
      await store.insertSignUp(tx.trx, { id: signUpId, ...person, madeAt, keepUntil: madeAt.add({ hours: SIGN_UP_KEPT_HOURS }) });
  });
  return DONE;
}

/** Gives an account the names of the sign-up whose letter was confirmed, and forgets every other; without one they stay as the first had them. */
export const nameConfirmed: Parameters<typeof identity.onConfirmed>[0] = async (tx, { accountId, signUpId }) => {
  const named = (await store.takeSignUps(tx.trx, accountId)).find(({ id }) => id === signUpId);
  if (!named) return;
  const { givenName, familyName, birthDate } = named;
  await store.renameContact(tx.trx, accountId, { givenName, familyName, birthDate });
};

/** Writes down the person behind an account outside. */
export async function makeContact(tx: TxCtx, contact: Insertable<ContactTable>): Promise<void> {
  await store.insertContact(tx.trx, contact);
  await audit.record(tx, { what: "contact.made", subjectId: contact.id });
}

/** Who is signed in. */
export async function outsideMe(ctx: Ctx): Promise<z.infer<typeof OutsideMe>> {
  const { accountId, contactId } = identity.asOutside(ctx.actor);
  const contact = await store.findContactCard(ctx.db, contactId);
  if (!contact) throw new AppError(["access.signed_out"]);
  const { givenName, familyName, email, locale } = contact;
  return { accountId, contactId, givenName, familyName, email, locale };
}

/** The contact whose account this is, where there is one. */
export async function contactOf(ctx: Ctx, accountId: string): Promise<string | undefined> {
  return (await store.findContactByAccount(ctx.db, accountId))?.id;
}

/** The people outside who asked for this resident, and where each stands, as far as a resident may know (`toldInside`). */
export async function insideConnections(ctx: Ctx): Promise<z.infer<typeof InsideConnection>[]> {
  const { residentId } = identity.asInside(ctx.actor);
  const rows = await store.listConnectionsOf(ctx.db, residentId);
  return rows.flatMap((row) => {
    const told = toldInside(row);
    if (!told) return [];
    return {
      id: row.id,
      contactName: told.named ? `${row.givenName} ${row.familyName}` : null,
      relationship: row.relationship,
      status: told.status,
      reason: told.reason,
      decidedAt: row.decidedAt?.toString() ?? null,
      requestedAt: row.requestedAt.toString(),
    };
  });
}

/** The agency of a connection that staff at this facility work on, since its resident is there now; undefined for any other. */
export function agencyOfConnectionHere(ctx: Ctx, facilityId: string, connectionId: string): Promise<string | undefined> {
  return store.findAgencyHere(ctx.db, facilityId, connectionId);
}

/** To whom a contact's own connection is, and whether it is approved now; undefined where it is none of theirs. */
export async function ownConnectionTo(asker: Ctx | TxCtx, connectionId: string, contactId: string) {
  const row = await store.findConnection(dbOf(asker), connectionId);
  if (row?.contactId !== contactId) return undefined;
  return { agencyId: row.agencyId, residentId: row.residentId, approved: approved(row.status) };
}

/** A contact's name as they wrote it; undefined for somebody who is gone. */
export async function nameOf(asker: Ctx | TxCtx, contactId: string): Promise<string | undefined> {
  const contact = await store.findContact(dbOf(asker), contactId);
  return contact && `${contact.givenName} ${contact.familyName}`;
}

/** Writes down a connection that stands already: for a world that is being filled. */
export async function connect(tx: TxCtx, connection: Insertable<ConnectionTable>): Promise<void> {
  await store.insertConnection(tx.trx, connection);
}
