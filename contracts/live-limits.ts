/** Numbers and paths of the live room that pages need too; kept free of schemas so that a page loads no validator for them. */
export const livePaths = {
  outside: "/api/outside/live",
  inside: "/api/inside/live",
  staff: "/api/staff/facilities/:facilityId/live",
  part: "/api/staff/facilities/:facilityId/live/part",
} as const;
export const EVIDENCE_EVERY_MS = 1000;
export const CHAT_LENGTH_MAX = 500;
/** A screen that has not shown a watch notice within this time pauses the visit until it has. */
export const WATCH_ACK_SECONDS = 2;

/**
 * One screen of a live session, by which its leg, its evidence and its part of the recording go. `family` is who booked; the other family seats
 * fill in the order in which people of the party come; `staff` is somebody who takes part (an interpreter), never a watcher.
 */
export const seats = ["resident", "family", "family_2", "family_3", "family_4", "staff"] as const;
export type Seat = (typeof seats)[number];
export const sideOf = (seat: Seat): "resident" | "family" | "staff" => (seat === "resident" || seat === "staff" ? seat : "family");
