/** What happened to connections, as jobs: contacts stands above those who act on it. Each carries `connectionId`. */
export const CONNECTION_SUSPENDED_JOB = "connection.suspended";
export const CONNECTION_ENDED_JOB = "connection.ended";
/** A suspended connection stands again, or a limit was lifted: what was flagged for it may fit again. */
export const CONNECTION_EASED_JOB = "connection.eased";
/** A connection was limited for some days. Its facts: `connectionId` and `restrictionId`. */
export const CONNECTION_RESTRICTED_JOB = "connection.restricted";
/** A request was made; `connectionId` is null where it fits nobody, so that both take as long. */
export const CONNECTION_ASKED_JOB = "connection.asked";
/** Tells a contact of a limit, or that one was taken away. Its facts: `deliveryId`, `connectionId`, `restrictionId`, `accountId`, `facilityId` and `lifted`. */
export const RESTRICTION_LETTER_JOB = "contacts.restriction_letter";
/** Tells staff of a facility that requests wait too long. Its facts: `facilityId`, `agencyId` and `count`. */
export const OVERDUE_JOB = "contacts.overdue_letter";
/** Writes to somebody whom a resident named. Its facts: `deliveryId`, `invitationId`, `residentId` and `facilityId`. */
export const INVITATION_JOB = "contacts.invitation_letter";
/** Tells somebody that their own data is ready. Its facts: `deliveryId`, `accountId` and `fileId`. */
export const OWN_DATA_JOB = "contacts.own_data_letter";
/** Says goodbye to a closed account. Its facts: `deliveryId` and `accountId`. */
export const CLOSED_JOB = "contacts.closed_letter";
/** A contact took a guest off their list. Its fact: `guestId`. */
export const GUEST_REMOVED_JOB = "contacts.guest_removed";
