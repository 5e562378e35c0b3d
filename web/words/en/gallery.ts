/** Said by the gallery of parts. */
export const gallery = {
  "gallery.title": "Parts",
} as const;
