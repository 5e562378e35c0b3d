import type { SealedSource } from "#server/domains/audit/index.ts";

export { listLines, note, type TimelineCode, type TimelineFacts, type TimelineLine } from "./record.service.ts";
export { registerOwnChat, saidIn } from "./said.service.ts";

/** The lines as they are sealed into the facility's chain: all that a line says, its order included. */
export const timelineSource: SealedSource = {
  source: "visits.timeline",
  columns: { facility_id: "id", visit_id: "id", seq: "number", at: "instant", code: "text", facts: "json" },
  // Its visit is kept for three years (keeping.rule), and the last line of a visit is written soon after its end.
  erasedAfterDays: 730,
};
