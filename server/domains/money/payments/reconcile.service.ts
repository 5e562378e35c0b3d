import assert from "node:assert/strict";
import type { z } from "zod";
import type { Reconciliation } from "#contracts/reconciliation.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { openBook, type Transfer, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import type { Processor } from "./processor.ts";
import { type Difference, differences, holdPayouts, type PayoutHeld } from "./reconcile.rules.ts";
import * as store from "./reconcile.store.ts";

/** A processor pays out what came in days before: what is younger than this may stand in no statement yet. */
const SETTLED_DAYS = 10;
const SHOWN_MAX = 500;

/**
 * Reads the processor's statements that are new: what it paid to the operator's bank, and what it kept for itself, which is the operator's cost and nobody's fee.
 * Answers how many were new.
 */
export async function readStatements(ctx: Ctx, processor: Processor | null): Promise<number> {
  if (!processor) return 0;
  const listed = await processor.payouts();
  const known = await store.knownOf(
    ctx.db,
    listed.map(({ id }) => id),
  );
  let added = 0;
  for (const payout of listed) {
    if (known.has(payout.id)) continue;
    const lines = await processor.linesOf(payout.id);
    await inTransaction(ctx, async (tx) => {
      const { id, cents, arrivesAt } = payout;
      const rows = lines.map((line) => ({ ...line, payoutId: id }));
      if (!(await store.insertStatement(tx.trx, { id, cents, arrivesAt, readAt: tx.now() }, rows))) return;
      added += 1;
      const [clearingId, bankId, costsId] = [
        await openBook(tx.trx, { kind: "clearing" }, tx.now()),
        await openBook(tx.trx, { kind: "bank" }, tx.now()),
        await openBook(tx.trx, { kind: "costs" }, tx.now()),
      ];
      const fees = lines.reduce((sum, { kind, cents: gross, feeCents }) => sum + feeCents - (kind === "stripe_fee" ? gross : 0), 0);
      const between = (fromId: string, toId: string, sum: number, what: Transfer["what"]): Transfer[] =>
        sum === 0 ? [] : [{ id: newId(), ...(sum > 0 ? { fromId, toId } : { fromId: toId, toId: fromId }), cents: Math.abs(sum), what }];
      const moved = [...between(bankId, clearingId, cents, "bank_payout"), ...between(costsId, clearingId, fees, "processing_cost")];
      if (moved.length === 0) return;
      const said = await transfer(tx.trx, moved, tx.now());
      assert(
        said.every((one) => one === "done"),
        "a statement of the processor was not posted",
      );
    });
  }
  return added;
}

/** Where the processor's statements and our own rows differ, as of now. */
export async function reconcile(ctx: Ctx): Promise<Reconciled> {
  const theirs = await store.listTheirs(ctx.db);
  const ours = await store.listOurs(ctx.db, ctx.now().subtract({ hours: SETTLED_DAYS * 24 }));
  // What stands in a statement is compared however young it is.
  const named = new Set(theirs.map(({ subjectId }) => subjectId));
  const young = (await store.listOurs(ctx.db, ctx.now().add({ seconds: 1 }))).filter(({ processorId }) => named.has(processorId));
  const all = new Map([...ours, ...young].map((line) => [`${line.kind} ${line.id}`, line]));
  const found = differences(theirs, [...all.values()]);
  const { held, wrong } = holdPayouts(await store.listPayouts(ctx.db), theirs, found);
  return { differences: [...wrong, ...found], payouts: held, theirs: theirs.length, ours: all.size };
}

export interface Reconciled {
  differences: Difference[];
  payouts: PayoutHeld[];
  theirs: number;
  ours: number;
}

/** Reconciles and keeps what it found for staff to read, in place of what was found before. */
export async function keepReconciled(ctx: Ctx): Promise<Reconciled> {
  const found = await reconcile(ctx);
  await inTransaction(ctx, async (tx) => {
    await store.replaceRun(tx.trx, { id: newId(), at: tx.now(), theirs: found.theirs, ours: found.ours }, found);
  });
  if (found.differences.length > 0)
    ctx.log.warn({ event: "money.statements_differ", count: found.differences.length }, "the processor's statements and our books differ");
  return found;
}

/**
 * What the last look found, for who sees the money of a whole agency. Whoever adds money belongs to no agency, so where a server serves several
 * the processor's statements are its operator's alone.
 */
export async function reconciliation(ctx: Ctx, facilityId: string, processor: Processor | null): Promise<z.infer<typeof Reconciliation>> {
  const place = await facilities.facilityOf(ctx, facilityId);
  if (!place || !identity.can(ctx.actor, "reconciliation.read", { agencyId: place.agencyId })) throw new AppError(["request.not_found"]);
  const by = processor?.way ?? null;
  if ((await store.countAgencies(ctx.db)) !== 1) return { by, isShared: true, run: null };
  const run = await store.findRun(ctx.db);
  if (!run) return { by, isShared: false, run: null };
  const payouts = (await store.listHeld(ctx.db, run.id, SHOWN_MAX)).map(({ arrivesAt, ...row }) => ({
    ...row,
    arrivesAt: arrivesAt.toString(),
  }));
  const found = await store.listFound(ctx.db, run.id, SHOWN_MAX);
  const { at, theirs, ours } = run;
  return { by, isShared: false, run: { at: at.toString(), theirs, ours, payouts, differences: found } };
}
