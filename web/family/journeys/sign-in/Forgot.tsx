import { type FormEvent, useEffect, useRef, useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useDraft } from "#web/ui/useDraft.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { CheckMail } from "./CheckMail.tsx";
import { focusFirst } from "./SignIn.tsx";
import { looksLikeEmail } from "./typed.rules.ts";

/** Ask for a link to set a new password. */
export default function Forgot() {
  const { t, locale } = useWords();
  const [draft, change] = useDraft("sign-in", { email: "" });
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const request = useAct(api.requestReset);
  usePageTitle(t("family.forgot.title"));
  useEffect(() => {
    if (request.isSuccess) document.getElementById("main")?.focus();
  }, [request.isSuccess]);

  const wrong = looksLikeEmail(draft.email) ? undefined : t("shared.field.email");
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong) return focusFirst(form.current, "email");
    request.mutate({ body: { email: draft.email.trim(), locale } });
  };
  if (request.isSuccess) return <CheckMail email={draft.email} words="family.mail.reset" />;
  return (
    <>
      <h1>{t("family.forgot.title")}</h1>
      <Rule />
      <p className="lead gap-4">{t("family.forgot.lead")}</p>
      <form className="stack gap-6" noValidate onSubmit={send} ref={form}>
        {request.error && <Refusal problem={request.error} />}
        <TextField
          label={t("family.field.email")}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          value={draft.email}
          onChange={(email) => change({ email })}
          wrong={tried ? wrong : undefined}
          isRequired
        />
        <Button type="submit" wide isPending={request.isPending}>
          {t("family.forgot.act")}
        </Button>
      </form>
      <p className="centre gap-4">
        <Go to={paths.signIn} look="quiet">
          {t("family.mail.to_sign_in")}
        </Go>
      </p>
    </>
  );
}
