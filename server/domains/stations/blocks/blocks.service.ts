import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import { keeping } from "#contracts/keeping.ts";
import type { stationCareStaff } from "#contracts/station-care.ts";
import * as audit from "#server/domains/audit/index.ts";
import { lockStation, updateStation } from "#server/domains/stations/stations.store.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { blockTimesFit, type StationStatus, stateAt } from "./blocks.rules.ts";
import * as store from "./blocks.store.ts";

type Block = AnswerOf<typeof stationCareStaff.blockStation>;
/** The job that tells visits: some of what is booked at this station may not fit any more, or may fit again. */
export const STATION_CLOSED = "station.closed";

/** Turns a station on or off. Blocks it has stay as they are. */
export function turnStation(ctx: Ctx, facilityId: string, stationId: string, on: boolean): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const station = await stationHere(tx, facilityId, stationId);
    const status = on ? "active" : "inactive";
    if (station.status === status) return null;
    await updateStation(tx.trx, stationId, { status });
    const { agencyId } = station;
    await audit.record(tx, { what: on ? "station.activated" : "station.deactivated", agencyId, facilityId, subjectId: stationId });
    await changed(tx, facilityId, stationId);
    return null;
  });
}

/** Blocks a station for a span, once per id. Its lock makes whoever is just taking a place there come before or after, never between. */
export function blockStation(
  ctx: Ctx,
  facilityId: string,
  stationId: string,
  asked: BodyOf<typeof stationCareStaff.blockStation>,
): Promise<Block> {
  const { id, reason } = asked;
  const [startsAt, endsAt] = [Temporal.Instant.from(asked.startsAt), Temporal.Instant.from(asked.endsAt)];
  return inTransaction(ctx, async (tx) => {
    const { agencyId } = await stationHere(tx, facilityId, stationId);
    const earlier = await store.lockBlock(tx.trx, stationId, id);
    if (earlier) return toBlock(earlier);
    if (!blockTimesFit({ startsAt, endsAt }, tx.now())) throw new AppError(["station.block_times"]);
    const row = { id, agencyId, facilityId, stationId, startsAt, endsAt, reason, madeBy: staffId(tx), madeAt: tx.now() };
    const keepUntil = endsAt.add({ hours: keeping.station_care.days * 24 });
    // An id that stands elsewhere is no secret to be told: the times are all that is refused.
    if (!(await store.insertBlock(tx.trx, { ...row, endedAt: null, endedBy: null, keepUntil })))
      throw new AppError(["station.block_times"]);
    const facts = { blockId: id, reason, startsAt: startsAt.toString(), endsAt: endsAt.toString() };
    await audit.record(tx, { what: "station.blocked", agencyId, facilityId, subjectId: stationId, facts });
    await changed(tx, facilityId, stationId);
    return toBlock(row);
  });
}

/** Ends a block now; one that has not begun is taken back whole. */
export function endBlock(ctx: Ctx, facilityId: string, stationId: string, blockId: string): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const { agencyId } = await stationHere(tx, facilityId, stationId);
    const block = await store.lockBlock(tx.trx, stationId, blockId);
    const now = tx.now();
    if (!block) throw new AppError(["station.block_unknown"]);
    if (block.endedAt !== null) return null;
    if (Temporal.Instant.compare(block.endsAt, now) <= 0) throw new AppError(["station.block_unknown"]);
    await store.updateBlock(tx.trx, blockId, { endedAt: now, endedBy: staffId(tx) });
    await audit.record(tx, { what: "station.block_ended", agencyId, facilityId, subjectId: stationId, facts: { blockId } });
    await changed(tx, facilityId, stationId);
    return null;
  });
}

/** The status of each of a facility's stations at this moment, by id, from its column, its blocks and the clock. */
export async function statusesNow(
  asker: Ctx | TxCtx,
  facilityId: string,
): Promise<(station: Pick<Turned, "id" | "status">) => StationStatus> {
  const now = asker.now();
  const blocks = Map.groupBy(await store.listBlocks(dbOf(asker), { facilityId }, now), (block) => block.stationId);
  return ({ id, status }) => stateAt({ status }, blocks.get(id) ?? [], now).status;
}
interface Turned {
  id: string;
  status: "active" | "inactive";
}

/** The blocks of a station that are not over. */
export async function blocksOf(ctx: Ctx, facilityId: string, stationId: string): Promise<Block[]> {
  return (await store.listBlocks(ctx.db, { facilityId, stationId }, ctx.now())).map(toBlock);
}

async function stationHere(tx: TxCtx, facilityId: string, stationId: string) {
  const station = await lockStation(tx.trx, facilityId, stationId);
  if (!station) throw new AppError(["station.unknown"]);
  return station;
}

async function changed(tx: TxCtx, facilityId: string, stationId: string): Promise<void> {
  await tx.jobs.send(tx, STATION_CLOSED, { facilityId, stationId });
  tx.publish("board", facilityId);
}

function toBlock({
  id,
  startsAt,
  endsAt,
  reason,
}: {
  id: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  reason: Block["reason"];
}) {
  return { id, startsAt: startsAt.toString(), endsAt: endsAt.toString(), reason };
}

const staffId = (tx: TxCtx) => (tx.actor.realm === "staff" ? tx.actor.staffId : null);
