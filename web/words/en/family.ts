/** Said by the family screens only. */
export const family = {
  "family.title": "Family",
} as const;
