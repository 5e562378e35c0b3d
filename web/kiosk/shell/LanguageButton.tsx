import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { type Locale, localeNames } from "#web/words/locale.ts";
import { chooseLanguage } from "./language.ts";
import { useSession } from "./useStation.ts";

/** The other language, in its own words; for this person only, never for the next one. */
export function LanguageButton() {
  const { locale } = useWords();
  const { phase } = useSession();
  const other: Locale = locale === "en" ? "es" : "en";
  return (
    <Button kind="second" onPress={() => void chooseLanguage(other, phase === "in")}>
      <Icon name="globe" />
      <span lang={other}>{localeNames[other]}</span>
    </Button>
  );
}
