import { useWords } from "#web/words/words.tsx";
import { Icon } from "./Icon.tsx";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** Number keys for a screen without a keyboard. A real keyboard works too: the page's own `onKeyDown` feeds the same `onDigit`. */
export function KeyPad({
  onDigit,
  onDelete,
  onClear,
  isDisabled = false,
}: {
  onDigit: (digit: string) => void;
  onDelete: () => void;
  onClear: () => void;
  isDisabled?: boolean;
}) {
  const { t } = useWords();
  const digit = (value: string) => (
    <button key={value} type="button" className="key" disabled={isDisabled} onClick={() => onDigit(value)}>
      {value}
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would be read before each key.
    <div className="keys" role="group" aria-label={t("shared.keys")}>
      {DIGITS.map(digit)}
      <button type="button" className="key" data-kind="word" disabled={isDisabled} onClick={onClear}>
        {t("shared.keys.clear")}
      </button>
      {digit("0")}
      <button type="button" className="key" data-kind="word" disabled={isDisabled} onClick={onDelete}>
        <Icon name="delete" />
        <span className="hidden">{t("shared.keys.delete")}</span>
      </button>
    </div>
  );
}

/** How many numbers of a PIN are typed, never which. */
export function PinDots({ count, total }: { count: number; total: number }) {
  const { t } = useWords();
  return (
    <p className="pin-dots" role="img" aria-label={t("shared.keys.entered", { count, total })}>
      {Array.from({ length: total }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its number.
        <span key={index} data-full={index < count ? "yes" : undefined} data-next={index === count ? "yes" : undefined} />
      ))}
    </p>
  );
}
