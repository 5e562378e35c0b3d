export const account = {
  "staff.account.title": "Your account",
  "staff.account.everywhere": "All facilities",
  "staff.account.password": "For a new password use “I forgot my password” when you sign in.",

  "staff.sign_ins.title": "Where you are signed in",
  "staff.sign_ins.more": "End any that you do not know, then set a new password.",
  "staff.sign_ins.this": "This browser",
  "staff.sign_ins.active": "Last used: {when}",
  "staff.sign_ins.end": "Sign out there",
  "staff.sign_ins.end_this": "Sign out there: {label}",
  "staff.sign_ins.ended": "That browser is signed out.",
  "staff.sign_ins.unknown": "A browser",
};
