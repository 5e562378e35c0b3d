import { useState } from "react";
import { useWords } from "#web/kiosk/words.ts";
import { Icon } from "#web/ui/Icon.tsx";

const CODE_ROWS = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM-"];
const WORD_ROWS = {
  en: ["1234567890", "qwertyuiop", "asdfghjkl'", "zxcvbnm,.?!"],
  es: ["1234567890", "qwertyuiop", "asdfghjklñ", "zxcvbnm,.?!", "áéíóúü¿¡"],
};
/** Names are written with their accents, whatever language the screen speaks. */
const NAME_ROWS = ["qwertyuiop", "asdfghjklñ", "zxcvbnm'-", "áéíóúüç"];
const EMAIL_ROWS = ["1234567890", "qwertyuiop", "asdfghjkl_", "zxcvbnm.-+"];

/** Letters for a screen without a keyboard: `code` for staff's codes, `words` for what is said in a chat, `name` for a name, `email` for an address. */
export function Keyboard({
  kind,
  begins = false,
  onKey,
  onDelete,
  onClear,
  isDisabled = false,
}: {
  kind: "code" | "words" | "name" | "email";
  /** For `name`: whether the next letter is the first of a word. */
  begins?: boolean;
  onKey: (letter: string) => void;
  onDelete: () => void;
  onClear: () => void;
  isDisabled?: boolean;
}) {
  const { t, locale } = useWords();
  const [shifted, setCapital] = useState(kind === "words");
  const capital = shifted || (kind === "name" && begins);
  const rows = { code: CODE_ROWS, words: WORD_ROWS[locale], name: NAME_ROWS, email: EMAIL_ROWS }[kind];
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
        {kind === "email" && (
          <>
            {key("@")}
            {[".com", ".org"].map((ending) => (
              <button
                key={ending}
                type="button"
                className="key"
                data-kind="word"
                disabled={isDisabled}
                onClick={() => [...ending].forEach(onKey)}
              >
                {ending}
              </button>
            ))}
          </>
        )}
        {kind === "words" || kind === "name" ? (
          <>
            <button
              type="button"
              className="key"
              data-kind="word"
              aria-pressed={capital}
              disabled={isDisabled}
              onClick={() => setCapital(!shifted)}
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
