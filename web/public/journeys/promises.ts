/** The twelve promises, by the names that their words and their addresses (`/public/promises#watched`) carry. */
export const promises = [
  "quote",
  "connected",
  "credits",
  "money",
  "record",
  "answer",
  "privileged",
  "watched",
  "tracked",
  "place",
  "facility",
  "failure",
] as const;
