import { useState } from "react";
import { type EndReason, endReasons } from "#contracts/interventions.ts";
import type { BoardVisit } from "#web/staff/shell/board.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";

export const NOTE_LENGTH_MAX = 500;

/** Ends a visit at once, with a reason that both sides read and a note that they do not. */
export function EndVisit(props: {
  visit: BoardVisit;
  minutes: number;
  isOpen: boolean;
  asking: boolean;
  onAsk: (asking: boolean) => void;
  onEnd: (reason: string, note?: string) => void;
}) {
  const { visit, minutes, isOpen, asking, onAsk: setAsking, onEnd } = props;
  const { t } = useWords();
  const [reason, setReason] = useState<EndReason | "">("");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (!reason) return;
    onEnd(reason, note.trim() || undefined);
    setAsking(false);
  };
  return (
    <>
      <Button kind="stop-second" wide isDisabled={!isOpen} onPress={() => setAsking(true)}>
        {t("staff.end.ask", { minutes })}
      </Button>
      <Dialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t("staff.end.title", { resident: visit.residentName, contact: visit.contactName })}
        actions={
          <>
            <Button kind="stop" onPress={send}>
              {t("staff.end.yes")}
            </Button>
            <Button kind="second" onPress={() => setAsking(false)}>
              {t("staff.end.no")}
            </Button>
          </>
        }
      >
        <p>{t("staff.end.lost", { minutes })}</p>
        <RadioGroup
          label={t("staff.cancel.why")}
          hint={t("staff.cancel.why.hint")}
          wrong={tried && !reason ? t("shared.choose") : undefined}
          value={reason}
          onChange={setReason}
          options={endReasons.map((value) => ({ value, label: t(`staff.end.${value}`) }))}
        />
        {reason && (
          <p className="told">
            <b>{t("staff.told")}</b> {t("live.ended.staff_ended")} {t("live.reason", { reason: t(`live.reason.${reason}`) })}.
          </p>
        )}
        <TextField
          label={t("staff.note")}
          hint={t("staff.note.hint")}
          value={note}
          onChange={setNote}
          maxLength={NOTE_LENGTH_MAX}
          rows={2}
        />
      </Dialog>
    </>
  );
}
