import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useGoOn } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Start, useForm, useTypedWords } from "./form.tsx";

/** Second step: a code from the authenticator, or one of the recovery codes. */
export function SecondStep({ ticket, back, startOver }: { ticket: string; back: string | undefined; startOver: () => void }) {
  const { t } = useWords();
  const [code, setCode] = useState("");
  const [recovery, setRecovery] = useState(false);
  const typed = useTypedWords();
  const goOn = useGoOn();
  const prove = useAct(api.secondFactor, { onDone: () => goOn(back) });
  const bare = recovery ? code.trim() : code.replace(/\D/g, "");
  const missing = typed.filled(code) ?? (!recovery && bare.length !== 6 ? t("staff.code.six") : undefined);
  const { form, wrong, again } = useForm({ code: missing }, () => prove.mutate({ body: { ticket, code: bare } }));
  const turn = () => {
    setRecovery(!recovery);
    setCode("");
    again();
    prove.reset();
  };
  return (
    <Start title={t("staff.second.title")} lead={t(recovery ? "staff.second.recovery.lead" : "staff.second.lead")}>
      <form className="stack gap-6" {...form} key={String(recovery)}>
        {prove.error && <Refusal problem={prove.error} />}
        <TextField
          label={t(recovery ? "staff.second.recovery" : "staff.second.code")}
          hint={t(recovery ? "staff.second.recovery.hint" : "staff.second.code.hint")}
          name="code"
          inputMode={recovery ? "text" : "numeric"}
          autoComplete="one-time-code"
          maxLength={40}
          value={code}
          onChange={setCode}
          wrong={wrong("code")}
          autoFocus
          isRequired
        />
        <Button type="submit" wide isPending={prove.isPending}>
          {t("staff.sign_in.act")}
        </Button>
      </form>
      <div className="centre gap-4">
        <Button kind="quiet" onPress={turn}>
          {t(recovery ? "staff.second.to_code" : "staff.second.to_recovery")}
        </Button>
        <Button kind="quiet" onPress={startOver}>
          {t("staff.second.start_over")}
        </Button>
      </div>
    </Start>
  );
}
