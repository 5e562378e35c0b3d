import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { PasswordField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Authenticator } from "./Authenticator.tsx";
import { linkToken, PASSWORD_LENGTH_MIN, Start, useForm, useTypedWords } from "./form.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";

/** The link of an invitation, or of a reset of the second step: a password, an authenticator, recovery codes. */
export default function Invitation() {
  const { t } = useWords();
  const hash = useLocation({ select: (location) => location.hash });
  const [token] = useState(() => linkToken(hash));
  const [password, setPassword] = useState("");
  const [codes, setCodes] = useState<readonly string[]>();
  const typed = useTypedWords();
  const opening = useAct(api.openInvitation);
  const { form, wrong } = useForm({ password: typed.newPassword(password) }, () => opening.mutate({ body: { token, password } }));
  if (codes) return <RecoveryCodes codes={codes} />;
  if (opening.data) return <Authenticator {...opening.data} onDone={setCodes} />;
  return (
    <Start title={t("staff.invitation.title")} lead={t("staff.invitation.lead")}>
      <form className="stack gap-6" {...form}>
        {opening.error && <Refusal problem={opening.error} />}
        {opening.error?.codes.includes("account.link_invalid") && (
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
        <Button type="submit" wide isPending={opening.isPending}>
          {t("staff.invitation.act")}
        </Button>
      </form>
    </Start>
  );
}
