/** Said by the staff screens only. */
export const staff = {
  "staff.title": "Staff",
} as const;
