import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { browserWords } from "#web/shell/browser-words.ts";
import { Button } from "#web/ui/Button.tsx";
import { ownZone } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";

/** Every browser in which this account is signed in; each can be ended from here. */
export function SignIns() {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow(60_000);
  const queries = useQueryClient();
  const signIns = useQuery(reading(api.outsideSignIns));
  const revoke = useAct(api.revokeOutsideSignIn, {
    onDone: () => {
      void toast(t("family.sign_ins.ended"));
      return queries.invalidateQueries({ queryKey: [api.outsideSignIns.id] });
    },
  });
  const zone = ownZone();
  return (
    <Part id="sign-ins" title={t("family.sign_ins.title")}>
      <p className="soft record-lead">{t("family.sign_ins.more")}</p>
      {signIns.error && <Refusal problem={signIns.error} />}
      {revoke.error && <Refusal problem={revoke.error} />}
      {!signIns.data && !signIns.error && <Skeleton height="6em" />}
      {signIns.data && (
        <ul className="list card">
          {signIns.data.map((signIn) => {
            const label = browserWords(signIn.label) || t("family.sign_ins.unknown");
            return (
              <li key={signIn.id} className="sign-in">
                <div className="grow">
                  <b>{label}</b>
                  <p className="soft">
                    {t("family.sign_ins.active", {
                      when: `${times.nearDay(signIn.lastActiveAt, zone, now)}, ${times.time(signIn.lastActiveAt, zone)}`,
                    })}
                  </p>
                  {signIn.current && <Pill tone="line">{t("family.sign_ins.this")}</Pill>}
                </div>
                {!signIn.current && (
                  <Button
                    kind="second"
                    size="small"
                    label={t("family.sign_ins.end_this", { label })}
                    isPending={revoke.isPending && revoke.variables.params.id === signIn.id}
                    onPress={() => revoke.mutate({ params: { id: signIn.id } })}
                  >
                    {t("family.sign_ins.end")}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Part>
  );
}
