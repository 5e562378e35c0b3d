import { say } from "#web/words/words.tsx";

/** What stands where a contact's name was, thirty days after the account was closed (server/domains/contacts/own-data). */
const NO_NAME = "– –";

/** A name as staff read it: of a closed account words, since its name is gone. */
export const nameShown = (name: string): string => (name === NO_NAME ? say("staff.closed_account") : name);

/** The name by which somebody is called where there is little room. */
export const givenName = (name: string): string => (name === say("staff.closed_account") ? name : (name.trim().split(/\s+/u)[0] ?? name));
