import type { connectionsOutside } from "#contracts/connections.ts";
import type { BodyOf } from "#contracts/endpoint.ts";
import * as audit from "#server/domains/audit/index.ts";
import { bareName, REQUEST_LIMIT, sameFamilyName } from "#server/domains/contacts/contacts.rules.ts";
import { findConnection, insertConnection } from "#server/domains/contacts/contacts.store.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./connections.store.ts";
import { unmatchedKeptUntil } from "./machine.rules.ts";
import { CONNECTION_ASKED_JOB } from "./news.ts";
import { hasAsked, listTooSoon } from "./request.store.ts";

type Asked = BodyOf<typeof connectionsOutside.requestConnection>;

const DECISION_DAYS = 7;

/**
 * Asks to be connected to a resident. One answer, whether or not such a person is there: what fits nobody waits in the list like any
 * other request that nobody answers, and ends like one (`deadlines.service.ts`). What was wrong stands in the audit only.
 */
export async function requestConnection(ctx: Ctx, asked: Asked): Promise<{ done: true }> {
  const { contactId } = identity.asOutside(ctx.actor);
  await identity.throttle(ctx, "connection.request", contactId, REQUEST_LIMIT);
  const { id, facilityId, relationship, familyName } = asked;
  const askedKey = identity.keyedHash(ctx.config.dataDir, "connection requests", keyOf(asked));
  await inTransaction(ctx, async (tx) => {
    const now = tx.now();
    // Only their own history is looked at: whether the person is there plays no part.
    const soon = (await listTooSoon(tx.trx, { contactId, facilityId, now })).find((row) => sameFamilyName(row.askedName ?? "", familyName));
    if (soon) throw new AppError(["connection.too_soon"], { from: String(soon.againFrom) });
    const again = await hasAsked(tx.trx, { contactId, askedKey });
    const person = await personOf(tx, asked);
    const { dueAt, agencyId } = await deadline(tx, facilityId, now);
    const waits = { id, contactId, relationship, requestedAt: now, askedName: familyName, askedKey, dueAt };
    const made =
      !again &&
      person !== undefined &&
      (await insertConnection(tx.trx, {
        ...waits,
        agencyId: person.agencyId,
        residentId: person.residentId,
        status: "requested",
        reason: null,
        reasonWords: null,
        decidedAt: null,
        decidedBy: null,
        askedFacilityId: facilityId,
      }));
    if (!made && !again)
      await store.insertUnmatched(tx.trx, {
        ...waits,
        // With the id of another's connection, the letter at the deadline would be about that one.
        id: (await findConnection(tx.trx, id)) ? newId() : id,
        facilityId,
        keepUntil: unmatchedKeptUntil(now),
      });
    if (made && person) {
      const step = { id: newId(), agencyId: person.agencyId, connectionId: id, facilityId, at: now, reason: null };
      await store.insertStep(tx.trx, { ...step, act: "requested", actorRealm: "outside", actorId: audit.actorIdOf(tx.actor) });
    }
    await audit.record(tx, {
      what: person ? "connection.requested" : "connection.mismatched",
      // At the same place either way: how many lines a facility's record has is public.
      ...(agencyId ? { agencyId, facilityId } : {}),
      ...(made ? { subjectId: id } : {}),
      facts: { contactId, new: made },
    });
    await tx.jobs.send(tx, CONNECTION_ASKED_JOB, { connectionId: made ? id : null });
    if (made) tx.publish("board", facilityId);
  });
  return { done: true };
}

/** The one resident whom everything that was typed fits; two are as good as none. */
async function personOf(tx: TxCtx, asked: Asked) {
  const { facilityId, bookingNumber, birthDate, familyName, givenName } = asked;
  const found = (await residents.findable(tx, facilityId, { bookingNumber, birthDate })).filter(
    // Whoever has no name written down can't be found from outside until staff complete it.
    (person) =>
      person.givenName !== null &&
      person.familyName !== null &&
      sameFamilyName(person.familyName, familyName) &&
      (givenName === undefined || sameFamilyName(person.givenName, givenName)),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** By when the facility answers: the end of a day in its own calendar. */
async function deadline(tx: TxCtx, facilityId: string, now: Temporal.Instant) {
  const facility = await facilities.facilityOf(tx, facilityId);
  const zone = facility?.timeZone ?? "UTC";
  const today = facilities.toLocal(now, zone).day;
  const policy = facility && (await facilities.policyOn(tx, facilityId, today));
  const days = policy?.connectionDecisionDays ?? DECISION_DAYS;
  const dueAt = Temporal.PlainDate.from(today)
    .add({ days: days + 1 })
    .toZonedDateTime(zone)
    .toInstant();
  return { agencyId: facility?.agencyId, dueAt };
}

function keyOf(asked: Asked): string {
  const { facilityId, bookingNumber = "", birthDate = "", familyName, givenName = "" } = asked;
  return [facilityId, bareName(familyName), bareName(givenName), bookingNumber.toUpperCase(), birthDate].join("|");
}
