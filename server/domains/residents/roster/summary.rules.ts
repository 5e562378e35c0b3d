import type { RosterPlan } from "#contracts/roster.ts";
import type { Plan } from "./roster.types.ts";

const REJECTED_TOLD_MAX = 500;

/** A plan in counts, lines and codes: nothing of what stands in the list. */
export function summaryOf(plan: Plan, rows: number): Pick<RosterPlan, "counts" | "rejected" | "warnings" | "confirm"> {
  const inOrder = plan.rejected.toSorted((one, other) => one.line - other.line);
  const warnings = [...plan.warnings.values()];
  return {
    counts: {
      rows,
      people: plan.people,
      stays: plan.stays,
      admits: plan.admits.length,
      returns: plan.admits.filter(({ residentId }) => residentId !== null).length + plan.reopens.length,
      moves: plan.moves.length,
      releases: plan.releases.length,
      changes: plan.changes.length + plan.personChanges.length + plan.adoptions.length,
      rejected: plan.rejected.length,
      warnings: warnings.reduce((sum, { count }) => sum + count, 0),
    },
    rejected: inOrder.slice(0, REJECTED_TOLD_MAX).map(({ line, reason }) => ({ line, reason })),
    warnings,
    confirm: plan.confirm,
  };
}
