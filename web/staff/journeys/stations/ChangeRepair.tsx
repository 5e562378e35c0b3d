import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { RepairRow } from "./Repairs.tsx";

const NOTE_LENGTH_MAX = 500;
const reportable = ["camera", "microphone", "screen", "sound", "other"] as const;

/** Takes a repair a step further, or writes a note on it; what comes next is what the server says may come. */
export function ChangeRepair({ repair, onDone, onClose }: { repair: RepairRow; onDone: () => void; onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const [state, setState] = useState<RepairRow["state"]>(repair.next[0] ?? repair.state);
  const [note, setNote] = useState(repair.note ?? "");
  const change = useAct(api.changeRepair, { onDone });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.repairs.change_for", { station: repair.stationName, fault: t(`staff.fault.${repair.fault}`) })}
      actions={
        <>
          <Button
            isPending={change.isPending}
            onPress={() => change.mutate({ params: { facilityId, repairId: repair.id }, body: { state, note: note.trim() } })}
          >
            {t("staff.save")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      {change.error && <Refusal problem={change.error} />}
      <RadioGroup
        label={t("staff.repairs.next")}
        value={state}
        onChange={setState}
        options={[
          { value: repair.state, label: t("staff.repairs.stay") },
          ...repair.next.map((value) => ({ value, label: t(`staff.repair.${value}`) })),
        ]}
      />
      <TextField
        label={t("staff.repairs.note")}
        hint={t("staff.repairs.note.hint")}
        value={note}
        onChange={setNote}
        maxLength={NOTE_LENGTH_MAX}
        rows={2}
      />
    </Dialog>
  );
}

/** Staff say what they found broken. */
export function ReportFault(props: { station: { id: string; name: string }; onDone: () => void; onClose: () => void }) {
  const { station, onDone, onClose } = props;
  const { t } = useWords();
  const { facilityId } = useHere();
  const [id] = useState(newId);
  const [fault, setFault] = useState<(typeof reportable)[number] | "">("");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const report = useAct(api.reportFault, {
    onDone: () => {
      void toast(t("staff.repairs.reported"));
      onDone();
    },
  });
  const send = () => {
    setTried(true);
    const words = note.trim();
    if (fault) report.mutate({ params: { facilityId, stationId: station.id }, body: { id, fault, ...(words ? { note: words } : {}) } });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.repairs.report.title", { station: station.name })}
      actions={
        <>
          <Button isPending={report.isPending} onPress={send}>
            {t("staff.repairs.report.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      {report.error && <Refusal problem={report.error} />}
      <RadioGroup
        label={t("staff.repairs.fault")}
        wrong={tried && !fault ? t("shared.choose") : undefined}
        value={fault}
        onChange={setFault}
        options={reportable.map((value) => ({ value, label: t(`staff.fault.${value}`) }))}
      />
      <TextField
        label={t("staff.repairs.note")}
        hint={t("staff.repairs.note.hint")}
        value={note}
        onChange={setNote}
        maxLength={NOTE_LENGTH_MAX}
        rows={2}
      />
    </Dialog>
  );
}
