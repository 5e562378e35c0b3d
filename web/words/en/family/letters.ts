/** Said by the page of one's letters. */
export const ownLetters = {
  "family.letters.title": "Letters from us",
  "family.letters.which": "Letters you can stop",
  "family.letters.which.more":
    "Letters about your account’s safety, decisions about you and booked, cancelled or missed visits always come: without them you could lose a visit or your account.",
  "family.letters.stopped": "Stop all of these",
  "family.letters.night": "Quiet hours",
  "family.letters.night.more": "Letters that are not needed wait until your night is over, unless they would come too late.",
  "family.letters.night.on": "Keep my nights quiet",
  "family.letters.night.from": "From",
  "family.letters.night.to": "Until",
  "family.letters.night.zone": "These hours are on your clock: {zone}.",
  "family.letters.save": "Save",
  "family.letters.saved": "Your choices are saved.",
  "family.letters.log": "Letters we sent you",
  "family.letters.log.more": "What became of each, without its words.",
  "family.letters.log.none": "We have sent you no letter yet.",
  "family.letters.log.show": "Show earlier letters",
  "family.letters.back": "Our letters to your address come back. Your mailbox may be full or closed. Everything we wrote also stands here.",
  "family.letters.back.see": "See the letters",
};
