export { CONNECTION_DECIDED_JOB } from "./contacts.letters.ts";
export { contactRoutes } from "./contacts.routes.ts";
export { connect, contactOf, decidedConnection, makeContact } from "./contacts.service.ts";
export type { ConnectionRow, ContactRow } from "./contacts.tables.ts";
export { contactKeepApartRoutes } from "./keep-apart/keep-apart.routes.ts";
export { apartFromContact } from "./keep-apart/keep-apart.service.ts";
