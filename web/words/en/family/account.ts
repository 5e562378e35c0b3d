export const account = {
  "family.account.title": "Your account",
  "family.account.screen": "How it looks and speaks",
  "family.account.language.more": "Letters from us come in this language too.",
  "family.account.sign_out": "Sign out",

  "family.sign_ins.title": "Where you are signed in",
  "family.sign_ins.more": "One you don’t know? End it, and set a new password.",
  "family.sign_ins.unknown": "A browser",
  "family.sign_ins.this": "This one",
  "family.sign_ins.active": "Last used: {when}",
  "family.sign_ins.end": "End",
  "family.sign_ins.end_this": "End the sign-in of {label}",
  "family.sign_ins.ended": "That sign-in has ended.",

  "family.help.title": "Help",
  "family.help.lead": "Short answers. No waiting on the phone.",
  "family.help.camera": "My camera or microphone does not work",
  "family.help.camera.more":
    "Press the small camera or lock sign beside the address and choose “Allow”. Close other calls. Then press “Check again”. With a microphone alone you can still visit.",
  "family.help.drop": "The connection drops",
  "family.help.drop.more":
    "Stay on the page. It comes back by itself: sound first, then the picture. Closing other programs and standing near your Wi-Fi helps.",
  "family.help.late": "I am late",
  "family.help.late.more": "You can join until the visit ends. It ends on time, since the next family is waiting.",
  "family.help.cost": "What does it cost?",
  "family.help.cost.more": "Nothing. Video visits are free for you and for your person, and there are no fees of any kind.",
  "family.help.recorded": "Who keeps the recording?",
  "family.help.recorded.more": "The facility. Each look at it needs a stated purpose and is logged where nobody can change it.",
  "family.help.watch": "Can staff watch without my knowing?",
  "family.help.watch.more": "No. Both screens show a notice before the first picture goes to staff, and the record of the visit keeps it.",
  "family.help.lawyer": "I am a lawyer",
  "family.help.lawyer.more":
    "Visits here are recorded. Do not use them for legal advice. Ask the facility’s visiting office for a private legal visit.",
  "family.help.missed": "A visit was cancelled or missed",
  "family.help.missed.more": "Open the visit: it says who caused it and why, in the same words for all sides. Then book another.",
  "family.help.person": "My request was not approved",
  "family.help.person.more":
    "Open the person’s page to read the reason and the next step. If you think it is wrong, ask the facility’s visiting office.",
  "family.help.facility": "Whom can I ask?",
  "family.help.facility.more":
    "The visiting office of the facility decides on visits. Say the day, the time and the name of your person; they see the same record as you.",
  "family.help.rules": "Rules of each facility",
  "family.help.rules.more": "They stand on your person’s page: length, hours, how many a week.",
};
