/** Every sentence of the letters that identity and contacts ask for, in English. `{…}` is filled in when the letter is written. */
export const en = {
  greeting: "Hello,",
  signature: "Throughline\n{site}",
  not_you: "If this was not you, you need not do anything.",

  "confirm_email.subject": "Confirm your e-mail address",
  "confirm_email.body":
    "Thank you for making an account. To confirm that this address is yours, open this link and press the button there:\n\n{link}\n\nThe link works for three days. If it has expired, sign in, and we will send you a new one.",

  "address_known.subject": "You already have an account",
  "address_known.body":
    "Somebody asked for a new account with this address, but you already have one. Nothing has changed.\n\nIf it was you, sign in with the password you chose before:\n\n{signIn}\n\nIf you no longer know it, you can set a new one:\n\n{forgot}",

  "reset_password.subject": "Set a new password",
  "reset_password.body":
    "You asked to set a new password. Open this link to choose one:\n\n{link}\n\nThe link works for one hour, once. A new password signs you out everywhere and opens a locked account.",

  "choose_password.subject": "Choose your password",
  "choose_password.body":
    "An account was asked for more than once with this address. Open this link to choose the password yourself:\n\n{link}\n\nThe link works for one hour, once. No password chosen before counts.",

  "password_changed.subject": "Your password has changed",
  "password_changed.body":
    "The password of your account has just been changed, and you have been signed out everywhere. If you are a family member or friend, your passkeys were removed too: you can add them again.\n\nIf it was not you, set a new one now:\n\n{forgot}",

  "passkey_added.subject": "A passkey was added to your account",
  "passkey_added.body":
    "A passkey has just been added to your account. Whoever holds it can sign in without your password.\n\nIf it was not you, set a new password now. That removes every passkey and signs everybody out:\n\n{forgot}",
  "passkey_removed.subject": "A passkey was removed from your account",
  "passkey_removed.body":
    "A passkey has just been removed from your account. It signs nobody in any more.\n\nIf it was not you, somebody else is signed in to your account. Set a new password now, which signs everybody out:\n\n{forgot}",
  "staff_passkey_added.subject": "A passkey was added to your staff account",
  "staff_passkey_added.body":
    "A passkey has just been added to your staff account. Whoever holds it can sign in without your password and without a code.\n\nIf it was not you, remove it now under “Your account”, and tell an administrator:\n\n{start}",
  "staff_passkey_removed.subject": "A passkey was removed from your staff account",
  "staff_passkey_removed.body":
    "A passkey has just been removed from your staff account. It signs nobody in any more.\n\nIf it was not you, tell an administrator now. Where you are signed in is shown under “Your account”:\n\n{start}",

  "staff_invitation.subject": "Set up your staff account",
  "staff_invitation.body":
    "You have been given a role for {place}. To set up your account, have your phone with an authenticator app at hand and open this link:\n\n{link}\n\nThe link works for seven days, once. If it has expired, ask for a new password on the sign-in page, and we will send you a new link.",

  "staff_grant_given.subject": "You have a new role",
  "staff_grant_given.body": "You have been given a new role for {place}. You will see it when you sign in:\n\n{signIn}",

  "staff_reset_password.subject": "Set a new password",
  "staff_reset_password.body":
    "You asked to set a new password for your staff account. Open this link to choose one:\n\n{link}\n\nThe link works for one hour, once. You will be signed out everywhere. Your authenticator stays as it is.",

  "factor_reset.subject": "Set up your authenticator again",
  "factor_reset.body":
    "Two of your colleagues have agreed to reset your second step for signing in. You have been signed out everywhere. Have your phone with an authenticator app at hand and open this link to choose a password and set up the app:\n\n{link}\n\nThe link works for seven days, once.\n\nIf you did not ask for this, tell an administrator now.",

  "access_review_due.subject": "Look at who may do what",
  "access_review_due.body":
    "A new quarter has begun. Please say for each role at {place} whether it is still needed, within 30 days:\n\n{review}\n\nNobody decides about their own role: another lead does.",

  "access_review_overdue.subject": "The review of roles is overdue",
  "access_review_overdue.body":
    "The quarterly review of who may do what at {place} was not finished in time. Roles that nobody needs any more may still stand. It can be read and finished here:\n\n{review}",

  "audit_heads.subject": "Where the record stands, {day}",
  "audit_heads.body":
    "These are the last seals of the record on {day}. Each seal holds all that came before it. Keep this letter: if anybody changed the record afterwards, these letters and figures would no longer fit.",
  "audit_heads.line": "{name}\nSeal {number}, {total} rows, {at}\n{hash}",
  "audit_heads.of_facility": "A facility",
  "audit_heads.of_agency": "Your agency, where no facility is named",
  "audit_heads.of_world": "The whole system, where no agency is named",
  "audit_heads.next":
    "To check one, run this on the server:\n\nthroughline audit verify --head (the letters and figures)\n\nEverybody can read them here:\n\n{page}",

  "connection_approved.subject": "You can now book visits",
  "connection_approved.body": "Your request to be connected to {name} has been approved.",
  "connection_approved.next": "You can book a visit here:\n\n{page}",
  "connection_rejected.subject": "Your request was not approved",
  "connection_rejected.body": "Your request to be connected to {name} was not approved.",
  "connection_rejected.next":
    "If you think this is a mistake, ask the visiting office of the facility. If something in your request was wrong or missing, you can ask again here:\n\n{page}",
  "decision.matches_id": "The reason: your details match those on record.",
  "decision.known_to_facility": "The reason: you are known to the facility.",
  "decision.name_differs": "The reason: the name you gave is not the one on record.",
  "decision.court_order": "The reason: a court order does not allow it.",
  "decision.victim_safety": "The reason: it is not allowed, to keep somebody safe.",
  "decision.not_enough_details": "The reason: there were not enough details to be sure.",
  "decision.not_answered":
    "The reason: the facility did not answer in time. Check the name, the number and the birth date; you can ask again at once.",
  "decision.words": "The facility adds:\n\n{words}",

  "foot.needed": "You get this letter because {why} Such letters always come.",
  "foot.security": "it is about the safety of your account.",
  "foot.decision": "something was decided about you.",
  "foot.visit": "it is about a visit of yours.",
  "foot.named": "somebody in custody named you.",
  "foot.closing": "it is about the closing of your account.",
  "foot.work": "it is about your work here.",
  "foot.reminder": "it reminds you of something.",
  "foot.progress": "it is news of your request.",
  "foot.optional": "You can do without this letter. Stop all letters that are not needed, with one tap and without signing in:\n\n{link}",
  "connection_suspended.subject": "Your connection is paused",
  "connection_suspended.body": "Your connection to {name} has been paused by the facility. Visits that were booked are looked at again.",
  "connection_suspended.next":
    "If you think this is a mistake, ask the visiting office of the facility. Where it stands is shown here:\n\n{page}",
  "connection_resumed.subject": "You can book visits again",
  "connection_resumed.body": "Your connection to {name} is no longer paused.",
  "connection_resumed.next": "You can book a visit here:\n\n{page}",
  "connection_ended.subject": "Your connection has ended",
  "connection_ended.body": "Your connection to {name} has ended. Visits that were booked are cancelled.",
  "connection_ended.next":
    "If you think this is a mistake, ask the visiting office of the facility. You can ask to be connected again here:\n\n{page}",
  "decision.listed_by_resident": "The reason: the person inside had named you, and your name and birth date match.",
  "decision.rules_broken": "The reason: rules for visits were broken.",
  "decision.under_investigation": "The reason: something is being looked into.",
  "decision.cleared": "The reason: what stood in the way has been cleared up.",
  "decision.no_longer_needed": "The reason: it is no longer needed.",
  "decision.asked_by_resident": "The reason: the person inside asked for it.",
  "decision.asked_by_contact": "The reason: you asked for it.",
  "decision.account_closed": "The reason: the account was closed.",
  "restriction_until.subject": "Your visits are limited for some time",
  "restriction_until.body":
    "For your connection to {name} this holds from {from} until {until}: {what}\n\nWhere it stands is shown here:\n\n{page}",
  "restriction_open.subject": "Your visits are limited",
  "restriction_open.body":
    "For your connection to {name} this holds from {from} until the facility lifts it: {what}\n\nWhere it stands is shown here:\n\n{page}",
  "restriction_lifted.subject": "A limit on your visits is over",
  "restriction_lifted.body": "For your connection to {name} this no longer holds: {what}\n\nYou can book a visit here:\n\n{page}",
  "restriction.banned": "no visits.",
  "restriction.closed": "visits in person are behind glass.",
  "restriction.no_contact": "no contact of any kind.",
  "restriction.child": "no children may come along.",
  "restriction.supervised": "staff are present at visits.",
  "overdue.subject": "Requests wait too long at {place}",
  "overdue.body":
    "{count} of the requests for a connection at {place} have just passed their deadline. They stand first in the queue:\n\n{page}",
  "invitation.subject": "Somebody would like to be in touch with you",
  "invitation.body":
    "{name}, who is at {place}, has named you as somebody to be in touch with. If you would like that, make an account or sign in, and ask to be connected. You will need the family name and this number: {number}\n\n{page}\n\nNothing happens unless you ask. You will not get more than three letters a week because of this.",
  "own_data.subject": "Your data is ready",
  "own_data.body":
    "You asked for what is kept about you. Sign in and fetch it here:\n\n{link}\n\nThe link works once, for three days.\n\nIf this was not you, sign in and set a new password.",
  "closed.subject": "Your account is closed",
  "closed.body":
    "Your account has been closed. Your connections have ended, visits that were booked are cancelled, and your ID pictures, guests and sign-ins are deleted. This address is forgotten within two days. Facilities keep their records of visits and decisions as long as the law tells them to.\n\nIf this was not you, tell the visiting office of the facility now.",

  everywhere: "your agency",
} as const;

export type SentenceId = keyof typeof en;
