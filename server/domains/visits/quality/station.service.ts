import * as stations from "#server/domains/stations/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { listSamples } from "./kept.ts";
import { findStationOf } from "./quality.store.ts";
import { stationFindings } from "./station.rules.ts";

/** The job that a room sends when the rule names its station as the failing leg, while it goes on and once more at its end. Its fact: `visitId`. */
export const STATION_FAILED = "visit.station_failed";

/** Lets a visit's measurements open repairs at the station they name. */
export function registerStationFindings(ctx: Ctx): void {
  ctx.jobs.work(STATION_FAILED, ({ visitId }) => tellStation(ctx, String(visitId)));
}

/** Works the rule out again from the stored samples, as for everybody who reads the visit, and tells stations what it holds against theirs. */
async function tellStation(ctx: Ctx, visitId: string): Promise<void> {
  const found = stationFindings(await listSamples(ctx.db, visitId));
  if (found.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    const of = await findStationOf(tx.trx, visitId);
    if (!of) return;
    const instants = found.map(({ what, at }) => ({ what, at: Temporal.Instant.fromEpochMilliseconds(at) }));
    await stations.noteVisitFindings(tx, { ...of, visitId }, instants);
  });
}
