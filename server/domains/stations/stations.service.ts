import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import { PROOF_HEADER, type Station, type StationHealth, type StationRow } from "#contracts/stations.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { statusesNow } from "./blocks/blocks.service.ts";
import { echoDueAt } from "./health/echo.service.ts";
import { askedBy, readProof } from "./proofs.service.ts";
import { bareCode } from "./sign-ins.rules.ts";
import { signInAt } from "./sign-outs.service.ts";
import { listSignedIn } from "./sign-outs.store.ts";
import { ENROLMENT_LIMIT, ENROLMENT_MINUTES, newEnrolmentCode } from "./stations.rules.ts";
import * as store from "./stations.store.ts";

/** Stations report every minute; one that is heard again after this long was missed. */
const SILENT_SECONDS = 150;

type Card = z.infer<typeof Station>;
type Row = z.infer<typeof StationRow>;

/** Makes the browser that asks a station: the key of its proof becomes the station's key. A code works once. */
export async function enrolStation(ctx: Ctx, request: FastifyRequest, code: string): Promise<Card> {
  const proof = await readProof(request.headers[PROOF_HEADER], askedBy(request));
  await identity.throttle(ctx, "station.enrol", identity.addressKey(request.ip), ENROLMENT_LIMIT);
  const stationId = await inTransaction(ctx, async (tx) => {
    const enrolment = await store.takeEnrolment(tx.trx, hashCode(tx, code), tx.now());
    if (!enrolment) return undefined;
    const { agencyId, facilityId } = enrolment;
    // A browser is one station: enrolled anew, it stops being the one it was.
    for (const older of await store.endKeys(tx.trx, { thumbprint: proof.thumbprint, exceptId: enrolment.stationId }))
      await keyEnded(tx, older);
    await store.setKey(tx.trx, enrolment.stationId, { jwk: proof.jwk, thumbprint: proof.thumbprint, at: tx.now() });
    await audit.record(tx, { what: "station.enrolled", agencyId, facilityId, subjectId: enrolment.stationId });
    tx.publish("board", facilityId);
    return enrolment.stationId;
  });
  if (!stationId) throw new AppError(["station.code_wrong"]);
  return stationCard(ctx, stationId);
}

/** Which station this is. */
export function readStation(ctx: Ctx): Promise<Card> {
  return stationCard(ctx, identity.asStation(ctx.actor).stationId);
}

/** Writes down that a station is alive and what works there; boards hear of it when that is news. */
export async function reportStation(ctx: Ctx, health: z.infer<typeof StationHealth>): Promise<null> {
  const { stationId, facilityId } = identity.asStation(ctx.actor);
  const { camera, microphone, appVersion, browserVersion = null } = health;
  const now = ctx.now();
  const [before] = await store.listStations(ctx.db, facilityId, stationId);
  await store.updateStation(ctx.db, stationId, { lastSeenAt: now, camera, microphone, appVersion, browserVersion });
  const silent = !before?.lastSeenAt || before.lastSeenAt.until(now).total("seconds") > SILENT_SECONDS;
  if (silent || before.camera !== camera || before.microphone !== microphone) ctx.bus.publish("board", facilityId);
  return null;
}

/** The stations of a facility, with when each was last seen, what works, and who is signed in there. */
export async function stationList(ctx: Ctx, facilityId: string): Promise<Row[]> {
  const statusOf = await statusesNow(ctx, facilityId);
  const signedIn = new Map((await listSignedIn(ctx.db, { facilityId }, ctx.now())).map((one) => [one.stationId, one]));
  return (await store.listStations(ctx.db, facilityId)).map((row) => toRow(row, statusOf(row), signedIn.get(row.id)));
}

