import * as contacts from "#server/domains/contacts/index.ts";
import { lockVisit, type VisitRow } from "#server/domains/visits/bookings/visits.store.ts";
import { ofConnection, review } from "#server/domains/visits/flags/flags.rules.ts";
import { listFlagsOf, resolve } from "#server/domains/visits/flags/flags.store.ts";
import { raiseFlag } from "#server/domains/visits/flags/review.service.ts";
import { askedBy, askedOf, listGuestsOf, reviewComing } from "#server/domains/visits/party/index.ts";
import { before, mayBecome } from "#server/domains/visits/visits.rules.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { cancelAsFacility } from "./cancel.service.ts";
import { verdictOn } from "./stopped.rules.ts";

const VISITS_MAX = 200;
const OWN_VISITS_MAX = 10_000;

/** What follows for visits when a connection no longer stands as it did: what may not be is cancelled, what may be is flagged, and both sides read why. */
export function registerStoppedConnections(ctx: Ctx): void {
  const look = ({ connectionId }: { connectionId?: unknown }) => reviewConnection(ctx, String(connectionId));
  ctx.jobs.work(contacts.CONNECTION_SUSPENDED_JOB, look);
  ctx.jobs.work(contacts.CONNECTION_ENDED_JOB, look);
  ctx.jobs.work(contacts.CONNECTION_RESTRICTED_JOB, look);
  ctx.jobs.work(contacts.CONNECTION_EASED_JOB, look);
  contacts.registerOwnData("visits", ownVisits);
}

/** What visits keep about somebody outside: their own visits, without the name of whom they saw, whom they brought along or asked, and what others asked them to. */
const ownVisits: contacts.Gather = async (ctx, { contactId }) => {
  const rows = await ctx.db
    .selectFrom("visits.visit")
    .select(["id", "facilityId", "startsAt", "endsAt", "status", "outcome", "cause", "reason", "roomKind"])
    .where("contactId", "=", contactId)
    .orderBy("startsAt")
    .limit(OWN_VISITS_MAX)
    .execute();
  const guests = await listGuestsOf(
    ctx.db,
    rows.map(({ id }) => id),
  );
  const asked = await askedBy(ctx, rows);
  const own = rows.map(({ roomKind: _kind, ...row }) => ({
    ...row,
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    guests: guests
      .filter(({ visitId }) => visitId === row.id)
      .map(({ kind, givenName, familyName, birthDate, language }) => ({ kind, givenName, familyName, birthDate, language })),
    asked: asked.filter(({ visitId }) => visitId === row.id).map(({ visitId: _id, ...one }) => one),
  }));
  return { own, askedTo: await askedOf(ctx, contactId) };
};

/** Looks at every visit to come of a connection as its rows are now. Done twice it changes nothing the second time. */
export async function reviewConnection(ctx: Ctx, connectionId: string): Promise<void> {
  const visits = await ctx.db
    .selectFrom("visits.visit")
    .select("id")
    .where("connectionId", "=", connectionId)
    .where("status", "in", before("cancelled"))
    .where("startsAt", ">", ctx.now())
    .orderBy("startsAt")
    .limit(VISITS_MAX)
    .execute();
  for (const { id } of visits)
    await inTransaction(ctx, async (tx) => {
      const visit = await lockVisit(tx.trx, id);
      const standing = await contacts.standingOf(tx, connectionId);
      // Somebody else cancelled it, or it has begun: then it is no longer ours to decide.
      if (visit && standing && mayBecome(visit.status, "cancelled")) await reviewOne(tx, visit, standing);
    });
  await reviewComing(ctx, connectionId);
}

async function reviewOne(tx: TxCtx, visit: VisitRow, standing: contacts.Standing): Promise<void> {
  const verdict = verdictOn(standing, visit.startsAt);
  const flags = (await listFlagsOf(tx.trx, visit.id)).map((flag) => ({ ...flag, resolved: flag.resolvedAt !== null }));
  const now = tx.now();
  if (verdict && "cancel" in verdict) {
    await cancelAsFacility(tx, visit, verdict.cancel);
    const open = flags.filter((flag) => !flag.resolved && ofConnection.includes(flag.reason)).map(({ id }) => id);
    await resolve(tx.trx, open, { resolution: "cancelled", resolvedBy: null, now });
    return;
  }
  const { raise, rest } = review(verdict?.flag, flags, ofConnection);
  await resolve(tx.trx, rest, { resolution: "fits_again", resolvedBy: null, now });
  if (raise) await raiseFlag(tx, visit, raise);
  tx.publish("board", visit.facilityId);
}
