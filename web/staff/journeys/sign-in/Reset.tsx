import { useLocation } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { PasswordField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { linkToken, PASSWORD_LENGTH_MIN, Start, useForm, useTypedWords } from "./form.tsx";

/** Set a new password with the link from a letter. */
export default function Reset() {
  const { t } = useWords();
  const hash = useLocation({ select: (location) => location.hash });
  const [token] = useState(() => linkToken(hash));
  const [password, setPassword] = useState("");
  const typed = useTypedWords();
  const reset = useAct(api.resetStaffPassword);
  const { form, wrong } = useForm({ password: typed.newPassword(password) }, () => reset.mutate({ body: { token, password } }));
  useEffect(() => {
    if (reset.isSuccess) document.getElementById("main")?.focus();
  }, [reset.isSuccess]);
  if (reset.isSuccess)
    return (
      <Start title={t("staff.reset.done")} lead={t("staff.reset.done.more")}>
        <div className="gap-6">
          <Go to={paths.signIn} look="button" wide>
            {t("staff.sign_in.act")}
          </Go>
        </div>
      </Start>
    );
  return (
    <Start title={t("staff.reset.title")} lead={t("staff.reset.lead")}>
      <form className="stack gap-6" {...form}>
        {reset.error && <Refusal problem={reset.error} />}
        {reset.error?.codes.includes("account.link_invalid") && (
          <Go to={paths.forgot} look="second" wide>
            {t("staff.forgot.act")}
          </Go>
        )}
        <PasswordField
          label={t("staff.field.password_new")}
          hint={t("staff.field.password.hint", { min: PASSWORD_LENGTH_MIN })}
          name="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          wrong={wrong("password")}
          isRequired
        />
        <Button type="submit" wide isPending={reset.isPending}>
          {t("staff.reset.act")}
        </Button>
      </form>
    </Start>
  );
}
