import type { live as en } from "#web/words/en/live.ts";

export const live: Record<keyof typeof en, string> = {
  "live.title": "Visita en vivo",
};
