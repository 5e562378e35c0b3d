import type { z } from "zod";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { AskedAdult, partyOutside } from "#contracts/party.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { sendAsked, sendPartyLetter } from "#server/domains/visits/bookings/letters.party.ts";
import { findVisit, lockVisit, type VisitRow } from "#server/domains/visits/bookings/visits.store.ts";
import { listFlagsOf } from "#server/domains/visits/flags/flags.store.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { type Ctx, inTransaction, type OutsideActor, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { askRefusals, isOpen, type PartyStep, shownToBooker, steps } from "./contacts.rules.ts";
import * as store from "./contacts.store.ts";
import { partyRefusals } from "./party.rules.ts";
import { listGuestsOf } from "./party.store.ts";

/** Pinged with the visit when somebody who was to come does not: an open page of theirs is closed. */
export const PARTY_LEFT = "visit.party_left";
const PARTY_ASKED_JOB = "visit.party_asked";
const ASK_LIMIT = { triesMax: 30, windowMs: 24 * 60 * 60_000 } as const;
/** One address hears of this at most so often, whoever names it. */
const ADDRESS_LIMIT = { triesMax: 5, windowMs: 7 * 24 * 60 * 60_000 } as const;

/** Registers the letter to whoever was asked. The job runs for every address alike. */
export function registerPartyAsked(ctx: Ctx): void {
  ctx.jobs.work(PARTY_ASKED_JOB, ({ partyId, letter }) => tellAsked(ctx, String(partyId), letter === true));
}

/** Whom this contact has asked to come to a visit of theirs. */
export async function askedAdults(ctx: Ctx, actor: OutsideActor, visitId: string): Promise<z.infer<typeof AskedAdult>[]> {
  const visit = await findVisit(ctx.db, visitId);
  if (visit?.contactId !== actor.contactId) throw new AppError(["visit.unknown"]);
  const open = isOpen(visit, ctx.now());
  return (await store.listAsked(ctx.db, [visitId])).flatMap((row) => {
    const status = shownToBooker(row.status, open);
    if (!status) return [];
    const name = status === "asked" || status === "lapsed" ? null : `${row.givenName} ${row.familyName}`;
    return { id: row.id, address: row.address, status, name, askedAt: row.askedAt.toString() };
  });
}

/**
 * Asks for another adult by an address, once per `asked.id`. One answer for every address, and the same rows, lines and jobs: whether it is
 * anybody's, whether they are connected to this resident, limited or kept apart stands in no answer, now or later.
 */
export async function askAdult(
  ctx: Ctx,
  actor: OutsideActor,
  visitId: string,
  asked: BodyOf<typeof partyOutside.askAdult>,
): Promise<{ done: true }> {
  const done = { done: true } as const;
  await identity.throttle(ctx, "visit.party_ask", actor.contactId, ASK_LIMIT);
  const address = asked.email.trim().normalize("NFC").toLowerCase();
  const own = (await identity.ownAccount(ctx, actor.accountId))?.email === address;
  // Whoever hears of it too often gets no letter; nobody is told, since others may have named them.
  const letter = await mayWrite(ctx, address);
  return inTransaction(ctx, async (tx) => {
    const visit = await lockVisit(tx.trx, visitId);
    if (visit?.contactId !== actor.contactId) throw new AppError(["visit.unknown"]);
    const earlier = await store.findAsked(tx.trx, asked.id);
    // An id is no secret: a repeated request is answered only to the account that first made it.
    if (earlier && (earlier.askedBy !== actor.contactId || earlier.visitId !== visitId)) throw new AppError(["access.denied"]);
    if (earlier) return done;
    const rows = await store.listAsked(tx.trx, [visitId]);
    // They have been asked and have not answered, or they come.
    if (rows.some((row) => row.address === address && ["asked", "declined", "accepted"].includes(row.status))) return done;
    const coming = rows.filter(({ status }) => status === "accepted").map(({ contactId }) => contactId as string);
    const { full } = await roomFor(tx, visit, [...coming, "one more"]);
    const refusals = askRefusals({ open: isOpen(visit, tx.now()), own, asked: rows.length, coming: coming.length, full });
    if (refusals.length > 0) throw new AppError(refusals);
    const who = await contacts.whoMayCome(tx, visit, { email: address });
    const { agencyId, facilityId, startsAt, endsAt } = visit;
    const from = { id: asked.id, agencyId, facilityId, visitId, askedBy: actor.contactId, address, startsAt, endsAt };
    const to = { contactId: who?.contactId ?? null, connectionId: who?.connectionId ?? null };
    const untouched = { acceptedAt: null, endedAt: null, releasedAt: null };
    await store.insertAsked(tx.trx, { ...from, ...to, ...untouched, status: "asked", askedAt: tx.now() });
    await audit.record(tx, { what: "visit.party_asked", subjectId: visitId, agencyId, facilityId, facts: { partyId: asked.id } });
    await tx.jobs.send(tx, PARTY_ASKED_JOB, { partyId: asked.id, letter });
    return done;
  });
}

