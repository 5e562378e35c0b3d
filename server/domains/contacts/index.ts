export { contactRoutes } from "./contacts.routes.ts";
export { approvalOf, connect, contactOf, decidedConnection, makeContact } from "./contacts.service.ts";
export type { ConnectionRow, ContactRow } from "./contacts.tables.ts";
export { CONNECTION_DECIDED_JOB, CONNECTIONS_CHANGED } from "./contacts.topics.ts";
