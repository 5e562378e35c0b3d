export { type BookingParts, bookingRoutes } from "./bookings.routes.ts";
export { bookVisit } from "./bookings.service.ts";
export { cancelVisit } from "./cancel.service.ts";
export type { RecordingStatus, RecordingsOf } from "./cards.service.ts";
export { holdPlace } from "./holds.service.ts";
export { registerVisitLetters } from "./letters.send.ts";
