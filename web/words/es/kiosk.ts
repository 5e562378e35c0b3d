import type { kiosk as en } from "#web/words/en/kiosk.ts";

export const kiosk: Record<keyof typeof en, string> = {
  "kiosk.title": "Quiosco",
};
