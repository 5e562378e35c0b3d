import type { Seat } from "#contracts/live-limits.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import { pack, unpack } from "./packed.rules.ts";
import * as store from "./quality.store.ts";
import type { Sample } from "./samples.rules.ts";

/** Keeps the samples of one leg, oldest first, as one row; the app's role can add rows and no more. */
export async function insertSamples(
  trx: Trx,
  row: { facilityId: string; visitId: string; seat: Seat; samples: readonly Sample[] },
): Promise<void> {
  const { samples, ...rest } = row;
  const from = samples[0]?.at;
  if (from === undefined) return;
  await store.insertRow(trx, { ...rest, fromAt: Temporal.Instant.fromEpochMilliseconds(from), samples: pack(from, samples) });
}

/** All samples of a visit, by leg, oldest first. */
export async function listSamples(db: Db | Trx, visitId: string): Promise<Map<Seat, Sample[]>> {
  const all = new Map<Seat, Sample[]>();
  for (const { seat, fromAt, samples } of await store.listRows(db, visitId))
    all.set(seat, [...(all.get(seat) ?? []), ...unpack(fromAt.epochMilliseconds, samples)]);
  return all;
}
