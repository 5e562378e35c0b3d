import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { type Problem, problem } from "#web/client/problem.ts";
import { reading, useAct } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Back, Part } from "#web/family/shell/parts.tsx";
import { useForgetAll } from "#web/family/shell/session.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { PasswordField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";

/** What is kept about the reader, as a file; and the end of the account, with what goes and what stays said before. */
export default function MyData() {
  const { t } = useWords();
  const [token] = useState(() => /token=([\w-]+)/.exec(window.location.hash)?.[1]);
  const ask = useAct(api.exportOwnData);
  const fetching = useMutation<void, Problem, string>({ mutationFn: fetchFile });
  usePageTitle(t("family.data.title"));
  return (
    <>
      <Back to={paths.account}>{t("family.account.title")}</Back>
      <h1>{t("family.data.title")}</h1>
      <Rule />
      <div className="stack gap-4">
        <p className="lead">{t("family.data.lead")}</p>
        {fetching.error && <Refusal problem={fetching.error} />}
        {ask.error && <Refusal problem={ask.error} />}
        {token && !fetching.isSuccess ? (
          <Button wide isPending={fetching.isPending} onPress={() => fetching.mutate(token)}>
            {t("family.data.fetch")}
          </Button>
        ) : (
          <Button kind="second" wide isPending={ask.isPending} isDisabled={ask.isSuccess} onPress={() => ask.mutate({})}>
            {t("family.data.ask")}
          </Button>
        )}
        <div role="status">
          {ask.isSuccess && (
            <Banner tone="good" icon="check">
              <p>{t("family.data.asked")}</p>
            </Banner>
          )}
          {fetching.isSuccess && (
            <Banner tone="good" icon="check">
              <p>{t("family.data.fetched")}</p>
            </Banner>
          )}
        </div>
      </div>
      <Closing />
    </>
  );
}

function Closing() {
  const { t } = useWords();
  const [password, setPassword] = useState("");
  const notice = useQuery(reading(api.closingNotice));
  const forgetAll = useForgetAll();
  const close = useAct(api.closeAccount, {
    onDone: () => {
      void toast(t("family.closing.done"));
      return forgetAll();
    },
  });
  return (
    <Part id="closing" title={t("family.closing.title")}>
      <div className="card stack">
        {notice.error && <Refusal problem={notice.error} />}
        {close.error && <Refusal problem={close.error} />}
        {notice.data && (
          <>
            <p>
              <b>{t("family.closing.lead")}</b>
            </p>
            <h3>{t("family.closing.goes.title")}</h3>
            <ul className="bullets">
              <li>{t("family.closing.goes.sign_ins")}</li>
              <li>{t("family.closing.goes.connections", { count: notice.data.connections })}</li>
              <li>{t("family.closing.goes.pictures", { count: notice.data.pictures })}</li>
              <li>{t("family.closing.goes.guests", { count: notice.data.guests })}</li>
              <li>{t("family.closing.goes.money")}</li>
            </ul>
            <h3>{t("family.closing.stays.title")}</h3>
            <ul className="bullets">
              {notice.data.stays.map((what) => (
                <li key={what}>{t(`family.closing.stays.${what}` as Id)}</li>
              ))}
            </ul>
          </>
        )}
        <PasswordField label={t("family.closing.password")} value={password} onChange={setPassword} autoComplete="current-password" />
        <Button
          kind="stop-second"
          wide
          isDisabled={password === ""}
          isPending={close.isPending}
          onPress={() => close.mutate({ body: { password } })}
        >
          {t("family.closing.act")}
        </Button>
      </div>
    </Part>
  );
}

async function fetchFile(token: string): Promise<void> {
  const answer = await fetch(api.fetchOwnData.path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
    credentials: "same-origin",
  }).catch(() => undefined);
  if (!answer) throw problem(["client.offline"]);
  if (!answer.ok) {
    const said = (await answer.json().catch(() => undefined)) as { codes?: string[] } | undefined;
    throw problem(said?.codes ?? ["client.broken"], { status: answer.status });
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = "throughline.zip";
  link.click();
  URL.revokeObjectURL(link.href);
}
