import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { linkToken } from "./typed.rules.ts";

/** The link of the first letter leads here. One press confirms: programs that look into mail open links, but press nothing. */
export default function Confirm() {
  const { t } = useWords();
  const hash = useLocation({ select: (location) => location.hash });
  const search = useSearch({ strict: false });
  const [token] = useState(() => linkToken(hash, search));
  const navigate = useNavigate();
  // Where two have asked for the account, neither's password counts: the same link is good for choosing one.
  const confirm = useAct(api.confirmEmail, {
    onDone: ({ passwordNeeded }) => (passwordNeeded ? navigate({ to: paths.reset, hash: `token=${token}`, replace: true }) : undefined),
  });
  const done = confirm.data?.passwordNeeded === false;
  usePageTitle(t("family.confirm.title"));
  return (
    <>
      <h1>{t(done ? "family.confirm.done" : "family.confirm.title")}</h1>
      <Rule />
      <div className="stack gap-4" role="status">
        {confirm.error && <Refusal problem={confirm.error} />}
        <p className="lead">{t(done ? "family.confirm.done.more" : "family.confirm.lead")}</p>
      </div>
      <div className="gap-6 stack">
        {done ? (
          <Go to={paths.signIn} look="button" wide>
            {t("family.sign_in.act")}
          </Go>
        ) : (
          <Button wide isPending={confirm.isPending} onPress={() => confirm.mutate({ body: { token } })}>
            {t("family.confirm.act")}
          </Button>
        )}
        {confirm.error && (
          <Go to={paths.signUp} look="second" wide>
            {t("family.confirm.again")}
          </Go>
        )}
      </div>
    </>
  );
}
