import type { WatchRule } from "#contracts/interventions.ts";

/** Whether a visit may go on only while an officer watches: by the facility's rule, or since staff have to be there when these two meet. */
export function mustBeWatched(visit: { rule: WatchRule; privileged: boolean; supervised: boolean; talkedBefore: boolean }): boolean {
  // A lawyer's visit is nobody's to watch, whatever a rule says.
  if (visit.privileged) return false;
  if (visit.supervised || visit.rule === "all") return true;
  return visit.rule === "first_visits" && !visit.talkedBefore;
}
