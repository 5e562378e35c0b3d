/** Numbers and paths of the live room that pages need too; kept free of schemas so that a page loads no validator for them. */
export const livePaths = {
  outside: "/api/outside/live",
  inside: "/api/inside/live",
  staff: "/api/staff/facilities/:facilityId/live",
} as const;
export const EVIDENCE_EVERY_MS = 1000;
export const CHAT_LENGTH_MAX = 500;
/** A screen that has not shown a watch notice within this time pauses the visit until it has. */
export const WATCH_ACK_SECONDS = 2;
