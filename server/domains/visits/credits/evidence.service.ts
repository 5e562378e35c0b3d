import { LEASE_SECONDS } from "#server/domains/visits/live/live.rules.ts";
import { listIntervals } from "#server/domains/visits/live/live.store.ts";
import { listSamples } from "#server/domains/visits/quality/index.ts";
import { listLines } from "#server/domains/visits/record/index.ts";
import type { Trx } from "#server/platform/database.ts";
import type { Evidence } from "./credit.rules.ts";
import type { VisitFacts } from "./credits.store.ts";

/** All that is known of an ended visit, from its rows: the same again whenever it is asked. */
export async function evidenceOf(trx: Trx, visit: VisitFacts, chargedSeconds: number): Promise<Evidence> {
  const connected = await listIntervals(trx, visit.id);
  const samples = await listSamples(trx, visit.id);
  const lines = (await listLines(trx, visit.id)).map(({ at, code, facts }) => ({
    at: Temporal.Instant.from(at).epochMilliseconds,
    code,
    facts,
  }));
  const ended = visit.endedAt?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  const to = Math.min(visit.endsAt.epochMilliseconds, ended);
  const last = Math.max(0, ...connected.map((run) => run.to), ...[...samples.values()].map((all) => all.at(-1)?.at ?? 0));
  return {
    from: visit.startsAt.epochMilliseconds,
    to,
    connected,
    samples,
    lines,
    serverGoneFrom: serverGoneFrom(visit, to, last),
    chargedSeconds,
  };
}

/** A server renews its lease as long as it lives: one that ran out before the visit's time was over had none. */
function serverGoneFrom({ leaseUntil, endingBy }: VisitFacts, to: number, lastSign: number): number | null {
  if (leaseUntil === null || endingBy !== "system" || leaseUntil.epochMilliseconds >= to) return null;
  return Math.max(leaseUntil.epochMilliseconds - LEASE_SECONDS * 1000, lastSign);
}
