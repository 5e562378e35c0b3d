import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { TakeAway } from "#web/staff/shell/TakeAway.tsx";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { Line } from "./Lines.tsx";

/** One role still needed, or not: confirming takes one press, taking away says first what ends with it. */
export function Decide(props: { reviewId: string; line: Line; mayTake: boolean; onDone: () => void }) {
  const { reviewId, line, mayTake, onDone } = props;
  const { t } = useWords();
  const { facilityId } = useHere();
  const words = { name: line.name, role: t(`staff.role.${line.role}`) };
  const params = { facilityId, reviewId, grantId: line.grantId };
  const confirm = useAct(api.decideGrant, { onDone });
  const away = useAct(api.decideGrant, {
    onDone: () => {
      void toast(t("staff.revoke.done", words));
      onDone();
    },
  });
  return (
    <>
      <div className="row">
        <Button
          kind="second"
          size="small"
          label={t("staff.review.confirm_this", words)}
          isPending={confirm.isPending}
          onPress={() => confirm.mutate({ params, body: { decision: "confirmed" } })}
        >
          {t("staff.review.confirm")}
        </Button>
        {mayTake && (
          <TakeAway
            name={line.name}
            role={line.role}
            act={away}
            onYes={(close) => away.mutate({ params, body: { decision: "taken_away" } }, { onSuccess: close })}
          />
        )}
      </div>
      {confirm.error && <Refusal problem={confirm.error} />}
    </>
  );
}
