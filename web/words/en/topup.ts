/** Cards that are kept, and money that is added by itself. */
export const topUp = {
  "topup.title": "Add money automatically",
  "topup.none": "No card is kept here, so nothing is ever taken automatically. If you want it: add money above and tick “Keep this card”.",
  "topup.keep": "Keep this card, to add money by one tap, or automatically when I say so",
  "topup.keep.more":
    "Stripe, the card company, keeps it. We keep its brand, its last four digits and its expiry, never its number. Nothing is taken unless you press for it or turn it on below, and you can remove it any day. It takes the place of a card kept before.",
  "topup.keep.more.practice": "A practice card is no card: this shows what would happen.",
  "topup.practice": "Which practice card?",
  "topup.practice.4242": "One that always says yes",
  "topup.practice.0341": "One that is refused when it is used again",
  "topup.practice.3184": "One whose bank wants to ask you each time",
  "topup.card": "{brand} ending in {lastFour}",
  "topup.card.expires": "Good through {month}",
  "topup.remove": "Remove this card",
  "topup.remove.ask": "Remove this card?",
  "topup.remove.lost":
    "It is forgotten here and by Stripe. Money is no longer added automatically. What is in your wallet stays yours and still goes back to the card it came from.",
  "topup.remove.keep": "Keep it",
  "topup.removed": "The card is forgotten.",
  "topup.below": "When less than this is free",
  "topup.add": "Add",
  "topup.month": "At most in a month",
  "topup.says":
    "When less than {below} is free, {add} is added from {card}, at most {month} in a month. There is no fee. You get a letter each time.",
  "topup.password": "Your password",
  "topup.password.why": "So that nobody else who gets hold of your phone can have more taken from your card.",
  "topup.password.wrong": "That is not your password.",
  "topup.password.wrong.more": "Nothing was taken or changed. Type it again.",
  "topup.password.practice": "In this demonstration everybody’s password is a-door-left-open.",
  "topup.on": "Turn it on",
  "topup.change": "Change it",
  "topup.again": "Turn it on again",
  "topup.off": "Turn it off",
  "topup.is_on": "On",
  "topup.is_stopped": "Stopped",
  "topup.chosen": "It is on.",
  "topup.ended": "It is off. The card stays kept until you remove it.",
  "topup.added": "{added} of {month} added automatically this month.",
  "topup.rests": "This month’s limit is reached. It goes on from {day}.",
  "topup.stopped.declined":
    "Your card was refused, so nothing is added automatically now. Nothing was taken. Add money with another card and keep that one, or turn it on again once this card works.",
  "topup.stopped.authentication":
    "Your card’s bank wants to ask you first, so nothing is added automatically now. Nothing was taken. Add money above, enter the card again and keep it: your bank can ask you then. After that turn it on again.",
  "topup.stopped.disputed":
    "This card’s bank took a payment back, so nothing is taken from it automatically any more. Add money with another card and keep that one.",
  "topup.stopped.gave_back": "You had your money back, so nothing is added automatically until you turn it on again.",
  "topup.disputed": "This card’s bank took a payment back: it can’t be used here any more. You can remove it.",
};
