import type { TaxRef } from "#contracts/taxes.ts";
import { rateCaps } from "#jurisdictions/rate-caps.ts";
import { findUse, listUsesOf } from "#server/domains/money/plans/plans.store.ts";
import { taxRef } from "#server/domains/money/tariffs/taxes.service.ts";
import { listTaxesOfQuote } from "#server/domains/money/tariffs/taxes.store.ts";
import { type Asker, type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import * as store from "./charging.store.ts";
import type { ChargeRow, CreditRow, QuoteRow } from "./charging.tables.ts";

/** What one payer was promised to pay at most, paid, and got back. */
export interface BillPart extends store.PartMoved {
  percent: number;
}

/** Everything that is to be said of what a communication costs: what was promised, taken, and given back. */
export interface Bill {
  quote: QuoteRow;
  /** The taxes that it was quoted with. */
  taxes: readonly TaxRef[];
  parts: readonly BillPart[];
  charge: ChargeRow | null;
  credits: readonly CreditRow[];
  /** What came from the contact's plan. */
  plan: FromPlan | null;
}
/** Seconds of a plan: kept at the booking; used (null until it is settled); and given back since. */
export interface FromPlan {
  keptSeconds: number;
  usedSeconds: number | null;
  returnedSeconds: number;
}

/** The bill of a communication; undefined where it was booked before anything could cost something. */
export async function billOf(asker: Asker, subjectId: string): Promise<Bill | undefined> {
  const db = dbOf(asker);
  const quote = await store.findQuote(db, subjectId);
  if (!quote) return undefined;
  const percents = new Map((await store.listParts(db, subjectId)).map(({ payer, percent }) => [payer, percent]));
  const moved = await store.listMoved(db, [subjectId]);
  return {
    quote,
    taxes: (await listTaxesOfQuote(db, subjectId)).map(taxRef),
    parts: moved.map((part) => ({ ...part, percent: percents.get(part.payer) ?? 0 })),
    charge: (await store.findCharge(db, subjectId)) ?? null,
    credits: await store.listCredits(db, subjectId),
    plan: (await findUse(db, subjectId)) ?? null,
  };
}

/** What a list says of one communication's cost to one payer. */
export interface Cost extends store.PartMoved {
  settled: boolean;
  nothing: ChargeRow["nothing"];
  /** Of the family's: what a plan keeps for it, or gave. */
  planSeconds: number;
}

/** What these communications cost whom, for lists; those that never had a quote are left out. */
export async function costsOf(asker: Ctx | TxCtx, subjectIds: readonly string[]): Promise<Cost[]> {
  const db = dbOf(asker);
  const charges = new Map((await store.listCharges(db, subjectIds)).map((row) => [row.subjectId, row]));
  const uses = new Map(
    (await listUsesOf(db, subjectIds)).map((use) => [use.subjectId, (use.usedSeconds ?? use.keptSeconds) - use.returnedSeconds]),
  );
  return (await store.listMoved(db, subjectIds)).map((part) => {
    const charge = charges.get(part.subjectId);
    const planSeconds = part.payer === "family" ? (uses.get(part.subjectId) ?? 0) : 0;
    return { ...part, settled: charge !== undefined, nothing: charge?.nothing ?? null, planSeconds };
  });
}

/** A law by the id under which a quote or a charge kept it. */
export const lawOfId = (id: string | null) => (id === null ? undefined : rateCaps.find((cap) => cap.id === id));
