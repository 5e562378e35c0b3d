import type { RosterPlan } from "#contracts/roster.ts";
import type { Plan, Warning } from "./roster.types.ts";

const REJECTED_TOLD_MAX = 500;
const LINES_TOLD_MAX = 20;

/** A plan in counts, lines and codes: nothing of what stands in the list. */
export function summaryOf(plan: Plan, rows: number): Pick<RosterPlan, "counts" | "rejected" | "warnings" | "confirm"> {
  const inOrder = plan.rejected.toSorted((one, other) => one.line - other.line);
  const kinds = Map.groupBy(plan.warnings, ({ code, column }) => `${code} ${column ?? ""}`);
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
      warnings: plan.warnings.length,
    },
    rejected: inOrder.slice(0, REJECTED_TOLD_MAX).map(({ line, reason }) => ({ line, reason })),
    warnings: [...kinds.values()].map(toldWarning),
    confirm: plan.confirm,
  };
}

function toldWarning(kind: Warning[]): RosterPlan["warnings"][number] {
  const lines = kind.map(({ line }) => line).sort((one, other) => one - other);
  const [first] = kind as [Warning, ...Warning[]];
  return { code: first.code, column: first.column ?? null, count: kind.length, lines: lines.slice(0, LINES_TOLD_MAX) };
}
