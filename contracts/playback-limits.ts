/** Numbers and words of marks that pages need too; kept free of schemas so that a page loads no validator for them. */
export const markWords = ["look_again", "threat", "rule_broken", "distress", "not_of_party", "poor_link", "other"] as const;
export type MarkWord = (typeof markWords)[number];
export const MARK_NOTE_MAX = 200;
export const MARKS_MAX = 200;
