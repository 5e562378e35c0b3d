import { type FormEvent, useState } from "react";
import type { Problem } from "#web/client/problem.ts";
import { Button } from "#web/ui/Button.tsx";
import { PasswordField, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useWords } from "#web/words/words.tsx";

interface Props {
  /** What is asked for once more: staff prove their second step, people outside their password. */
  proof: "code" | "password";
  /** What this browser is called, to begin with. */
  name: string;
  problem: Problem | null;
  isPending: boolean;
  onAdd: (typed: { name: string; proof: string }) => void;
  onBack: () => void;
}

/** A name for the new passkey and a proof of who adds it; then the browser asks for finger, face or PIN. */
export function AddPasskey({ proof, name: first, problem, isPending, onAdd, onBack }: Props) {
  const { t } = useWords();
  const [name, setName] = useState(first.slice(0, 60));
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const bare = code.replaceAll(/[\s-]/g, "");
  const wrong = {
    name: name.trim() === "" ? t("shared.field.required") : undefined,
    code: proof === "code" && bare.length < 6 ? t("shared.passkey.code.wrong") : undefined,
    password: proof === "password" && password === "" ? t("shared.field.required") : undefined,
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wrong.name && !wrong.code && !wrong.password) onAdd({ name: name.trim(), proof: proof === "code" ? bare : password });
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
      {proof === "password" ? (
        <PasswordField
          label={t("shared.passkey.password")}
          hint={t("shared.passkey.code.hint")}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          maxLength={200}
          wrong={tried ? wrong.password : undefined}
          isRequired
        />
      ) : (
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