/** Whether these adults, beside the contact who booked and their guests, are more people than the facility's rules let come; and whether children do. */
export async function roomFor(tx: TxCtx, visit: VisitRow, others: readonly string[]): Promise<{ full: boolean; children: boolean }> {
  const guests = await listGuestsOf(tx.trx, [visit.id]);
  const rules = await facilities.policyOn(tx, visit.facilityId, visit.localDay);
  const adultIds = [visit.contactId, ...others];
  const reasons = partyRefusals({ adultIds, guests, unknown: 0, day: visit.localDay, childrenForbidden: false }, rules);
  return {
    full: reasons.some((code) => code === "visit.party_too_many" || code === "visit.party_too_many_adults"),
    children: guests.some(({ kind }) => kind === "child"),
  };
}

/** Takes an asking back, or somebody out who has accepted: theirs is the visit. */
export function takeOutAdult(ctx: Ctx, actor: OutsideActor, visitId: string, partyId: string): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const visit = await lockVisit(tx.trx, visitId);
    if (visit?.contactId !== actor.contactId) throw new AppError(["visit.unknown"]);
    const row = await store.lockAsked(tx.trx, partyId);
    if (row?.visitId !== visitId || row.status === "withdrawn" || !isOpen(visit, tx.now())) throw new AppError(["visit.party_unknown"]);
    if (row.status === "accepted") return takeFrom(tx, visit, row, "take_out", "family");
    const { from, to } = steps.take_back;
    if (!(await store.step(tx.trx, partyId, from, { status: to, endedAt: tx.now() }))) throw new AppError(["visit.party_unknown"]);
    const { agencyId, facilityId } = visit;
    await audit.record(tx, { what: "visit.party_taken_back", subjectId: visitId, agencyId, facilityId, facts: { partyId } });
    return null;
  });
}

/**
 * Takes somebody who has accepted out of a visit, in the caller's transaction, which holds the visit: the record, the audit, and letters to both. The record says
 * that the facility did it, and not why: a limit on somebody is nothing for the others of the party.
 */
export async function takeFrom(
  tx: TxCtx,
  visit: VisitRow,
  row: store.PartyContactRow,
  step: Extract<PartyStep, "take_out" | "leave" | "remove">,
  by: "family" | "contact" | "staff" | "facility",
): Promise<null> {
  const { from, to } = steps[step];
  if (!(await store.step(tx.trx, row.id, from, { status: to, endedAt: tx.now() }))) return null;
  const { id: visitId, agencyId, facilityId, contactId } = visit;
  await note(tx, { visitId, facilityId, code: "party_left", facts: { why: by === "staff" ? "facility" : by } });
  await audit.record(tx, { what: "visit.party_left", subjectId: visitId, agencyId, facilityId, facts: { partyId: row.id, by } });
  const told = { id: visitId, facilityId, partyId: row.id };
  if (step !== "leave") await sendPartyLetter(tx, "visit.party_removed", { ...told, contactId: row.contactId as string });
  // Whoever took them out knows of it.
  if (step !== "take_out") await sendPartyLetter(tx, "visit.party_left", { ...told, contactId });
  // A flag for somebody whom the resident must not meet may have been about them.
  const flags = await listFlagsOf(tx.trx, visitId);
  if (flags.some(({ reason, resolvedAt }) => reason === "keep_apart" && resolvedAt === null))
    await tx.jobs.send(tx, residents.KEPT_APART, { residentId: visit.residentId, contactId: row.contactId });
  tx.publish(PARTY_LEFT, visitId);
  tx.publish("board", facilityId);
  return null;
}

async function mayWrite(ctx: Ctx, address: string): Promise<boolean> {
  return identity.throttle(ctx, "visit.party_address", address, ADDRESS_LIMIT).then(
    () => true,
    (error) => {
      if (error instanceof AppError) return false;
      throw error;
    },
  );
}

function tellAsked(ctx: Ctx, partyId: string, letter: boolean): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const row = await store.findAsked(tx.trx, partyId);
    if (letter && row?.status === "asked" && row.contactId !== null) await sendAsked(tx, { ...row, contactId: row.contactId });
  });
}
