import type { family as en } from "#web/words/en/family.ts";

export const family: Record<keyof typeof en, string> = {
  "family.title": "Familia",
};
