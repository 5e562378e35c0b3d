import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { VisitOfPage } from "./Visit.tsx";

const reasons = ["facility_need", "safety", "unwell", "plans_changed"] as const;

/** Cancels a booked visit with a reason that both sides read, and a note that only the record of staff keeps. */
export function CancelVisit({ visit }: { visit: VisitOfPage }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<(typeof reasons)[number] | "">("");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const cancel = useAct(api.cancelVisit, {
    onDone: async () => {
      setAsking(false);
      void toast(t("staff.cancel.done"));
      await queries.invalidateQueries();
    },
  });
  const close = () => {
    setAsking(false);
    setTried(false);
    cancel.reset();
  };
  const send = () => {
    setTried(true);
    if (reason)
      cancel.mutate({ params: { facilityId, visitId: visit.id }, body: { reason, ...(note.trim() ? { note: note.trim() } : {}) } });
  };
  return (
    <>
      <Button kind="stop-second" size="small" onPress={() => setAsking(true)}>
        {t("staff.cancel.ask")}
      </Button>
      <Dialog
        isOpen={asking}
        onClose={close}
        title={t("staff.cancel.title", { resident: visit.residentName, time: format.time(visit.startsAt, zone) })}
        actions={
          <>
            <Button kind="stop" isPending={cancel.isPending} onPress={send}>
              {t("staff.cancel.yes")}
            </Button>
            <Button kind="second" onPress={close}>
              {t("staff.cancel.no")}
            </Button>
          </>
        }
      >
        <p>{t("staff.cancel.lost")}</p>
        {cancel.error && <Refusal problem={cancel.error} />}
        <RadioGroup
          label={t("staff.cancel.why")}
          hint={t("staff.cancel.why.hint")}
          wrong={tried && !reason ? t("shared.choose") : undefined}
          value={reason}
          onChange={setReason}
          options={reasons.map((value) => ({ value, label: t(`staff.cancel.${value}`) }))}
        />
        {reason && (
          <p className="told">
            <b>{t("staff.told")}</b> {t("live.record.cancelled", { who: t("live.record.staff") })}.{" "}
            {t("live.reason", { reason: t(`live.reason.${reason}`) })}.
          </p>
        )}
        <TextField label={t("staff.note")} hint={t("staff.note.hint")} value={note} onChange={setNote} maxLength={500} rows={2} />
      </Dialog>
    </>
  );
}
