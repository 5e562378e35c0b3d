export { holdsOn, type Span as ApartSpan } from "./keep-apart/keep-apart.rules.ts";
export { agencyOfHere, apartFrom, KEPT_APART, madeBy } from "./keep-apart/keep-apart.service.ts";
export { lockNumber, lockResidents, RESIDENT_LOCKS } from "./locks.store.ts";
export { residentRoutes } from "./residents.routes.ts";
export { addResident, bookedAs, cardByBookingNumber, cardOf, findable, namedAlike, setLocale } from "./residents.service.ts";
export type { ResidentCard, StayRow } from "./residents.tables.ts";
export { importRoster, planRoster, registerRosterJobs, rosterRoutes } from "./roster/index.ts";
export { RELEASE_REVIEW_MINUTES, takeBackUntil } from "./stays/stays.rules.ts";
export { admit, currentStay, MOVED, move, RELEASED, release, stayForReview, takeBackRelease, transfer } from "./stays/stays.service.ts";
