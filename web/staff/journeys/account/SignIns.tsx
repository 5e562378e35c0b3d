import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { browserWords } from "#web/shell/browser-words.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";

/** Every browser in which this account is signed in; each can be ended from here. */
export function SignIns() {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  const now = useNow(60_000);
  const queries = useQueryClient();
  const signIns = useQuery(reading(api.staffSignIns));
  const revoke = useAct(api.revokeStaffSignIn, {
    onDone: () => {
      void toast(t("staff.sign_ins.ended"));
      return queries.invalidateQueries({ queryKey: [api.staffSignIns.id] });
    },
  });
  return (
    <Part id="sign-ins" title={t("staff.sign_ins.title")}>
      <p className="soft part-lead">{t("staff.sign_ins.more")}</p>
      {signIns.error && <Refusal problem={signIns.error} />}
      {revoke.error && <Refusal problem={revoke.error} />}
      {!signIns.data && !signIns.error && <Skeleton height="6em" />}
      <ul className="list">
        {signIns.data?.map((signIn) => {
          const label = browserWords(signIn.label) || t("staff.sign_ins.unknown");
          return (
            <li key={signIn.id} className="spread">
              <div>
                <b>{label}</b> {signIn.current && <Pill tone="line">{t("staff.sign_ins.this")}</Pill>}
                <p className="soft">
                  {t("staff.sign_ins.active", {
                    when: `${format.nearDay(signIn.lastActiveAt, zone, now)}, ${format.time(signIn.lastActiveAt, zone)}`,
                  })}
                </p>
              </div>
              {!signIn.current && (
                <Button
                  kind="second"
                  size="small"
                  label={t("staff.sign_ins.end_this", { label })}
                  isPending={revoke.isPending && revoke.variables.params.id === signIn.id}
                  onPress={() => revoke.mutate({ params: { id: signIn.id } })}
                >
                  {t("staff.sign_ins.end")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
