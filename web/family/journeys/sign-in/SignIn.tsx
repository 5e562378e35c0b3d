import { useSearch } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useGoOn } from "#web/family/shell/session.ts";
import { useWords } from "#web/family/words.ts";
import { PasskeySignIn } from "#web/shell/passkeys/PasskeySignIn.tsx";
import { Banner } from "#web/ui/Banner.tsx";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { PasswordField, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useDraft } from "#web/ui/useDraft.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { looksLikeEmail } from "./typed.rules.ts";

/** Sign in with e-mail and password. */
export default function SignIn() {
  const { t } = useWords();
  const { back } = useSearch({ strict: false }) as { back?: string };
  const [draft, change] = useDraft("sign-in", { email: "" });
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const goOn = useGoOn();
  const signIn = useAct(api.signInOutside, { onDone: () => goOn(back) });
  usePageTitle(t("family.sign_in.title"));

  const wrong = {
    email: draft.email.trim() === "" ? t("shared.field.required") : looksLikeEmail(draft.email) ? undefined : t("shared.field.email"),
    password: password === "" ? t("shared.field.required") : undefined,
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong.email || wrong.password) return focusFirst(form.current, wrong.email ? "email" : "password");
    signIn.mutate({ body: { email: draft.email.trim(), password } });
  };
  return (
    <>
      <h1>{t("family.sign_in.title")}</h1>
      <Rule />
      <p className="lead gap-4">{t("family.sign_in.lead")}</p>
      <form className="stack gap-6" noValidate onSubmit={send} ref={form}>
        {back && !signIn.error && <Banner icon="key">{t("family.sign_in.back")}</Banner>}
        {signIn.error && <Refusal problem={signIn.error} />}
        <TextField
          label={t("family.field.email")}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          value={draft.email}
          onChange={(email) => change({ email })}
          wrong={tried ? wrong.email : undefined}
          isRequired
        />
        <PasswordField
          label={t("family.field.password")}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          wrong={tried ? wrong.password : undefined}
          isRequired
        />
        <Button type="submit" wide isPending={signIn.isPending}>
          {t("family.sign_in.act")}
        </Button>
      </form>
      <PasskeySignIn realm="outside" onDone={() => void goOn(back)} />
      <p className="centre gap-4">
        <Go to={paths.forgot} look="quiet">
          {t("family.sign_in.forgot")}
        </Go>
      </p>
      <section className="card gap-6" data-kind="flat">
        <h2 className="h3">{t("family.sign_in.new")}</h2>
        <p className="soft gap-1">{t("family.sign_in.new.more")}</p>
        <div className="gap-4">
          <Go to={paths.signUp} look="second" wide>
            {t("family.sign_in.sign_up")}
          </Go>
        </div>
      </section>
    </>
  );
}

/** After a refused press the reader stands at the first thing to mend. */
export function focusFirst(form: HTMLFormElement | null, name: string): void {
  form?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
}
