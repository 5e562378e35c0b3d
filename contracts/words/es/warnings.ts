import type { warnings as en } from "#contracts/words/en/warnings.ts";

/** The warnings of the list, as each reader reads them; the server says them too, for pages of an older version. */
export const warnings: Record<keyof typeof en, string> = {
  "live.warning.face_in_picture": "Por favor, mantenga la cámara en su cara.",
  "live.warning.unapproved_person": "Alguien en cámara no está aprobado para esta visita.",
  "live.warning.keep_to_rules": "Por favor, siga las reglas de la visita.",
  "live.warning.lower_voice": "Por favor, baje la voz.",
  "live.warning.decent_clothing": "Por favor, vístase como pide la regla de la ropa.",
  "live.warning.decent_words": "Por favor, basta de insultos y amenazas.",
};
