/** The warnings of the list, as each reader reads them; the server says them too, for pages of an older version. */
export const warnings = {
  "live.warning.face_in_picture": "Please keep the camera on your face.",
  "live.warning.unapproved_person": "Somebody on camera is not approved for this visit.",
  "live.warning.keep_to_rules": "Please keep to the visit rules.",
  "live.warning.lower_voice": "Please lower your voice.",
  "live.warning.decent_clothing": "Please dress so that the clothing rule is kept.",
  "live.warning.decent_words": "Please stop insults and threats.",
};
