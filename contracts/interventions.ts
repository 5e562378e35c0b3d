/**
 * What staff may do in a live visit, as closed lists; kept free of schemas so that a page loads no validator for them. Each reason and each
 * warning has its words in both languages, and every reader reads those of their own.
 */
export const endReasons = ["rule_broken", "unknown_person_on_camera", "facility_emergency", "medical", "technical", "other"] as const;
export type EndReason = (typeof endReasons)[number];
/** Warnings of the list; others are typed, and shown as typed. */
export const warnings = [
  "face_in_picture",
  "unapproved_person",
  "keep_to_rules",
  "lower_voice",
  "decent_clothing",
  "decent_words",
] as const;
export type Warning = (typeof warnings)[number];
/** Acts that hold until staff take them back, and what takes each back. */
export const heldActs = ["mute", "camera_off", "pause"] as const;
export const liftedActs = ["unmute", "camera_on", "resume"] as const;
export type HandAct = (typeof heldActs)[number] | (typeof liftedActs)[number];
/** The reason in the row of an act that takes another back. */
export const LIFTED = "lifted";
/** Which visits a facility wants watched: none, those of a connection that has not talked yet, or all. */
export const watchRules = ["none", "first_visits", "all"] as const;
export type WatchRule = (typeof watchRules)[number];
