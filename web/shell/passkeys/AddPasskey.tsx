import { type FormEvent, useState } from "react";
import type { Problem } from "#web/client/problem.ts";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useWords } from "#web/words/words.tsx";

interface Props {
  /** Staff prove their second step once more. */
  needsCode: boolean;
  /** What this browser is called, to begin with. */
  name: string;
  problem: Problem | null;
  isPending: boolean;
  onAdd: (typed: { name: string; code: string }) => void;
  onBack: () => void;
}

/** A name for the new passkey and, for staff, a fresh code; then the browser asks for finger, face or PIN. */
export function AddPasskey({ needsCode, name: first, problem, isPending, onAdd, onBack }: Props) {
  const { t } = useWords();
  const [name, setName] = useState(first.slice(0, 60));
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const bare = code.replaceAll(/[\s-]/g, "");
  const wrong = {
    name: name.trim() === "" ? t("shared.field.required") : undefined,
    code: needsCode && bare.length < 6 ? t("shared.passkey.code.wrong") : undefined,
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wrong.name && !wrong.code) onAdd({ name: name.trim(), code: bare });
  };
  return (
    <form className="stack gap-4" noValidate onSubmit={send}>
      {problem && <Refusal problem={problem} />}
      <TextField
        label={t("shared.passkey.name")}
        hint={t("shared.passkey.name.hint")}
        name="passkeyName"
        value={name}
        onChange={setName}
        maxLength={60}
        wrong={tried ? wrong.name : undefined}
        isRequired
      />
      {needsCode && (
        <TextField
          label={t("shared.passkey.code")}
          hint={t("shared.passkey.code.hint")}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
          value={code}
          onChange={setCode}
          wrong={tried ? wrong.code : undefined}
          isRequired
        />
      )}
      <div className="actions">
        <Button type="submit" isPending={isPending}>
          {t("shared.passkey.make")}
        </Button>
        <Button kind="second" onPress={onBack}>
          {t("shared.cancel")}
        </Button>
      </div>
    </form>
  );
}
