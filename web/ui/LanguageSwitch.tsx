import { type Locale, localeNames } from "#web/words/locale.ts";
import { useWords } from "#web/words/words.tsx";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";

/** Turns the whole page into the other language; written in that language, so that who needs it finds it. */
export function LanguageSwitch({ kind = "quiet", onChange }: { kind?: "quiet" | "second"; onChange?: (locale: Locale) => void }) {
  const { locale, setLocale } = useWords();
  const other: Locale = locale === "en" ? "es" : "en";
  const change = () => {
    void setLocale(other);
    onChange?.(other);
  };
  return (
    <Button kind={kind} onPress={change}>
      {kind === "second" && <Icon name="globe" />}
      <span lang={other}>{localeNames[other]}</span>
    </Button>
  );
}
