export const shell = {
  "staff.title": "Staff",

  "staff.copy": "Copy",
  "staff.copy.done": "Copied.",
  "staff.copy.refused": "Your browser did not allow it. Choose the text and copy it yourself.",

  "staff.print": "Print",

  "staff.more": "Show more",

  "staff.yes": "Yes",

  "staff.not_yet": "Not yet",

  "staff.told": "Both sides read:",

  "staff.note": "Note for the record of staff, if you like",
  "staff.note.hint": "Kept in the record only. Neither side ever reads it.",

  "staff.unit": "Unit",
  "staff.unit.all": "All units",

  "staff.language.en": "English",
  "staff.language.es": "Spanish",

  "staff.role.visitation_officer.may": "Sees the board, watches visits, decides requests, gives residents codes.",
  "staff.role.supervisor.may": "All of an officer, and stations, recordings and the record.",
  "staff.role.facility_administrator.may": "All of a supervisor, and who works here.",
  "staff.role.overseer.may": "Reads everything here and changes nothing.",

  "staff.rail": "Main",
  "staff.rail.today": "Today",
  "staff.rail.live": "Live",
  "staff.rail.approvals": "Approvals",
  "staff.rail.residents": "Residents",
  "staff.rail.stations": "Stations",
  "staff.rail.staff": "Staff",
  "staff.rail.record": "Record",
  "staff.rail.account": "Your account",
  "staff.rail.change": "Change facility",
  "staff.rail.sign_out": "Sign out",

  "staff.field.email": "E-mail at work",
  "staff.field.password": "Password",
  "staff.field.password_new": "New password",
  "staff.field.password.hint": "{min} characters or more. Four words that do not belong together work well.",

  "staff.kind.jail": "Jail",
  "staff.kind.prison": "Prison",
  "staff.idle.title": "Are you still there?",
  "staff.idle.lead": "Nobody has used this page for a while, so we are about to sign you out. What you typed is kept in this window.",
  "staff.idle.left": "Signing out in {time}",
  "staff.idle.stay": "Stay signed in",
  "staff.idle.gone": "You were signed out because nobody was here for 30 minutes.",
  "staff.idle.gone.more": "Sign in to go on where you were. What you typed is kept.",
};
