import { taxesOf } from "#server/domains/money/tariffs/taxes.rules.ts";
import { listCollected, listPaid } from "#server/domains/money/tax-backs/tax-backs.store.ts";
import type { Db } from "#server/platform/database.ts";
import type { PlanRow } from "./plans.tables.ts";

/** The taxes of a plan as they stand: those that it was bought with, but for what was taken back before it ended. */
export interface PlanTaxes {
  millionths: number;
  /** What came back since of taxes that were not due. */
  backCents: number;
  /** What of so many cents of them is left without those. */
  leftOf(taxCents: number): number;
}

/** The taxes of a plan that is about to take its price, or has. The plan is locked, or its reader can do with what stands now. */
export async function taxesOfPlan(db: Db, { id, taxMillionths }: Pick<PlanRow, "id" | "taxMillionths">): Promise<PlanTaxes> {
  const taxes = await listCollected(db, [id]);
  const [paid] = taxes.some(({ isGiven }) => isGiven) ? await listPaid(db, [id]) : [];
  const { takenTaxCents = 0, goneTaxCents = 0, taxBackCents = 0 } = paid ?? {};
  return {
    millionths: Math.min(taxMillionths, taxesOf(taxes)),
    backCents: taxBackCents,
    leftOf: (cents) => (goneTaxCents === 0 ? cents : Math.floor((cents * (takenTaxCents - goneTaxCents)) / takenTaxCents)),
  };
}
