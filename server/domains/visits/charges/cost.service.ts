import type { z } from "zod";
import type { Cost } from "#contracts/bills.ts";
import * as money from "#server/domains/money/index.ts";
import type { Ctx } from "#server/platform/context.ts";

/** Whose part of what a visit costs. */
export type PartOf = "all" | "family" | "resident";

/** What these visits cost one payer, or all together; a visit that can cost nobody anything is left out. */
export async function costsFor(ctx: Ctx, visitIds: readonly string[], of: PartOf): Promise<ReadonlyMap<string, z.infer<typeof Cost>>> {
  const byVisit = Map.groupBy(await money.costsOf(ctx, visitIds), ({ subjectId }) => subjectId);
  const costs = new Map<string, z.infer<typeof Cost>>();
  for (const [visitId, parts] of byVisit) {
    if (parts.every(({ quotedCents, planSeconds }) => quotedCents === 0 && planSeconds === 0)) continue;
    const own = of === "all" ? parts : parts.filter(({ payer }) => payer === of);
    const sum = (name: "quotedCents" | "takenCents" | "creditedCents" | "taxBackCents" | "planSeconds") =>
      own.reduce((total, part) => total + part[name], 0);
    costs.set(visitId, {
      quotedCents: sum("quotedCents"),
      takenCents: sum("takenCents"),
      creditedCents: sum("creditedCents"),
      taxBackCents: sum("taxBackCents"),
      planSeconds: sum("planSeconds"),
      settled: parts[0]!.settled,
      // That the family has a plan is the family's to know.
      nothing: of === "resident" && parts[0]!.nothing === "plan" ? null : parts[0]!.nothing,
    });
  }
  return costs;
}
