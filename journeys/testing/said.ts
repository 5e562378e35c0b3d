import { door as doorEn } from "#web/words/en/door.ts";
import { errors as errorsEn } from "#web/words/en/errors.ts";
import { family as familyEn } from "#web/words/en/family.ts";
import { live as liveEn } from "#web/words/en/live.ts";
import { shared as sharedEn } from "#web/words/en/shared.ts";
import { door as doorEs } from "#web/words/es/door.ts";
import { errors as errorsEs } from "#web/words/es/errors.ts";
import { family as familyEs } from "#web/words/es/family.ts";
import { live as liveEs } from "#web/words/es/live.ts";
import { shared as sharedEs } from "#web/words/es/shared.ts";

const sentences = {
  en: { ...doorEn, ...errorsEn, ...familyEn, ...liveEn, ...sharedEn },
  es: { ...doorEs, ...errorsEs, ...familyEs, ...liveEs, ...sharedEs },
};
export type Language = keyof typeof sentences;
export type Said = keyof (typeof sentences)["en"];

/** What a page says under an id, whatever is filled in; the whole of it, so that "Book" is not found in "Book a visit". */
export function said(language: Language, id: Said): RegExp {
  const parts = sentences[language][id].split(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/);
  return new RegExp(`^\\s*${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}\\s*$`);
}
