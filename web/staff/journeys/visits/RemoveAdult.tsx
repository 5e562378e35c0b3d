import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { VisitOfPage } from "./Visit.tsx";

/** Takes one of the adults who come from homes of their own out of a visit; the visit stands. */
export function RemoveAdult({ visit }: { visit: VisitOfPage }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [partyId, setPartyId] = useState("");
  const [tried, setTried] = useState(false);
  const remove = useAct(api.removeAdult, {
    onDone: async () => {
      setAsking(false);
      void toast(t("staff.remove.done"));
      await queries.invalidateQueries();
    },
  });
  const close = () => {
    setAsking(false);
    setTried(false);
    remove.reset();
  };
  const send = () => {
    setTried(true);
    if (partyId) remove.mutate({ params: { facilityId, visitId: visit.id, partyId } });
  };
  return (
    <>
      <Button kind="second" size="small" onPress={() => setAsking(true)}>
        {t("staff.remove.ask")}
      </Button>
      <Dialog
        isOpen={asking}
        onClose={close}
        title={t("staff.remove.title", { resident: visit.residentName })}
        actions={
          <>
            <Button kind="stop" isPending={remove.isPending} onPress={send}>
              {t("staff.remove.yes")}
            </Button>
            <Button kind="second" onPress={close}>
              {t("staff.remove.no")}
            </Button>
          </>
        }
      >
        <p>{t("staff.remove.lost")}</p>
        {remove.error && <Refusal problem={remove.error} />}
        <RadioGroup
          label={t("staff.remove.who")}
          wrong={tried && !partyId ? t("shared.choose") : undefined}
          value={partyId}
          onChange={setPartyId}
          options={visit.adults.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Dialog>
    </>
  );
}
