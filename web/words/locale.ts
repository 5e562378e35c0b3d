export type Locale = "en" | "es";
/** Each language in its own words, as a language switch shows it. */
export const localeNames: Record<Locale, string> = { en: "English", es: "Español" };

const KEY = "throughline.locale";
const isLocale = (value: unknown): value is Locale => value === "en" || value === "es";

/** What was chosen here before, else the first language of the browser that we speak, else English. */
export function chooseLocale(): Locale {
  const kept = readKept();
  if (isLocale(kept)) return kept;
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? "en";
}

/** Remembers the choice in this browser; one that keeps nothing asks again next time. */
export function keepLocale(locale: Locale): void {
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // Private windows of some browsers refuse; the choice then lasts as long as the page.
  }
}

function readKept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The tag that Intl gets: dollars and 12-hour clocks, as people in the United States write them in both languages. */
export const intlTag = (locale: Locale): string => (locale === "es" ? "es-US" : "en-US");
