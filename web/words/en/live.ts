/** Said by the live screens only. */
export const live = {
  "live.title": "Live visit",
} as const;
