import { type FormEvent, useEffect, useRef, useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { PasswordField, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useDraft } from "#web/ui/useDraft.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { CheckMail } from "./CheckMail.tsx";
import { NameFields } from "./NameFields.tsx";
import { focusFirst } from "./SignIn.tsx";
import { looksLikeEmail, typedDay } from "./typed.rules.ts";

// The same as PASSWORD_LENGTH_MIN of contracts/identity.ts, which a page cannot load without its schemas.
const PASSWORD_LENGTH_MIN = 12;
const EMPTY = { givenName: "", familyName: "", email: "", month: "", day: "", year: "" };

/** Ask for an account; afterwards the same page says to look at one's mail, whether or not the address was known. */
export default function SignUp() {
  const { t, locale } = useWords();
  const [draft, change, forget] = useDraft("sign-up", EMPTY);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const signUp = useAct(api.signUp, { onDone: forget });
  usePageTitle(t("family.sign_up.title"));
  useEffect(() => {
    if (signUp.isSuccess) document.getElementById("main")?.focus();
  }, [signUp.isSuccess]);

  const birthDate = typedDay(draft);
  const needed = (value: string) => (value.trim() === "" ? t("shared.field.required") : undefined);
  const wrong = {
    givenName: needed(draft.givenName),
    familyName: needed(draft.familyName),
    birthMonth: birthDate ? undefined : t("family.field.birth.wrong"),
    email: needed(draft.email) ?? (looksLikeEmail(draft.email) ? undefined : t("shared.field.email")),
    password:
      needed(password) ?? (password.length < PASSWORD_LENGTH_MIN ? t("shared.field.short", { min: PASSWORD_LENGTH_MIN }) : undefined),
  };
  const seen = (name: keyof typeof wrong) => (tried ? wrong[name] : undefined);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const first = Object.entries(wrong).find(([, words]) => words !== undefined);
    if (first || !birthDate) return focusFirst(form.current, first?.[0] ?? "birthMonth");
    const { givenName, familyName, email } = draft;
    signUp.mutate({
      body: { givenName: givenName.trim(), familyName: familyName.trim(), email: email.trim(), birthDate, password, locale },
    });
  };
  if (signUp.isSuccess) return <CheckMail email={draft.email} words="family.mail.sign_up" />;
  return (
    <>
      <h1>{t("family.sign_up.title")}</h1>
      <Rule />
      <p className="lead gap-4">{t("family.sign_up.lead")}</p>
      <form className="stack gap-6" noValidate onSubmit={send} ref={form}>
        <NameFields value={draft} onChange={change} wrong={seen} />
        <TextField
          label={t("family.field.email")}
          hint={t("family.field.email.hint")}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          value={draft.email}
          onChange={(email) => change({ email })}
          wrong={seen("email")}
          isRequired
        />
        <PasswordField
          label={t("family.field.password_new")}
          hint={t("family.field.password.hint", { min: PASSWORD_LENGTH_MIN })}
          name="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          wrong={seen("password")}
          isRequired
        />
        <p className="soft">{t("family.sign_up.privacy")}</p>
        {signUp.error && <Refusal problem={signUp.error} />}
        <Button type="submit" wide isPending={signUp.isPending}>
          {t("family.sign_up.act")}
        </Button>
      </form>
      <p className="centre gap-4">
        {t("family.sign_up.have")}{" "}
        <Go to={paths.signIn} look="quiet">
          {t("family.sign_in.act")}
        </Go>
      </p>
    </>
  );
}
