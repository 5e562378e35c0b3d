export { bookingRoutes } from "./bookings.routes.ts";
export { bookVisit } from "./bookings.service.ts";
export { cancelAsFacility } from "./cancel.service.ts";
export type { RecordingStatus } from "./cards.service.ts";
export { holdPlace } from "./holds.service.ts";
export { registerVisitLetters } from "./letters.send.ts";
export { visitForLetter } from "./letters.ts";
export { letGoReminders } from "./reminders.service.ts";
export { registerStoppedConnections } from "./stopped.service.ts";
