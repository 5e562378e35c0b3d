import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { PasskeySignIn } from "#web/shell/passkeys/PasskeySignIn.tsx";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { wasGone } from "#web/staff/shell/StillThere.tsx";
import { useGoOn } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { PasswordField, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useDraft } from "#web/ui/useDraft.ts";
import { Start, useForm, useTypedWords } from "./form.tsx";
import { SecondStep } from "./SecondStep.tsx";

/** First step of two: e-mail and password. The second stands in the same page, so that a reload starts over. */
export default function SignIn() {
  const { t } = useWords();
  const { back } = useSearch({ strict: false }) as { back?: string };
  const [draft, change] = useDraft("staff-sign-in", { email: "" });
  const [password, setPassword] = useState("");
  const [ticket, setTicket] = useState<string>();
  const [gone] = useState(wasGone);
  const typed = useTypedWords();
  const goOn = useGoOn();
  const agency = useAct(api.startSignOn, { onDone: ({ url }) => location.assign(url) });
  // Which agency it is stands in the address: without one there is nowhere to go.
  const byAgency = () => {
    if (typed.email(draft.email)) document.querySelector<HTMLElement>('[name="email"]')?.focus();
    else agency.mutate({ body: { email: draft.email.trim() } });
  };
  const signIn = useAct(api.signInStaff, {
    onDone: (answer) => {
      setPassword("");
      setTicket(answer.ticket);
    },
  });
  const { form, wrong } = useForm({ email: typed.email(draft.email), password: typed.filled(password) }, () =>
    signIn.mutate({ body: { email: draft.email.trim(), password } }),
  );
  if (ticket) return <SecondStep ticket={ticket} back={back} startOver={() => setTicket(undefined)} />;
  return (
    <Start title={t("staff.sign_in.title")} lead={t("staff.sign_in.lead")}>
      <form className="stack gap-6" {...form}>
        {gone && !signIn.error && (
          <Banner live>
            <b>{t("staff.idle.gone")}</b>
            <p>{t("staff.idle.gone.more")}</p>
          </Banner>
        )}
        {back && !gone && !signIn.error && <Banner>{t("staff.sign_in.back")}</Banner>}
        {signIn.error && <Refusal problem={signIn.error} />}
        <TextField
          label={t("staff.field.email")}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          value={draft.email}
          onChange={(email) => change({ email })}
          wrong={wrong("email")}
          isRequired
        />
        <PasswordField
          label={t("staff.field.password")}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          wrong={wrong("password")}
          isRequired
        />
        <Button type="submit" wide isPending={signIn.isPending}>
          {t("staff.sign_in.act")}
        </Button>
      </form>
      {agency.error && <Refusal problem={agency.error} />}
      <div className="gap-4">
        <Button kind="second" wide isPending={agency.isPending} onPress={() => byAgency()}>
          {t("staff.sign_in.agency")}
        </Button>
      </div>
      <PasskeySignIn realm="staff" onDone={() => goOn(back)} />
      <p className="centre gap-4">
        <Go to={paths.forgot} look="quiet">
          {t("staff.sign_in.forgot")}
        </Go>
      </p>
      <p className="soft gap-6">{t("staff.sign_in.new")}</p>
    </Start>
  );
}
