import type { gallery as en } from "#web/words/en/gallery.ts";

export const gallery: Record<keyof typeof en, string> = {
  "gallery.title": "Partes",
};
