import { useEffect } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useDraft } from "#web/ui/useDraft.ts";
import { Start, useForm, useTypedWords } from "./form.tsx";

/** Ask for a link to set a new password; the second step stays as it is. */
export default function Forgot() {
  const { t, locale } = useWords();
  const [draft, change] = useDraft("staff-sign-in", { email: "" });
  const typed = useTypedWords();
  const request = useAct(api.requestStaffReset);
  const { form, wrong } = useForm({ email: typed.email(draft.email) }, () =>
    request.mutate({ body: { email: draft.email.trim(), locale } }),
  );
  useEffect(() => {
    if (request.isSuccess) document.getElementById("main")?.focus();
  }, [request.isSuccess]);
  const toSignIn = (
    <p className="centre gap-4">
      <Go to={paths.signIn} look="quiet">
        {t("staff.forgot.to_sign_in")}
      </Go>
    </p>
  );
  if (request.isSuccess)
    return (
      <Start title={t("staff.forgot.sent")} lead={t("staff.forgot.sent.more", { email: draft.email.trim() })}>
        {toSignIn}
      </Start>
    );
  return (
    <Start title={t("staff.forgot.title")} lead={t("staff.forgot.lead")}>
      <form className="stack gap-6" {...form}>
        {request.error && <Refusal problem={request.error} />}
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
        <Button type="submit" wide isPending={request.isPending}>
          {t("staff.forgot.act")}
        </Button>
      </form>
      {toSignIn}
    </Start>
  );
}
