import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

/** Admits somebody new by hand, where no list brings them. */
export function Admit() {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("staff.admit.ask")}
      </Button>
      {isOpen && <Form onClose={() => setOpen(false)} />}
    </>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [ids] = useState(() => ({ id: newId(), residentId: newId() }));
  const [given, setGiven] = useState("");
  const [family, setFamily] = useState("");
  const [born, setBorn] = useState("");
  const [number, setNumber] = useState("");
  const [unit, setUnit] = useState("");
  const [another, setAnother] = useState(false);
  const [tried, setTried] = useState(false);
  const units = useQuery(reading(api.unitList, { params: { facilityId } }));
  const admit = useAct(api.admitResident, {
    onDone: async () => {
      onClose();
      void toast(t("staff.resident.done.again"));
      await queries.invalidateQueries({ queryKey: [api.residentList.id] });
    },
  });
  const missing = (empty: boolean) => (tried && empty ? t("staff.resident.needed") : undefined);
  const send = () => {
    setTried(true);
    const [givenName, familyName, bookingNumber] = [given.trim(), family.trim(), number.trim()];
    if (!givenName || !familyName || bookingNumber.length < 3) return;
    const person = { givenName, familyName, anotherPerson: another, ...(born ? { birthDate: born } : {}) };
    admit.mutate({ params: { facilityId }, body: { ...ids, bookingNumber, person, ...(unit ? { unitId: unit } : {}) } });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.admit.title")}
      actions={
        <>
          <Button isPending={admit.isPending} onPress={send}>
            {t("staff.admit.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.admit.lead")}</p>
      {admit.error && <Refusal problem={admit.error} />}
      <TextField label={t("staff.resident.given")} value={given} onChange={setGiven} maxLength={100} wrong={missing(!given.trim())} />
      <TextField label={t("staff.resident.family")} value={family} onChange={setFamily} maxLength={100} wrong={missing(!family.trim())} />
      <TextField label={t("staff.resident.born")} type="date" value={born} onChange={setBorn} />
      <TextField
        label={t("staff.request.number")}
        value={number}
        onChange={setNumber}
        maxLength={20}
        wrong={missing(number.trim().length < 3)}
      />
      {units.data && units.data.length > 0 && (
        <Select
          label={t("staff.unit")}
          value={unit}
          onChange={setUnit}
          options={units.data.map(({ id: value, name }) => ({ value, label: name }))}
        />
      )}
      {admit.error?.codes.includes("resident.alike") && (
        <Checkbox isSelected={another} onChange={setAnother}>
          {t("staff.admit.another")}
        </Checkbox>
      )}
    </Dialog>
  );
}
