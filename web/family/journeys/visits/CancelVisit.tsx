import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { type Card, firstName } from "./visit-words.ts";

type Reason = "plans_changed" | "unwell" | "no_reason";

/** Cancels a visit after saying what is lost by it; `words` stand on the button where it is offered for a reason of its own. */
export function CancelVisit({ visit, words }: { visit: Card; words?: string }) {
  const { t } = useWords();
  const times = useTimes();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<Reason>("plans_changed");
  const cancel = useAct(api.cancelOwnVisit, {
    onDone: async () => {
      setAsking(false);
      void toast(t("family.cancel.done"));
      await queries.invalidateQueries();
    },
  });
  const when = times.weekdayTime(visit.startsAt, visit.day, visit.timeZone);
  const close = () => {
    setAsking(false);
    cancel.reset();
  };
  return (
    <>
      <Button kind="stop-second" wide onPress={() => setAsking(true)}>
        {words ?? t("family.cancel.ask")}
      </Button>
      <Dialog
        isOpen={asking}
        onClose={close}
        title={t("family.cancel.title", { when })}
        actions={
          <>
            <Button
              kind="stop"
              isPending={cancel.isPending}
              onPress={() => cancel.mutate({ params: { visitId: visit.id }, body: { reason } })}
            >
              {t("family.cancel.yes")}
            </Button>
            <Button kind="second" onPress={close}>
              {t("family.cancel.no")}
            </Button>
          </>
        }
      >
        <p>{t("family.cancel.lost", { name: firstName(visit.withName) })}</p>
        {cancel.error && <Refusal problem={cancel.error} />}
        <RadioGroup
          label={t("family.cancel.why")}
          value={reason}
          onChange={setReason}
          options={[
            { value: "plans_changed", label: t("family.cancel.plans_changed") },
            { value: "unwell", label: t("family.cancel.unwell") },
            { value: "no_reason", label: t("family.cancel.no_reason") },
          ]}
        />
      </Dialog>
    </>
  );
}
