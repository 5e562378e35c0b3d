export const signIn = {
  "family.sign_in.title": "Sign in",
  "family.sign_in.lead": "Visit your person by video.",
  "family.sign_in.back": "Sign in, and we take you to the page you asked for.",
  "family.sign_in.act": "Sign in",
  "family.sign_in.forgot": "I forgot my password",
  "family.sign_in.new": "New here?",
  "family.sign_in.new.more": "An account is free. It takes two minutes.",
  "family.sign_in.sign_up": "Make an account",

  "family.sign_up.title": "Make your account",
  "family.sign_up.lead": "One account for everybody you visit, at every facility.",
  "family.sign_up.privacy":
    "The facility where your person is sees your name and birth date. We do not track where you are, and we sell nothing.",
  "family.sign_up.act": "Make my account",
  "family.sign_up.have": "You have an account?",

  "family.mail.title": "Check your e-mail",
  "family.mail.sign_up": "We wrote to {email}. Press the link in that letter, then sign in.",
  "family.mail.reset": "If there is an account for {email}, a link to set a new password is on its way.",
  "family.mail.nothing": "Nothing there?",
  "family.mail.nothing.spam": "Look into the spam folder.",
  "family.mail.nothing.typo": "Check that the address above is right.",
  "family.mail.nothing.wait": "Letters can take a few minutes. Each link works once.",
  "family.mail.to_sign_in": "Back to sign in",

  "family.confirm.title": "Confirm your e-mail",
  "family.confirm.lead": "One press, and your account is ready.",
  "family.confirm.act": "Confirm my e-mail",
  "family.confirm.done": "Your e-mail is confirmed",
  "family.confirm.done.more": "Sign in with the password you chose.",
  "family.confirm.again": "Ask for a new link",

  "family.forgot.title": "Set a new password",
  "family.forgot.lead": "We send a link to your e-mail. It also opens an account that is locked.",
  "family.forgot.act": "Send me a link",

  "family.reset.title": "Choose a new password",
  "family.reset.lead": "This signs you out everywhere else.",
  "family.reset.act": "Save the new password",
  "family.reset.done": "Your new password is saved",
  "family.reset.done.more": "You were signed out everywhere. Sign in with the new password.",
};
