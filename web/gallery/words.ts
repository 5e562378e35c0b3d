import { useWords as useAnyWords, type WordsOf } from "#web/words/words.tsx";
import type { words as english } from "./words.en.ts";

/** Every sentence this page can say. */
export type Id = keyof typeof english;
export const loaders = { en: () => import("./words.en.ts"), es: () => import("./words.es.ts") };
export const useWords = (): WordsOf<Id> => useAnyWords<Id>();
