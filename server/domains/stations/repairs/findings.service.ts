import type { TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { type FoundInVisit, faultFoundIn, verdictOn } from "./repairs.rules.ts";
import { openRepair } from "./repairs.service.ts";
import * as store from "./repairs.store.ts";

/**
 * What a visit's own measurements hold against its station: each opens a repair by itself, once, or stands with the one that is open. What staff
 * closed is believed again only of a time after that, and after the quiet that every finding keeps then.
 */
export async function noteVisitFindings(
  tx: TxCtx,
  of: { agencyId: string; facilityId: string; stationId: string; visitId: string },
  found: readonly { what: FoundInVisit; at: Temporal.Instant }[],
): Promise<void> {
  const { visitId, ...station } = of;
  for (const { what, at } of found) {
    const fault = faultFoundIn[what];
    const newest = await store.findNewest(tx.trx, station.stationId, fault);
    if (newest?.closedAt && Temporal.Instant.compare(at, newest.closedAt) <= 0) continue;
    if (verdictOn(newest, "broken", at) === "open") await openRepair(tx, { ...station, id: newId(), fault, foundBy: "visit" });
    const open = await store.lockOpen(tx.trx, station.stationId, fault);
    const { agencyId, facilityId } = station;
    if (open) await store.insertFinding(tx.trx, { id: newId(), agencyId, facilityId, repairId: open.id, what, at, visitId });
  }
}
