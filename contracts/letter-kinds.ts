/** Why a letter is sent whatever its reader has stopped, or why it may be stopped. Each has a sentence in both languages. */
export type LetterReason = "security" | "named" | "decision" | "visit" | "work" | "closing" | "reminder" | "progress";
export interface LetterKind {
  /** `needed` letters can't be stopped and never wait for the morning; `optional` ones can and do. */
  need: "needed" | "optional";
  why: LetterReason;
}
const needed = (why: LetterReason): LetterKind => ({ need: "needed", why });
const optional = (why: LetterReason): LetterKind => ({ need: "optional", why });

/**
 * Every letter there is, by the name under which its domain registered it, and whether one may stop it. A new letter gets its line
 * here and its name in `web/words/<language>/letters.ts`; a test finds the one that was forgotten.
 */
export const letterKinds = {
  // Somebody may be using the account, or needs the way back in.
  "identity.confirm_email": needed("security"),
  "identity.address_known": needed("security"),
  "identity.choose_password": needed("security"),
  "identity.reset_password": needed("security"),
  "identity.password_changed": needed("security"),
  "identity.passkey_added": needed("security"),
  "identity.passkey_removed": needed("security"),
  "identity.staff_reset_password": needed("security"),
  "identity.staff_passkey_added": needed("security"),
  "identity.staff_passkey_removed": needed("security"),
  "identity.factor_reset": needed("security"),
  // Without them nobody can begin to work.
  "identity.staff_invitation": needed("work"),
  "identity.staff_grant_given": needed("work"),
  "identity.access_review_due": needed("work"),
  "identity.access_review_overdue": needed("work"),
  "audit.heads": needed("work"),
  // What was decided about the reader, with the reason and what can be done.
  "contacts.connection_decided": needed("decision"),
  "contacts.restriction": needed("decision"),
  "contacts.overdue": needed("work"),
  // Once, to somebody whom a resident named; nobody is written to a second time unasked.
  "contacts.invitation": needed("named"),
  // Asked for by the reader, and the last word to somebody who leaves.
  "contacts.own_data_ready": needed("security"),
  "contacts.account_closed": needed("closing"),
  // What families are charged is not what the facility set.
  "money.price_follows_law": needed("work"),
  // A visit that stands, falls or was missed: who does not know of it travels, waits or loses it.
  "visit.booked": needed("visit"),
  "visit.cancelled": needed("visit"),
  "visit.missed": needed("visit"),
  // Somebody does not come along any more who was to come.
  "visit.party_changed": needed("visit"),
  // Who comes from a home of their own: asked, coming, not coming any more.
  "visit.party_asked": needed("visit"),
  "visit.party_joined": needed("visit"),
  "visit.party_accepted": needed("visit"),
  "visit.party_left": needed("visit"),
  "visit.party_removed": needed("visit"),
  // What they paid came back, since it was not due.
  "money.tax_given_back": needed("decision"),
  // Money that is theirs goes somewhere unless they say otherwise.
  "money.silent": needed("closing"),
  // Nothing comes in by itself any more; and what did, with the way to stop it.
  "money.top_up_stopped": needed("closing"),
  "money.top_up_added": optional("progress"),
  // What is kept of the wallet for it, and until when; the wallet's page says the same.
  "money.plan_bought": optional("progress"),
  // What their plan took, and what is theirs again.
  "money.plan_ended": needed("closing"),
  // An answer that the reader asked for.
  "visit.complaint_answered": needed("decision"),
  // What it cost, and what came back by itself; the visit's page says the same.
  "visit.charged": optional("progress"),
  // Nothing that the reader has to do changes.
  "visit.station_changed": optional("progress"),
  // Asked for by its reader, and stopped there too.
  "money.low": optional("reminder"),
  // Said once already; a kindness, not news.
  "visit.reminder_day": optional("reminder"),
  "visit.reminder_hour": optional("reminder"),
} as const satisfies Record<string, LetterKind>;
export type LetterName = keyof typeof letterKinds;

/** How a letter is classed; one that nobody classed counts as needed, so that nothing is withheld by mistake. */
export function kindOf(name: string): LetterKind {
  return (letterKinds as Record<string, LetterKind>)[name] ?? needed("decision");
}

/** What can be stopped, in the order in which it is shown. */
export const optionalLetters = (Object.keys(letterKinds) as LetterName[]).filter((name) => kindOf(name).need === "optional");
/** What can't be stopped and reaches people outside: the reasons, each once. */
export const neededReasons = ["security", "decision", "visit", "closing"] as const satisfies readonly LetterReason[];
