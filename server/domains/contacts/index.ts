export { CONNECTION_DECIDED_JOB } from "./contacts.letters.ts";
export { contactRoutes } from "./contacts.routes.ts";
export { connect, contactOf, decidedConnection, makeContact } from "./contacts.service.ts";
export type { ConnectionRow, ContactRow } from "./contacts.tables.ts";
