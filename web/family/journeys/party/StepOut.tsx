import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { type Card, firstName } from "#web/family/journeys/visits/visit-words.ts";
import { paths } from "#web/family/paths.ts";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

/** Steps out of a visit that somebody else booked, after saying who is told. */
export function StepOut({ visit }: { visit: Card }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const leave = useAct(api.leaveParty, {
    onDone: async () => {
      setSure(false);
      void toast(t("family.out.done"));
      await navigate({ to: paths.home });
      await queries.invalidateQueries();
    },
  });
  const close = () => {
    setSure(false);
    leave.reset();
  };
  return (
    <>
      <Button kind="stop-second" wide onPress={() => setSure(true)}>
        {t("family.out.ask")}
      </Button>
      <Dialog
        isOpen={sure}
        onClose={close}
        title={t("family.out.sure")}
        actions={
          <>
            <Button kind="stop" wide isPending={leave.isPending} onPress={() => leave.mutate({ params: { visitId: visit.id } })}>
              {t("family.out.ask")}
            </Button>
            <Button kind="second" wide onPress={close}>
              {t("family.out.keep")}
            </Button>
          </>
        }
      >
        <p>{t("family.out.more", { who: firstName(visit.bookedBy ?? "") })}</p>
        {leave.error && <Refusal problem={leave.error} />}
      </Dialog>
    </>
  );
}
