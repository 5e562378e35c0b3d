import { lazy, Suspense, useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { CopyButton } from "#web/staff/shell/CopyButton.tsx";
import { useWords } from "#web/staff/words.ts";
import { Button, ButtonLink } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { Start, useForm } from "./form.tsx";

const GROUP = 4;
const SetUpCode = lazy(() => import("./SetUpCode.tsx"));

/** Sets up the authenticator: its secret by link or typed in, proved with the first code. */
export function Authenticator(props: { ticket: string; otpauthUrl: string; secret: string; onDone: (codes: readonly string[]) => void }) {
  const { ticket, otpauthUrl, secret, onDone } = props;
  const { t } = useWords();
  const [code, setCode] = useState("");
  const confirm = useAct(api.confirmFactor, { onDone: ({ recoveryCodes }) => onDone(recoveryCodes) });
  const bare = code.replace(/\D/g, "");
  const { form, wrong } = useForm({ code: bare.length === 6 ? undefined : t("staff.code.six") }, () =>
    confirm.mutate({ body: { ticket, code: bare } }),
  );
  const groups = secret.match(new RegExp(`.{1,${GROUP}}`, "g")) ?? [];
  return (
    <Start title={t("staff.factor.title")} lead={t("staff.factor.lead")}>
      <ol className="numbered gap-6">
        <li>
          <h2 className="h3">{t("staff.factor.add")}</h2>
          <p>{t("staff.factor.scan")}</p>
          <Suspense fallback={<Skeleton height="12rem" />}>
            <SetUpCode text={otpauthUrl} label={t("staff.factor.scan.label")} />
          </Suspense>
          <p className="gap-4">{t("staff.factor.add.more")}</p>
          <p className="secret gap-3" translate="no">
            {groups.map((group, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a group of a secret is its place.
              <code key={index}>{group}</code>
            ))}
          </p>
          <p className="soft gap-2">{t("staff.factor.kind")}</p>
          <div className="actions gap-3">
            <CopyButton text={secret} />
            <ButtonLink kind="second" href={otpauthUrl}>
              {t("staff.factor.open")}
            </ButtonLink>
          </div>
        </li>
        <li>
          <h2 className="h3">{t("staff.factor.prove")}</h2>
          <form className="stack gap-3" {...form}>
            {confirm.error && <Refusal problem={confirm.error} />}
            <TextField
              label={t("staff.second.code")}
              hint={t("staff.second.code.hint")}
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={10}
              value={code}
              onChange={setCode}
              wrong={wrong("code")}
              isRequired
            />
            <Button type="submit" wide isPending={confirm.isPending}>
              {t("staff.factor.act")}
            </Button>
          </form>
        </li>
      </ol>
    </Start>
  );
}
