import { i18n } from "@lingui/core";
import { together as enErrors } from "#web/words/en/errors/together.ts";
import { together as en } from "#web/words/en/together.ts";
import { together as esErrors } from "#web/words/es/errors/together.ts";
import { together as es } from "#web/words/es/together.ts";
import { knows, type SharedId, useWords, type WordsOf } from "#web/words/words.tsx";

export type TogetherId = keyof typeof en;

// The sheet's own sentences come with it: no other page waits for them. Another language's own set takes their place, so they are added again.
const add = () => {
  if (!knows("together.title")) i18n.load({ en: { ...en, ...enErrors }, es: { ...es, ...esErrors } });
};
add();
i18n.on("change", add);

/** The sentences of the sheet. */
export const useTogetherWords = (): WordsOf<TogetherId | SharedId> => useWords<TogetherId>();
