export { holdWhoMayCome, whoMayCome } from "./connections/along.service.ts";
export { registerContactJobs, registerContactKeeping } from "./connections/connections.jobs.ts";
export { invitationLetter, namesOfInvited } from "./connections/invitations.service.ts";
export * from "./connections/news.ts";
export {
  childrenForbiddenAt,
  decidedConnection,
  forbiddenAt,
  isOwnRequest,
  noContactNow,
  type Standing,
  standingOf,
  supervisedAt,
} from "./connections/own-list.service.ts";
export { restrictionLetter } from "./connections/staff.service.ts";
export { CONNECTION_DECIDED_JOB } from "./contacts.letters.ts";
export { contactRoutes } from "./contacts.routes.ts";
export { agencyOfConnectionHere, connect, contactOf, makeContact, nameOf, ownConnectionTo } from "./contacts.service.ts";
export type { ConnectionRow, ContactRow } from "./contacts.tables.ts";
export { guestsToBring } from "./guests/guests.service.ts";
export { keepDrawnPicture } from "./identification/pictures.service.ts";
export { contactKeepApartRoutes } from "./keep-apart/keep-apart.routes.ts";
export { apartFromContact } from "./keep-apart/keep-apart.service.ts";
export { contactsMergePart } from "./merge-part.ts";
export { type Gather, type GatherFiles, registerOwnData, registerOwnFiles } from "./own-data/gather.ts";
export { makeOwnDataLink } from "./own-data/own-data.service.ts";
