/** The bus topic that tells, by a facility's id, that a connection of somebody there was asked for or decided. */
export const CONNECTIONS_CHANGED = "connections.changed";

/** The job that tells a contact what was decided. Its facts: `deliveryId`, `connectionId`, `accountId`, `status` and `reason`. */
export const CONNECTION_DECIDED_JOB = "contacts.connection_decided";
