import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { BIRTH_DAY } from "./Resident.tsx";
import type { Found } from "./Twins.tsx";

type Side = Found["self"];
interface MergeDialogProps {
  self: Side;
  twin: Side;
  day: (at: string) => string;
  onClose: () => void;
}

/** Two records side by side, and the question whether they are of one person: says what happens then, and that it can be undone. */
export function MergeDialog({ self, twin, day, onClose }: MergeDialogProps) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  // One id for all tries: an answer that was lost merges nothing twice.
  const [id] = useState(() => newId());
  const [note, setNote] = useState("");
  const merge = useAct(api.mergeResidents, {
    onDone: async () => {
      onClose();
      void toast(t("staff.twins.done"));
      await queries.invalidateQueries();
    },
  });
  const rows: [string, (side: Side) => string][] = [
    [t("staff.request.name"), ({ name }) => name],
    [t("staff.resident.born"), ({ birthDate }) => (birthDate ? format.day(birthDate, BIRTH_DAY) : t("staff.resident.unknown"))],
    [t("staff.twins.numbers"), ({ bookingNumbers }) => bookingNumbers.join(", ")],
    [t("staff.twins.admitted"), ({ admittedAt }) => day(admittedAt)],
    [t("staff.resident.connections"), ({ connections }) => t("staff.twins.connections", { count: connections })],
    [t("staff.twins.now"), ({ here }) => t(here ? "staff.resident.here" : "staff.resident.away")],
  ];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.twins.ask")}
      actions={
        <>
          <Button
            isPending={merge.isPending}
            onPress={() =>
              merge.mutate({
                params: { facilityId, residentId: self.id },
                body: { id, fromResidentId: twin.id, ...(note.trim() ? { note: note.trim() } : {}) },
              })
            }
          >
            {t("staff.twins.merge")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <table className="table table-pair">
        <caption className="hidden">{t("staff.twins.ask")}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t("staff.twins.stays")}</th>
            <th scope="col">{t("staff.twins.joins")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, of]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{of(self)}</td>
              <td data-differs={of(twin) !== of(self) || undefined}>
                {of(twin)}
                {of(twin) !== of(self) && <span className="hidden"> ({t("staff.twins.differs")})</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t("staff.twins.says")}</p>
      <p className="soft">{t("staff.twins.says.undo")}</p>
      {merge.error && <Refusal problem={merge.error} />}
      <TextField
        label={t("staff.resident.note")}
        hint={t("staff.resident.note.hint")}
        value={note}
        onChange={setNote}
        rows={2}
        maxLength={500}
      />
    </Dialog>
  );
}
