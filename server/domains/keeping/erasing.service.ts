import { type KeptKind, keptKinds } from "#contracts/keeping.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import type { Keeping, Passed, Report } from "#server/platform/keeping.ts";
import * as store from "./erasing.store.ts";

const BATCH = 200;
const BATCHES_MAX = 50_000;
const NIL = "00000000-0000-0000-0000-000000000000";

/** What one run did, for whoever asked for it. */
export interface RunResult {
  runId: string;
  erased: number;
  held: number;
  needed: number;
  failed: KeptKind[];
}

/**
 * Deletes all that is due by now: first what goes by code (files, keys), then the rows that go by a rule. Each batch stands for
 * itself, so a run that ends anywhere is taken up by the next. A kind that fails is written down as failed, and the others go on.
 */
export async function eraseDue(ctx: Ctx, keeping: Keeping): Promise<RunResult> {
  const result: RunResult = { runId: newId(), erased: 0, held: 0, needed: 0, failed: [] };
  const seen = new Set<KeptKind>();
  const attempt = async (kind: KeptKind, work: (report: Report) => Promise<void>) => {
    seen.add(kind);
    try {
      await work(async (passed) => {
        for (const { outcome } of passed) result[outcome]++;
        await write(ctx, result.runId, kind, passed);
      });
    } catch (error) {
      ctx.log.error({ err: error, job: "keeping.erase", kind }, "a kind of data could not be erased");
      result.failed.push(kind);
      await write(ctx, result.runId, kind, [], true);
    }
  };
  for (const part of keeping.parts) await attempt(part.kind, (report) => part.erase(ctx, report));
  for (const rule of await store.listRules(ctx.db)) await attempt(rule.kind as KeptKind, (report) => eraseByRule(ctx, rule.turn, report));
  // A night that found nothing says so too: silence would look like a night that never was.
  for (const kind of seen) if (!result.failed.includes(kind)) await write(ctx, result.runId, kind, []);
  const { runId, failed, ...counts } = result;
  ctx.log.info({ job: "keeping.erase", runId, ...counts, failed: failed.length }, "what was due was erased");
  return result;
}

async function eraseByRule(ctx: Ctx, turn: number, report: Report): Promise<void> {
  let after = NIL;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const rows = await inTransaction(ctx, (tx) => store.eraseBatch(tx.trx, turn, { now: tx.now(), after, limit: BATCH }));
    if (rows.length > 0) await report(rows);
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}

/** One row for each facility and agency that the batch met; one without any when it met nothing. */
async function write(ctx: Ctx, runId: string, kind: KeptKind, passed: readonly Passed[], failed = false): Promise<void> {
  const places = Map.groupBy(passed, ({ agencyId, facilityId }) => `${agencyId} ${facilityId}`);
  const groups = passed.length === 0 ? [[]] : [...places.values()];
  const count = (group: readonly Passed[], wanted: Passed["outcome"]) => group.filter(({ outcome }) => outcome === wanted).length;
  await store.insertErasures(
    ctx.db,
    groups.map((group) => ({
      id: newId(),
      runId,
      at: ctx.now(),
      kind,
      agencyId: group[0]?.agencyId ?? null,
      facilityId: group[0]?.facilityId ?? null,
      erased: count(group, "erased"),
      held: count(group, "held"),
      needed: count(group, "needed"),
      oldest: oldestOf(group),
      failed,
    })),
  );
}

function oldestOf(group: readonly Passed[]): Temporal.Instant | null {
  const gone = group.filter(({ outcome }) => outcome === "erased").map(({ since }) => since);
  return gone.toSorted(Temporal.Instant.compare)[0] ?? null;
}

/** All kinds with what was ever erased of each; kinds that no night has met yet are left out. */
export async function erasureTotals(ctx: Ctx) {
  const known: readonly string[] = keptKinds;
  const rows = await store.totals(ctx.db);
  return {
    kinds: rows
      .filter(({ kind }) => known.includes(kind))
      .map(({ kind, lastRunAt, erased }) => ({ kind: kind as KeptKind, lastRunAt: lastRunAt.toString(), erased: Number(erased) })),
  };
}
