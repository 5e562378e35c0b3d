import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { TaxLine, TaxRef, taxesStaff } from "#contracts/taxes.ts";
import * as audit from "#server/domains/audit/index.ts";
import { asStaff } from "#server/domains/identity/index.ts";
import { collectedSum, TAX_BACK_JOB } from "#server/domains/money/tax-backs/tax-backs.service.ts";
import { insertDue } from "#server/domains/money/tax-backs/tax-backs.store.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { factsAt } from "./facts.service.ts";
import { lockPrices } from "./tariffs.store.ts";
import type { TaxLineRow } from "./tariffs.tables.ts";
import { type TaxDecision, taxDecisionRefusals, taxEndRefusals, taxRefusals } from "./taxes.rules.ts";
import * as store from "./taxes.store.ts";

type Place = { facilityId: string; taxId: string };

/** Every tax that was stated here. */
export async function taxLines(ctx: Ctx, facilityId: string): Promise<AnswerOf<typeof taxesStaff.taxLines>> {
  const { accountId } = asStaff(ctx.actor);
  const { today } = await factsAt(ctx, facilityId);
  return { today, rows: (await store.listTaxes(ctx.db, facilityId)).map((row) => toLine(row, accountId)) };
}

/** States a tax with the law that sets it, once for its id. It adds nothing to any price until somebody else has confirmed it. */
export function stateTax(ctx: Ctx, facilityId: string, asked: BodyOf<typeof taxesStaff.stateTax>): Promise<TaxLine> {
  const { accountId } = asStaff(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    await lockPrices(tx.trx, facilityId);
    const { facility, today } = await factsAt(tx, facilityId);
    const earlier = await store.findTax(tx.trx, facilityId, asked.id);
    if (earlier && earlier.statedBy !== accountId) throw new AppError(["access.denied"]);
    if (earlier) return toLine(earlier, accountId);
    const confirmed = await store.listConfirmed(tx.trx, facilityId, asked.service);
    const refusals = taxRefusals(asked, { today, confirmed });
    if (refusals.length > 0) throw new AppError(refusals, { service: asked.service, day: asked.validFrom });
    const { agencyId } = facility;
    const decided = { decidedBy: null, decidedAt: null, endedBy: null, endedAt: null };
    const row = { ...asked, agencyId, facilityId, state: "stated" as const, statedBy: accountId, statedAt: tx.now(), ...decided };
    // Somebody else's id, at another facility.
    if (!(await store.insertTax(tx.trx, row))) throw new AppError(["access.denied"]);
    const { service, authority, millionths, validFrom } = asked;
    await audit.record(tx, {
      what: "tax.stated",
      subjectId: row.id,
      agencyId,
      facilityId,
      facts: { service, authority, millionths, validFrom },
    });
    return toLine(await found(tx, facilityId, row.id), accountId);
  });
}

/** Somebody else of staff says whether a law sets this tax; then it holds. */
export function decideTax(ctx: Ctx, { facilityId, taxId }: Place, decision: TaxDecision): Promise<TaxLine> {
  const { accountId } = asStaff(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    await lockPrices(tx.trx, facilityId);
    const row = await found(tx, facilityId, taxId);
    const { today } = await factsAt(tx, facilityId);
    const confirmed = await store.listConfirmed(tx.trx, facilityId, row.service);
    const refusals = taxDecisionRefusals(row, accountId, decision, { today, confirmed });
    if (refusals.length > 0) throw new AppError(refusals, { service: row.service, day: row.validFrom });
    if (row.state === "stated") {
      await store.updateTax(tx.trx, row.id, { state: decision, decidedBy: accountId, decidedAt: tx.now() });
      const { agencyId, service, millionths } = row;
      const what = decision === "confirmed" ? "tax.confirmed" : "tax.refused";
      await audit.record(tx, { what, subjectId: row.id, agencyId, facilityId, facts: { service, millionths } });
    }
    return toLine(await found(tx, facilityId, taxId), accountId);
  });
}

/** What a tax collected and nobody has had back: what is given back where it is taken back. */
export async function taxCollected(ctx: Ctx, { facilityId, taxId }: Place): Promise<AnswerOf<typeof taxesStaff.taxCollected>> {
  return collectedSum(ctx.db, await found(ctx, facilityId, taxId));
}

/**
 * Says the last day of a tax: from the day after, nobody pays it, also where it was booked before. With the day before its first it is taken back: whoever has paid by it gets
 * that back, without asking.
 */
export function endTax(ctx: Ctx, { facilityId, taxId }: Place, through: string): Promise<TaxLine> {
  const { accountId } = asStaff(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    await lockPrices(tx.trx, facilityId);
    const row = await found(tx, facilityId, taxId);
    if (row.validThrough !== through || row.state !== "confirmed") {
      const { today } = await factsAt(tx, facilityId);
      await store.lockTax(tx.trx, taxId);
      const refusals = taxEndRefusals(row, through, today);
      if (refusals.length > 0) throw new AppError(refusals);
      const isTakenBack = through < row.validFrom;
      const givesBack = isTakenBack ? await insertDue(tx.trx, row, tx.now()) : 0;
      await store.updateTax(tx.trx, row.id, { validThrough: through, endedBy: accountId, endedAt: tx.now() });
      const { agencyId, service } = row;
      const what = isTakenBack ? "tax.taken_back" : "tax.ended";
      const facts = isTakenBack ? { service, of: givesBack } : { service, through };
      await audit.record(tx, { what, subjectId: row.id, agencyId, facilityId, facts });
      if (givesBack > 0) await tx.jobs.send(tx, TAX_BACK_JOB, {});
    }
    return toLine(await found(tx, facilityId, taxId), accountId);
  });
}

async function found(asker: Ctx | TxCtx, facilityId: string, id: string): Promise<store.TaxView> {
  const row = await store.findTax(dbOf(asker), facilityId, id);
  if (!row) throw new AppError(["price.tax_unknown"]);
  return row;
}

/** A tax as whoever pays it reads it. */
export function taxRef({ id, name, authority, citation, link, millionths }: TaxLineRow): TaxRef {
  return { id, name, authority, citation, link, millionths };
}

function toLine(row: store.TaxView, reader: string): TaxLine {
  const { service, validFrom, validThrough, state, statedBy, statedByName, statedAt, decidedByName, decidedAt } = row;
  return {
    ...{ ...taxRef(row), service, validFrom, validThrough, state, statedBy: statedByName, statedAt: statedAt.toString() },
    ...{ decidedBy: decidedByName, decidedAt: decidedAt?.toString() ?? null, own: statedBy === reader },
  };
}
