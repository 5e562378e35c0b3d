import * as contacts from "#server/domains/contacts/index.ts";
import { before } from "#server/domains/visits/visits.rules.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { cancelVisit } from "./cancel.service.ts";

const VISITS_MAX = 200;
const OWN_VISITS_MAX = 10_000;

/** What follows for visits when a connection no longer stands, or is limited for some days: those to come are cancelled, and both sides are told. */
export function registerStoppedConnections(ctx: Ctx): void {
  const whole = ({ connectionId }: { connectionId?: unknown }) => cancelStopped(ctx, String(connectionId));
  ctx.jobs.work(contacts.CONNECTION_SUSPENDED_JOB, whole);
  ctx.jobs.work(contacts.CONNECTION_ENDED_JOB, whole);
  ctx.jobs.work(contacts.CONNECTION_RESTRICTED_JOB, whole);
  contacts.registerOwnData("visits", ownVisits);
}

/** What visits keep about somebody outside: their own visits, without the name of whom they saw. */
const ownVisits: contacts.Gather = async (ctx, { contactId }) => {
  const rows = await ctx.db
    .selectFrom("visits.visit")
    .select(["id", "facilityId", "startsAt", "endsAt", "status", "outcome", "cause", "reason"])
    .where("contactId", "=", contactId)
    .orderBy("startsAt")
    .limit(OWN_VISITS_MAX)
    .execute();
  return rows.map((row) => ({ ...row, startsAt: row.startsAt.toString(), endsAt: row.endsAt.toString() }));
};

/** Cancels the booked visits of a connection that may not take place: all of them once it stands no longer, else those that a limit forbids. */
async function cancelStopped(ctx: Ctx, connectionId: string): Promise<void> {
  const card = await ctx.db.selectFrom("contacts.card").select("status").where("connectionId", "=", connectionId).executeTakeFirst();
  const stands = card?.status === "approved" || card?.status === "auto_approved";
  const visits = await ctx.db
    .selectFrom("visits.visit")
    .select(["id", "facilityId", "startsAt"])
    .where("connectionId", "=", connectionId)
    .where("status", "in", before("cancelled"))
    .where("startsAt", ">", ctx.now())
    .orderBy("startsAt")
    .limit(VISITS_MAX)
    .execute();
  for (const { id, facilityId, startsAt } of visits) {
    if (stands && !(await contacts.isForbidden(ctx, connectionId, startsAt))) continue;
    await cancelVisit(ctx, { by: "staff", facilityId }, id, { reason: "facility_need" }).catch((error: unknown) => {
      // Somebody else cancelled it, or it has begun: then it is no longer ours to cancel.
      if (!(error instanceof AppError)) throw error;
    });
  }
}
