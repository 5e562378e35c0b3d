/** Said by the kiosk screens only. */
export const kiosk = {
  "kiosk.title": "Kiosk",
} as const;
