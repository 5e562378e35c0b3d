import type { staff as en } from "#web/words/en/staff.ts";

export const staff: Record<keyof typeof en, string> = {
  "staff.title": "Personal",
};
