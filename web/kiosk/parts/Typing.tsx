import { useEffect } from "react";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { KeyPad } from "#web/ui/KeyPad.tsx";
import { Keyboard } from "./Keyboard.tsx";

/** One thing typed with keys on the screen, digits or letters; a real keyboard's keys work too. "Next" goes on. */
export function Typing({
  label,
  kind,
  value,
  shown = value,
  isReady,
  onKey,
  onChange,
  onNext,
}: {
  label: string;
  kind: "digits" | "name" | "email";
  value: string;
  /** How it is shown, where that is not as it was typed. */
  shown?: string;
  isReady: boolean;
  onKey: (key: string) => void;
  onChange: (value: string) => void;
  onNext: () => void;
}) {
  const { t } = useWords();
  const remove = () => onChange(value.slice(0, -1));
  const clear = () => onChange("");
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // Enter and the space bar press the button that has the focus.
      const onButton = event.target instanceof HTMLButtonElement;
      if (event.key === "Enter" && !onButton && isReady) onNext();
      else if (event.key === "Backspace") remove();
      else if (event.key.length === 1 && !(onButton && event.key === " ")) onKey(event.key);
    };
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  });
  return (
    <div className="stack typing" data-kind={kind}>
      <div className="typed">
        <output className="digits grow" aria-label={label}>
          {shown}
          <span className="cursor" aria-hidden="true" />
        </output>
        <Button isDisabled={!isReady} onPress={onNext}>
          {t("kiosk.next")}
        </Button>
      </div>
      {kind === "digits" ? (
        <KeyPad onDigit={onKey} onDelete={remove} onClear={clear} />
      ) : (
        <Keyboard kind={kind} begins={value === "" || /[ -]$/.test(value)} onKey={onKey} onDelete={remove} onClear={clear} />
      )}
    </div>
  );
}
