import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import type { Problem } from "#web/client/problem.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { KeyPad, PinDots } from "#web/ui/KeyPad.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { type Asked, isEnough, PIN_LENGTH, typed } from "./asked.ts";

const Keyboard = lazy(async () => ({ default: (await import("#web/kiosk/parts/Keyboard.tsx")).Keyboard }));

/**
 * A few things asked for one after the other, with keys on the screen; a real keyboard's keys work too.
 * `onDone` gets the last answer; a PIN is done with its sixth digit, the others with "Next".
 */
export function Asking({
  asked,
  at,
  values,
  onValue,
  onDone,
  onChangeEarlier,
  busy,
  problem,
  after,
}: {
  asked: readonly Asked[];
  at: number;
  values: readonly string[];
  onValue: (value: string) => void;
  onDone: (value: string) => void;
  onChangeEarlier: (index: number) => void;
  busy: boolean;
  problem: Problem | undefined;
  after?: ReactNode;
}) {
  const { t } = useWords();
  const now = asked[at];
  const value = values[at] ?? "";
  const [letters, setLetters] = useState(false);
  const kind = now?.kind ?? "secret";
  const press = (key: string) => {
    if (busy) return;
    const next = typed(kind, value, key);
    if (next === value) return;
    onValue(next);
    if (kind === "secret" && next.length === PIN_LENGTH) onDone(next);
  };
  const remove = () => onValue(value.slice(0, -1));
  const clear = () => onValue("");
  const goOn = () => {
    if (!busy && isEnough(kind, value)) onDone(value);
  };
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // Enter on a button presses that button.
      if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) goOn();
      else if (event.key === "Backspace") remove();
      else press(event.key);
    };
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  });
  const withLetters = kind !== "secret" && letters;
  const keys = { onDelete: remove, onClear: clear, isDisabled: busy };
  return (
    <div className="asking">
      <div className="asking-steps">
        {asked.map((one, index) => (
          <section
            className="given"
            key={one.id}
            aria-label={one.label}
            data-now={index === at ? "yes" : undefined}
            data-later={index > at ? "yes" : undefined}
          >
            <div className="spread">
              <div className="grow">
                <p className={index === at ? undefined : "soft"}>
                  {index === at ? (
                    <b>{t("kiosk.step", { number: index + 1, label: one.label })}</b>
                  ) : (
                    t("kiosk.step", { number: index + 1, label: one.label })
                  )}{" "}
                  {index === at && one.hint && <span className="soft">{one.hint}</span>}
                </p>
                {index <= at &&
                  (one.kind === "secret" ? (
                    <PinDots count={values[index]?.length ?? 0} total={PIN_LENGTH} />
                  ) : (
                    <Digits value={values[index] ?? ""} now={index === at} />
                  ))}
              </div>
              {index < at && !busy && (
                <Button kind="second" onPress={() => onChangeEarlier(index)}>
                  {t("kiosk.change")}
                  <span className="hidden"> {one.label}</span>
                </Button>
              )}
              {index === at && one.kind !== "secret" && (
                <Button isDisabled={!isEnough(one.kind, value)} onPress={goOn}>
                  {t("kiosk.next")}
                </Button>
              )}
            </div>
          </section>
        ))}
        <div role="status">{busy && <p className="lead">{t("kiosk.signin.busy")}</p>}</div>
        {problem && !busy && <Refusal problem={problem} />}
      </div>
      <div className="asking-keys">
        {withLetters ? (
          <Suspense>
            <Keyboard kind="code" onKey={press} {...keys} />
          </Suspense>
        ) : (
          <KeyPad onDigit={press} {...keys} />
        )}
        {kind !== "secret" && (
          <Button kind="quiet" onPress={() => setLetters(!letters)}>
            {t(letters ? "kiosk.signin.digits" : "kiosk.signin.letters")}
          </Button>
        )}
      </div>
      <div className="asking-after">{after}</div>
    </div>
  );
}

function Digits({ value, now }: { value: string; now: boolean }) {
  return (
    <p className="digits nums" role={now ? "status" : undefined}>
      {value}
      {now && <span className="cursor" aria-hidden="true" />}
    </p>
  );
}
