import { useLocation, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { PasswordField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { focusFirst } from "./SignIn.tsx";
import { linkToken } from "./typed.rules.ts";

const PASSWORD_LENGTH_MIN = 12;

/** Set a new password with the link from a letter. It ends every sign-in and every lock. */
export default function Reset() {
  const { t } = useWords();
  const hash = useLocation({ select: (location) => location.hash });
  const search = useSearch({ strict: false });
  const [token] = useState(() => linkToken(hash, search));
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const reset = useAct(api.resetPassword);
  usePageTitle(t("family.reset.title"));
  useEffect(() => {
    if (reset.isSuccess) document.getElementById("main")?.focus();
  }, [reset.isSuccess]);

  const wrong = password.length < PASSWORD_LENGTH_MIN ? t("shared.field.short", { min: PASSWORD_LENGTH_MIN }) : undefined;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong) return focusFirst(form.current, "password");
    reset.mutate({ body: { token, password } });
  };
  if (reset.isSuccess)
    return (
      <>
        <h1>{t("family.reset.done")}</h1>
        <Rule />
        <p className="lead gap-4">{t("family.reset.done.more")}</p>
        <div className="gap-6">
          <Go to={paths.signIn} look="button" wide>
            {t("family.sign_in.act")}
          </Go>
        </div>
      </>
    );
  return (
    <>
      <h1>{t("family.reset.title")}</h1>
      <Rule />
      <p className="lead gap-4">{t("family.reset.lead")}</p>
      <form className="stack gap-6" noValidate onSubmit={send} ref={form}>
        {reset.error && <Refusal problem={reset.error} />}
        {reset.error?.codes.includes("account.link_invalid") && (
          <Go to={paths.forgot} look="second" wide>
            {t("family.forgot.act")}
          </Go>
        )}
        <PasswordField
          label={t("family.field.password_new")}
          hint={t("family.field.password.hint", { min: PASSWORD_LENGTH_MIN })}
          name="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          wrong={tried ? wrong : undefined}
          isRequired
        />
        <Button type="submit" wide isPending={reset.isPending}>
          {t("family.reset.act")}
        </Button>
      </form>
    </>
  );
}
