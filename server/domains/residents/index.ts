export { residentRoutes } from "./residents.routes.ts";
export {
  addResident,
  admit,
  bookedAs,
  cardByBookingNumber,
  cardOf,
  currentStay,
  namedAlike,
  release,
  setLocale,
} from "./residents.service.ts";
export type { ResidentCard, StayRow } from "./residents.tables.ts";
