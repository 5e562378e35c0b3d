import type { Locale } from "#server/platform/context.ts";
import { en, type SentenceId } from "./words/en.ts";
import { es } from "./words/es.ts";

/** One sentence in one language, its blanks filled in; what it has no blank for is left out. */
export function sentence(locale: Locale, id: SentenceId, blanks: Readonly<Record<string, string>> = {}): string {
  const text: string = (locale === "es" ? es : en)[id];
  return text.replaceAll(/\{(\w+)\}/g, (_blank, name: string) => blanks[name] ?? "");
}
