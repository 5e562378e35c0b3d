import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { stationsStaffApi } from "#contracts/stations.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";

const kinds = ["kiosk", "tablet", "booth", "wall_phone"] as const;
const NO_UNIT = "none";
const NAME_LENGTH_MAX = 40;

/** A new station: its name on the wall, its unit and its kind. */
export function AddStation(props: { onClose: () => void; onAdded: (station: AnswerOf<typeof stationsStaffApi.addStation>) => void }) {
  const { onClose, onAdded } = props;
  const { t } = useWords();
  const { facilityId } = useHere();
  const [id] = useState(newId);
  const [name, setName] = useState("");
  const [unitId, setUnitId] = useState(NO_UNIT);
  const [kind, setKind] = useState<(typeof kinds)[number]>("kiosk");
  const [tried, setTried] = useState(false);
  const units = useQuery(reading(api.unitList, { params: { facilityId } }));
  const add = useAct(api.addStation, { onDone: onAdded });
  const send = () => {
    setTried(true);
    if (name.trim() === "") return;
    add.mutate({ params: { facilityId }, body: { id, name: name.trim(), unitId: unitId === NO_UNIT ? null : unitId, kind } });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.stations.add")}
      actions={
        <>
          <Button isPending={add.isPending} onPress={send}>
            {t("staff.stations.add.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      {add.error && <Refusal problem={add.error} />}
      <TextField
        label={t("staff.stations.name")}
        hint={t("staff.stations.name.hint")}
        value={name}
        onChange={setName}
        maxLength={NAME_LENGTH_MAX}
        wrong={tried && name.trim() === "" ? t("shared.field.required") : undefined}
        autoFocus
      />
      <Select
        label={t("staff.unit")}
        value={unitId}
        onChange={setUnitId}
        options={[
          { value: NO_UNIT, label: t("staff.station.no_unit") },
          ...(units.data ?? []).map((unit) => ({ value: unit.id, label: unit.name })),
        ]}
      />
      <Select
        label={t("staff.stations.kind")}
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: t(`staff.stations.${value}`) }))}
      />
    </Dialog>
  );
}
