import { useWords as useAnyWords, type WordsOf } from "#web/words/words.tsx";
import type { words as english } from "./words.en.ts";
import type { words as inside } from "./words-inside.en.ts";

/** Every sentence this app can say. */
export type Id = keyof typeof english | keyof typeof inside;
export const loaders = { en: () => import("./words.en.ts"), es: () => import("./words.es.ts") };
/** What only the pages behind the sign-in say; loaded with them. */
export const insideLoaders = { en: () => import("./words-inside.en.ts"), es: () => import("./words-inside.es.ts") };
export const useWords = (): WordsOf<Id> => useAnyWords<Id>();
