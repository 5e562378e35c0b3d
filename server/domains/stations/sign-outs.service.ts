import type { z } from "zod";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import { signOutReasons, type stationCareStaff } from "#contracts/station-care.ts";
import type { Station } from "#contracts/stations.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./sign-outs.store.ts";
import { lockStation } from "./stations.store.ts";

type Reason = BodyOf<typeof stationCareStaff.signOutStation>["reason"];
const BY_STAFF = "staff_";

/**
 * Signs out whoever is signed in at this station; its screen says why within seconds. Never out of a visit: two people would lose
 * each other without a word, and ending a visit is an act of its own, with its own reason and record.
 */
export function signOutStation(ctx: Ctx, facilityId: string, stationId: string, reason: Reason): Promise<{ ended: number }> {
  return inTransaction(ctx, async (tx) => {
    if (!(await lockStation(tx.trx, facilityId, stationId))) throw new AppError(["station.unknown"]);
    const signedIn = await store.listSignedIn(tx.trx, { facilityId, stationId }, tx.now());
    if (signedIn.some((one) => one.inVisit)) throw new AppError(["station.in_visit"]);
    return { ended: await end(tx, facilityId, signedIn, reason) };
  });
}

/** Signs out everybody at the stations of a unit or a group; those in a visit stay, and are counted. */
export function signOutStations(
  ctx: Ctx,
  facilityId: string,
  asked: BodyOf<typeof stationCareStaff.signOutStations>,
): Promise<AnswerOf<typeof stationCareStaff.signOutStations>> {
  const { unitId, groupId, reason } = asked;
  if ((unitId === undefined) === (groupId === undefined)) throw new AppError(["station.which_stations"]);
  return inTransaction(ctx, async (tx) => {
    const signedIn = await store.listSignedIn(tx.trx, { facilityId, unitId, groupId }, tx.now());
    const inVisit = signedIn.filter((one) => one.inVisit);
    const ended = await end(
      tx,
      facilityId,
      signedIn.filter((one) => !one.inVisit),
      reason,
    );
    return { ended, inVisit: inVisit.length };
  });
}

/** For the station's own screen: whether somebody is signed in, and staff's reason where they ended the last sign-in. */
export async function signInAt(ctx: Ctx, stationId: string): Promise<z.infer<typeof Station>["signIn"]> {
  const last = await store.findLastSignIn(ctx.db, stationId);
  const open = last !== undefined && last.revokedAt === null && Temporal.Instant.compare(last.expiresAt, ctx.now()) > 0;
  return { open, endedFor: signOutReasons.find((reason) => last?.revokedWhy === BY_STAFF + reason) ?? null };
}

async function end(
  tx: TxCtx,
  facilityId: string,
  signedIn: Awaited<ReturnType<typeof store.listSignedIn>>,
  reason: Reason,
): Promise<number> {
  for (const { signInId, stationId, residentId, agencyId } of signedIn) {
    await identity.endSignIns(tx, { id: signInId }, BY_STAFF + reason);
    const facts = { stationId, reason };
    await audit.record(tx, { what: "station.signed_out", agencyId, facilityId, subjectId: residentId, facts });
  }
  return signedIn.length;
}
