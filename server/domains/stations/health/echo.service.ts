import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { relaysInside } from "#contracts/equipment.ts";
import { keeping } from "#contracts/keeping.ts";
import type { stationCareInside } from "#contracts/station-care.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { signInAt } from "#server/domains/stations/sign-outs.service.ts";
import { findStation, lockStation, updateStation } from "#server/domains/stations/stations.store.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { relaysUntil } from "#server/platform/relays.ts";
import { echoDue, gradeEcho } from "./echo.rules.ts";
import * as store from "./echo.store.ts";

/** A test takes a quarter of one. */
const RELAY_MINUTES = 2;

/** The media engine's part in a test, which stands below stations: given by whoever assembles the server. */
export interface EchoParts {
  /** Answers an offer so that all that is sent comes back; refuses with `media.unavailable`. */
  openEcho(id: string, offer: string): Promise<string>;
  closeEcho(id: string): Promise<void>;
}

/** Why the network of the station that asks is to be measured now, if it is. */
export async function echoDueAt(ctx: Ctx, stationId: string, signedIn: boolean): Promise<"asked" | "night" | undefined> {
  const station = await findStation(ctx.db, stationId);
  if (!station) return undefined;
  const [last] = await store.listTests(ctx.db, stationId, 1);
  const { timeZone, echoAskedAt: askedAt } = station;
  return echoDue({ stationId, now: ctx.now(), timeZone, signedIn, askedAt, lastStartedAt: last?.startedAt ?? null });
}

/** By which relays the station may reach the engine: for one test, not for longer. */
export function stationRelays(ctx: Ctx): AnswerOf<typeof relaysInside.stationRelays> {
  return { servers: relaysUntil(ctx, ctx.now().add({ minutes: RELAY_MINUTES })) };
}

/** Begins a test that is due: the engine sends back what the station sends. */
export async function startEcho(
  ctx: Ctx,
  parts: EchoParts,
  asked: BodyOf<typeof stationCareInside.startEcho>,
): Promise<{ answer: string }> {
  const { stationId, agencyId, facilityId } = identity.asStation(ctx.actor);
  const why = await echoDueAt(ctx, stationId, (await signInAt(ctx, stationId)).open);
  if (!why) throw new AppError(["station.echo_not_due"]);
  // First the engine: that it is down is no fault of the station's, so then nothing is written.
  const answer = await parts.openEcho(asked.id, asked.offer);
  const startedAt = ctx.now();
  const taken = await inTransaction(ctx, async (tx) => {
    await lockStation(tx.trx, facilityId, stationId);
    const keepUntil = startedAt.add({ hours: keeping.station_care.days * 24 });
    const row = { id: asked.id, agencyId, facilityId, stationId, why, startedAt, keepUntil };
    if (!(await store.insertTest(tx.trx, row))) return false;
    await updateStation(tx.trx, stationId, { echoAskedAt: null });
    return true;
  });
  if (taken) return { answer };
  await parts.closeEcho(asked.id);
  throw new AppError(["station.echo_not_due"]);
}

/** Ends a test with what the station measured. */
export async function finishEcho(
  ctx: Ctx,
  parts: EchoParts,
  id: string,
  asked: BodyOf<typeof stationCareInside.finishEcho>,
): Promise<null> {
  const { stationId, facilityId } = identity.asStation(ctx.actor);
  const { measured, equipment } = asked;
  const end = { outcome: gradeEcho(measured), endedAt: ctx.now(), ...measured, ...equipment };
  if (!(await store.finishTest(ctx.db, { id, stationId }, end))) throw new AppError(["station.echo_unknown"]);
  await parts.closeEcho(id);
  ctx.bus.publish("board", facilityId);
  return null;
}

/** Staff want a station's network measured: now, or as soon as nobody is signed in there. */
export function testStation(ctx: Ctx, facilityId: string, stationId: string): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const station = await lockStation(tx.trx, facilityId, stationId);
    if (!station) throw new AppError(["station.unknown"]);
    if (station.keyThumbprint === null) throw new AppError(["station.not_enrolled"]);
    await updateStation(tx.trx, stationId, { echoAskedAt: tx.now() });
    await audit.record(tx, { what: "station.echo_asked", agencyId: station.agencyId, facilityId, subjectId: stationId });
    return null;
  });
}
