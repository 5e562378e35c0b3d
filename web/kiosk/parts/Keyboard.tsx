import { useState } from "react";
import { useWords } from "#web/kiosk/words.ts";
import { Icon } from "#web/ui/Icon.tsx";

const CODE_ROWS = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM-"];
const WORD_ROWS = {
  en: ["1234567890", "qwertyuiop", "asdfghjkl'", "zxcvbnm,.?!"],
  es: ["1234567890", "qwertyuiop", "asdfghjklñ", "zxcvbnm,.?!", "áéíóúü¿¡"],
};

/** Letters for a screen without a keyboard: `code` for staff's codes, `words` for what is said in a chat. */
export function Keyboard({
  kind,
  onKey,
  onDelete,
  onClear,
  isDisabled = false,
}: {
  kind: "code" | "words";
  onKey: (letter: string) => void;
  onDelete: () => void;
  onClear: () => void;
  isDisabled?: boolean;
}) {
  const { t, locale } = useWords();
  const [capital, setCapital] = useState(kind === "words");
  const rows = kind === "code" ? CODE_ROWS : WORD_ROWS[locale];
  const press = (letter: string) => {
    onKey(letter);
    setCapital(kind === "words" && (letter === "." || letter === "?" || letter === "!"));
  };
  const key = (letter: string) => {
    const shown = capital ? letter.toLocaleUpperCase() : letter;
    return (
      <button key={letter} type="button" className="key" disabled={isDisabled} onClick={() => press(shown)}>
        {shown}
      </button>
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would be read before each key.
    <div className="letters" role="group" aria-label={t("kiosk.letters")}>
      {rows.map((row) => (
        <div key={row}>{[...row].map(key)}</div>
      ))}
      <div>
        {kind === "words" ? (
          <>
            <button
              type="button"
              className="key"
              data-kind="word"
              aria-pressed={capital}
              disabled={isDisabled}
              onClick={() => setCapital(!capital)}
            >
              {t("kiosk.letters.capital")}
            </button>
            <button type="button" className="key" data-kind="word" data-wide="yes" disabled={isDisabled} onClick={() => onKey(" ")}>
              {t("kiosk.letters.space")}
            </button>
          </>
        ) : (
          <button type="button" className="key" data-kind="word" disabled={isDisabled} onClick={onClear}>
            {t("shared.keys.clear")}
          </button>
        )}
        <button type="button" className="key" data-kind="word" disabled={isDisabled} onClick={onDelete}>
          <Icon name="delete" />
          <span className="hidden">{t("kiosk.letters.delete")}</span>
        </button>
      </div>
    </div>
  );
}
