import type { publicRecord as en } from "#web/words/en/public.ts";

export const publicRecord: Record<keyof typeof en, string> = {
  "public.title": "Registro público",
};