/** Adds a station to a facility; asking again with the same id answers with the same station. */
export async function addStation(
  ctx: Ctx,
  facilityId: string,
  asked: { id: string; name: string; unitId: string | null; kind: Row["kind"] },
): Promise<Row> {
  const { id, name, unitId, kind } = asked;
  return inTransaction(ctx, async (tx) => {
    const agencyId = await facilities.agencyOf(tx, facilityId);
    if (!agencyId) throw new AppError(["request.not_found"]);
    if (unitId !== null && !(await facilities.isUnitOf(tx, facilityId, unitId)))
      throw new AppError(["request.invalid"], { where: "unitId" });
    const keyless = { publicKey: null, keyThumbprint: null, enrolledAt: null, lastSeenAt: null, appVersion: null };
    const added = await store.insertStation(tx.trx, { id, agencyId, facilityId, unitId, name, kind, status: "active", ...keyless });
    const [row] = await store.listStations(tx.trx, facilityId, id);
    if (!row || row.name !== name) throw new AppError(["station.name_taken"]);
    if (added) await audit.record(tx, { what: "station.added", agencyId, facilityId, subjectId: id });
    if (added) tx.publish("board", facilityId);
    return toRow(row, row.status);
  });
}

/** Makes a one-time code to enrol a station; its older codes, its key and whoever is signed in there end. */
export function makeEnrolmentCode(ctx: Ctx, facilityId: string, stationId: string): Promise<{ code: string; expiresAt: string }> {
  return inTransaction(ctx, async (tx) => {
    const station = await store.lockStation(tx.trx, facilityId, stationId);
    if (!station) throw new AppError(["station.unknown"]);
    const { agencyId } = station;
    const now = tx.now();
    const code = newEnrolmentCode();
    const expiresAt = now.add({ minutes: ENROLMENT_MINUTES });
    await store.endEnrolments(tx.trx, stationId, now);
    for (const older of await store.endKeys(tx.trx, { id: stationId })) await keyEnded(tx, older);
    await store.insertEnrolment(tx.trx, {
      id: newId(),
      agencyId,
      facilityId,
      stationId,
      codeHash: hashCode(tx, code),
      madeBy: tx.actor.realm === "staff" ? tx.actor.staffId : null,
      madeAt: now,
      expiresAt,
      usedAt: null,
    });
    await audit.record(tx, { what: "station.enrolment_made", agencyId, facilityId, subjectId: stationId });
    return { code, expiresAt: expiresAt.toString() };
  });
}

async function keyEnded(tx: TxCtx, station: { id: string; agencyId: string; facilityId: string }): Promise<void> {
  const { id, agencyId, facilityId } = station;
  await identity.endSignIns(tx, { stationId: id }, "station_key_ended");
  await audit.record(tx, { what: "station.key_ended", agencyId, facilityId, subjectId: id });
  tx.publish("board", facilityId);
}

async function stationCard(ctx: Ctx, stationId: string): Promise<Card> {
  const row = await store.findStation(ctx.db, stationId);
  if (!row) throw new AppError(["station.unknown"]);
  const { name, unitName, facilityId, facilityName, timeZone } = row;
  const facility = { id: facilityId, name: facilityName, timeZone };
  const status = (await statusesNow(ctx, facilityId))({ id: stationId, status: row.status });
  const signIn = await signInAt(ctx, stationId);
  const echoDue = (await echoDueAt(ctx, stationId, signIn.open)) !== undefined;
  return { id: stationId, name, unit: unitName, status, facility, signIn, echoDue, now: ctx.now().toString() };
}

type Listed = Awaited<ReturnType<typeof store.listStations>>[number];
type SignedIn = Awaited<ReturnType<typeof listSignedIn>>[number];
function toRow({ id, name, unit, kind, groupId, ...row }: Listed, status: Row["status"], signedIn?: SignedIn): Row {
  const { keyThumbprint, lastSeenAt, camera, microphone } = row;
  return {
    ...{ id, name, unit, kind, groupId, status, camera, microphone },
    enrolled: keyThumbprint !== null,
    lastSeenAt: lastSeenAt?.toString() ?? null,
    signedIn: signedIn ? { name: `${signedIn.givenName} ${signedIn.familyName}`, since: signedIn.madeAt.toString() } : null,
  };
}

const hashCode = (tx: TxCtx, code: string) => identity.keyedHash(tx.config.dataDir, "station enrolment", bareCode(code));
