/** The job that tells a contact what was decided. Its facts: `deliveryId`, `connectionId`, `accountId`, `facilityId`, `status` and `reason`. */
export const CONNECTION_DECIDED_JOB = "contacts.connection_decided";
