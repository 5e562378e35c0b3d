import type { z } from "zod";
import type { PartyInvitation } from "#contracts/party.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import * as claims from "#server/domains/visits/bookings/claims.store.ts";
import { sendJoined } from "#server/domains/visits/bookings/letters.party.ts";
import { lockRivals } from "#server/domains/visits/bookings/locks.store.ts";
import { amongRivals, type Guards } from "#server/domains/visits/bookings/rivals.ts";
import { findVisit, lockVisit } from "#server/domains/visits/bookings/visits.store.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { type Ctx, inTransaction, type OutsideActor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { roomFor, takeFrom } from "./asking.service.ts";
import { acceptRefusals, isOpen, steps } from "./contacts.rules.ts";
import * as store from "./contacts.store.ts";

/** The visits that others ask this contact to come to: those alone to which they may come as things stand, so that a list tells nothing that an answer does not. */
export async function partyInvitations(ctx: Ctx, contactId: string): Promise<z.infer<typeof PartyInvitation>[]> {
  const rows = await store.listInvitations(ctx.db, contactId, ctx.now());
  const open = await Promise.all(
    rows.map(async (row) => (await contacts.whoMayCome(ctx, row, { contactId })) !== undefined && isOpen(row, ctx.now())),
  );
  return rows
    .filter((_, index) => open[index])
    .map((row) => ({
      id: row.id,
      askedByName: `${row.askedByGivenName} ${row.askedByFamilyName}`,
      residentName: row.residentName,
      facilityName: row.facilityName,
      startsAt: row.startsAt.toString(),
      endsAt: row.endsAt.toString(),
      day: row.localDay,
      localStart: row.localStart.slice(0, "HH:MM".length),
      timeZone: row.timeZone,
      room: row.roomKind,
    }));
}

/**
 * Comes to a visit that somebody else booked: everything is asked again under the locks of a booking, and every reason said at once. Whoever may not
 * come (any more), for whatever reason, finds no such invitation. Answers with the visit; accepted again by the same contact it changes nothing.
 */
export function acceptParty(ctx: Ctx, actor: OutsideActor, partyId: string, guards: Guards = {}): Promise<{ visitId: string }> {
  const { contactId } = actor;
  return amongRivals(ctx, async (tx) => {
    const asked = await store.findAsked(tx.trx, partyId);
    const before = asked?.contactId === contactId ? await findVisit(tx.trx, asked.visitId) : undefined;
    if (!before) throw new AppError(["visit.party_unknown"]);
    const visitId = before.id;
    if (guards.orderedLocks !== false) await lockRivals(tx.trx, { residentIds: [before.residentId], contactId, stationIds: [] });
    const visit = await lockVisit(tx.trx, visitId);
    const row = await store.lockAsked(tx.trx, partyId);
    if (row?.status === "accepted") return { visitId };
    if (!visit || row?.status !== "asked" || !isOpen(visit, tx.now())) throw new AppError(["visit.party_unknown"]);
    const who = await contacts.holdWhoMayCome(tx, visit, contactId);
    if (!who) throw new AppError(["visit.party_unknown"]);
    const { agencyId, facilityId, residentId, startsAt, endsAt, timeZone } = visit;
    const span = { from: startsAt, to: endsAt };
    const taken = await claims.listTaken(tx.trx, { residentId, contactId, stationIds: [] }, span, tx.now(), visit.claimId);
    const coming = await store.listPartyContacts(tx.trx, visitId);
    const childrenForbidden = await contacts.childrenForbiddenAt(tx, who.connectionId, startsAt);
    const { full, children } = await roomFor(tx, visit, [...coming.map((one) => one.contactId), contactId]);
    const busy = taken.some((one) => one.contactId === contactId);
    const refusals = acceptRefusals({ busy, coming: coming.length, full, children: children && childrenForbidden });
    if (refusals.length > 0) throw new AppError(refusals);
    const { from, to } = steps.accept;
    await store.step(tx.trx, partyId, from, { status: to, acceptedAt: tx.now() });
    await note(tx, { visitId, facilityId, code: "party_joined", facts: {} });
    await audit.record(tx, { what: "visit.party_accepted", subjectId: visitId, agencyId, facilityId, facts: { partyId } });
    await sendJoined(tx, { id: visitId, facilityId, partyId, contactId, startsAt, timeZone }, visit.contactId);
    tx.publish("board", facilityId);
    return { visitId };
  });
}

/** Does not come. Nobody is told: a no would tell whoever asked that there is somebody who could have said yes. */
export function declineParty(ctx: Ctx, actor: OutsideActor, partyId: string): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const asked = await store.findAsked(tx.trx, partyId);
    const visit = asked?.contactId === actor.contactId ? await lockVisit(tx.trx, asked.visitId) : undefined;
    const row = visit && (await store.lockAsked(tx.trx, partyId));
    if (row?.status === "declined") return null;
    const { from, to } = steps.decline;
    if (
      !visit ||
      !row ||
      !from.includes(row.status) ||
      !isOpen(visit, tx.now()) ||
      !(await contacts.whoMayCome(tx, visit, { contactId: actor.contactId }))
    )
      throw new AppError(["visit.party_unknown"]);
    await store.step(tx.trx, partyId, from, { status: to, endedAt: tx.now() });
    // In no facility's record: how many lines that has is public, and no address that fits nobody leaves this one.
    await audit.record(tx, { what: "visit.party_declined", subjectId: partyId });
    return null;
  });
}

/** Steps out of a visit that somebody else booked, until it begins. */
export function leaveParty(ctx: Ctx, actor: OutsideActor, visitId: string): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const visit = await lockVisit(tx.trx, visitId);
    const own = visit && (await store.findComing(tx.trx, visitId, actor.contactId));
    const row = own && (await store.lockAsked(tx.trx, own.id));
    if (!visit || !row) throw new AppError(["visit.unknown"]);
    if (!isOpen(visit, tx.now())) throw new AppError(["visit.party_closed"]);
    return takeFrom(tx, visit, row, "leave", "contact");
  });
}

/** Takes somebody out of a visit in the facility's name; the visit stands. */
export function removeAdult(ctx: Ctx, where: { facilityId: string; visitId: string; partyId: string }): Promise<null> {
  const { facilityId, visitId, partyId } = where;
  return inTransaction(ctx, async (tx) => {
    const visit = await lockVisit(tx.trx, visitId);
    if (visit?.facilityId !== facilityId) throw new AppError(["visit.unknown"]);
    const row = await store.lockAsked(tx.trx, partyId);
    // Whom nobody has accepted for is nothing that staff know of.
    if (row?.visitId !== visitId || row.acceptedAt === null) throw new AppError(["visit.party_unknown"]);
    if (!isOpen(visit, tx.now())) throw new AppError(["visit.party_closed"]);
    return takeFrom(tx, visit, row, "remove", "staff");
  });
}
