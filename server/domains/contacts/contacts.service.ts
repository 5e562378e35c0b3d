import type { z } from "zod";
import type { connectionsOutside, InsideConnection, OwnConnection } from "#contracts/connections.ts";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { OutsideMe, outsideIdentity } from "#contracts/identity.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { approved, mayKnowPlace, REQUEST_LIMIT, sameFamilyName, toldInside } from "./contacts.rules.ts";
import * as store from "./contacts.store.ts";
import type { ConnectionRow, ContactRow } from "./contacts.tables.ts";

type SignUp = BodyOf<typeof outsideIdentity.signUp>;
type Request = BodyOf<typeof connectionsOutside.requestConnection>;

const DONE = { done: true } as const;

/** Asks for an account; the answer is the same whether or not the address is known, and its owner gets a letter either way. */
export async function signUp(ctx: Ctx, asked: SignUp, from: { address: string }): Promise<{ done: true }> {
  const refusals = identity.signUpRefusals(asked, ctx.now());
  if (refusals.length > 0) throw new AppError(refusals);
  await identity.takeLetterTry(ctx, "outside", asked.email, from);
  // Hashed before it is known whether anyone needs it: both ways take as long.
  const passwordHash = await identity.hashPassword(asked.password);
  await inTransaction(ctx, async (tx) => {
    const { email, locale, givenName, familyName, birthDate } = asked;
    const { accountId, state } = await identity.makeAccount(tx, { email, passwordHash, locale });
    if (state === "new") await makeContact(tx, { id: newId(), accountId, givenName, familyName, birthDate });
    // Nobody has proved the address yet, so whoever asks last says who they are.
    if (state === "unconfirmed") await store.renameContact(tx.trx, accountId, { givenName, familyName, birthDate });
  });
  return DONE;
}

/** Writes down the person behind an account outside. */
export async function makeContact(tx: TxCtx, contact: ContactRow): Promise<void> {
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

/** A contact's connections and where each request stands. */
export async function ownConnections(ctx: Ctx): Promise<z.infer<typeof OwnConnection>[]> {
  const { contactId } = identity.asOutside(ctx.actor);
  const rows = await store.listOwnConnections(ctx.db, contactId);
  return rows.map((row) => {
    const { facilityId, facilityName, kind, timeZone, place } = row;
    const there = facilityId !== null && facilityName !== null && kind !== null && timeZone !== null && place !== null;
    return {
      id: row.id,
      residentName: nameFor(row.status, row),
      relationship: row.relationship,
      status: row.status,
      facility: there && mayKnowPlace(row.status) ? { id: facilityId, name: facilityName, kind, timeZone, place } : null,
      reason: row.reason,
      reasonWords: row.reasonWords,
      decidedAt: row.decidedAt?.toString() ?? null,
      requestedAt: row.requestedAt.toString(),
    };
  });
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

/** Asks to be connected to a resident. One answer, whether or not such a person is there; what did not match stands in the audit only. */
export async function requestConnection(ctx: Ctx, asked: Request): Promise<{ done: true }> {
  const { contactId } = identity.asOutside(ctx.actor);
  await identity.throttle(ctx, "connection.request", contactId, REQUEST_LIMIT);
  await inTransaction(ctx, async (tx) => {
    const { id, facilityId, relationship } = asked;
    const card = await residents.cardByBookingNumber(tx, facilityId, asked.bookingNumber);
    // Whoever has no family name written down can't be found from outside until staff complete it.
    const matches = card !== undefined && card.familyName !== null && sameFamilyName(card.familyName, asked.familyName);
    const there = card ? { agencyId: card.agencyId, facilityId } : {};
    const made =
      matches &&
      (await store.insertConnection(tx.trx, {
        id,
        agencyId: card.agencyId,
        residentId: card.residentId,
        contactId,
        relationship,
        status: "requested",
        reason: null,
        reasonWords: null,
        requestedAt: tx.now(),
        decidedAt: null,
        decidedBy: null,
      }));
    await audit.record(tx, {
      what: matches ? "connection.requested" : "connection.mismatched",
      ...there,
      ...(made ? { subjectId: id } : {}),
      facts: { contactId, new: made },
    });
    if (made) tx.publish("board", facilityId);
  });
  return DONE;
}

/** Writes down a connection that stands already: for a world that is being filled. */
export async function connect(tx: TxCtx, connection: ConnectionRow): Promise<void> {
  await store.insertConnection(tx.trx, connection);
}

/** What a letter says of a decided connection; undefined when it is no longer one that was just approved or rejected. */
export async function decidedConnection(ctx: Ctx, connectionId: string) {
  const connection = await store.findConnection(ctx.db, connectionId);
  const card = connection && (await residents.cardOf(ctx, connection.residentId));
  if (!card || !connection.reason) return undefined;
  const { status, reason, reasonWords } = connection;
  if (status !== "approved" && status !== "rejected") return undefined;
  return { decision: status, residentName: nameFor(status, card), reason, reasonWords };
}

/** Until the facility has agreed, no more than whoever asked already knew. */
function nameFor(status: ConnectionRow["status"], resident: { residentName: string; familyName: string | null }): string {
  return approved(status) ? resident.residentName : (resident.familyName ?? resident.residentName);
}
