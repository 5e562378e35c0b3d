import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { cancelReasonOf, type flagsStaff } from "#contracts/flags.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

export type Flag = AnswerOf<typeof flagsStaff.flagList>[number];
/** Asks before a flagged visit is cancelled, and shows the words that both sides read then. */
export function CancelFlagged({ flag, when, onClose }: { flag: Flag; when: string; onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const cancel = useAct(api.resolveFlag, {
    onDone: async () => {
      onClose();
      void toast(t("staff.flags.done.cancel"));
      await queries.invalidateQueries();
    },
  });
  const send = () =>
    cancel.mutate({ params: { facilityId, flagId: flag.id }, body: { act: "cancel", ...(note.trim() ? { note: note.trim() } : {}) } });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.flags.cancel.ask", { resident: flag.residentName, contact: flag.contactName })}
      actions={
        <>
          <Button kind="stop" isPending={cancel.isPending} onPress={send}>
            {t("staff.cancel.yes")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("staff.cancel.no")}
          </Button>
        </>
      }
    >
      <p>{when}</p>
      <p>{t("staff.cancel.lost")}</p>
      <p className="told">
        <b>{t("staff.told")}</b> {t("live.record.cancelled", { who: t("live.record.staff") })}.{" "}
        {t("live.reason", { reason: t(`live.reason.${cancelReasonOf[flag.reason]}`) })}.
      </p>
      {cancel.error && <Refusal problem={cancel.error} />}
      <TextField label={t("staff.note")} hint={t("staff.note.hint")} value={note} onChange={setNote} maxLength={500} rows={2} />
    </Dialog>
  );
}
