import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { StayReason } from "#contracts/residents.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { Person } from "./Resident.tsx";

export type Act = { kind: "move" | "transfer" | "again" | "details" } | { kind: "release" | "back"; stayId: string };

/** The reasons that fit each act. */
const reasons: Record<Act["kind"], readonly StayReason[]> = {
  move: ["classification", "medical", "safety", "correction", "other"],
  transfer: ["transfer_order", "court_order", "medical", "safety", "other"],
  release: ["time_served", "bail", "court_order", "correction", "other"],
  back: ["correction", "court_order", "other"],
  again: ["court_order", "transfer_order", "correction", "other"],
  details: [],
};

/** One act on a resident: says first what it does, asks for its reason, and shows a refusal where it stands. */
export function ActDialog({ act, person, onClose }: { act: Act; person: Person; onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  // One id for all tries: an answer that was lost makes nobody come twice.
  const [id] = useState(() => newId());
  const [unit, setUnit] = useState("");
  const [facility, setFacility] = useState("");
  const [number, setNumber] = useState("");
  const [reason, setReason] = useState<StayReason | "">("");
  const [note, setNote] = useState("");
  const [given, setGiven] = useState(person.givenName ?? "");
  const [family, setFamily] = useState(person.familyName ?? "");
  const [born, setBorn] = useState(person.birthDate ?? "");
  const [tried, setTried] = useState(false);
  const done = async () => {
    onClose();
    void toast(t(`staff.resident.done.${act.kind}`));
    await queries.invalidateQueries();
  };
  const move = useAct(api.moveResident, { onDone: done });
  const transfer = useAct(api.transferResident, { onDone: done });
  const release = useAct(api.releaseResident, { onDone: done });
  const back = useAct(api.takeBackRelease, { onDone: done });
  const again = useAct(api.admitResident, { onDone: done });
  const details = useAct(api.completeResident, { onDone: done });
  const acts = [move, transfer, release, back, again, details];
  const params = { facilityId, residentId: person.id };
  const needsNumber = act.kind === "transfer" || act.kind === "again";
  const ready =
    act.kind === "details"
      ? given.trim() !== "" && family.trim() !== ""
      : reason !== "" &&
        (!needsNumber || number.trim().length >= 3) &&
        (act.kind !== "transfer" || facility !== "") &&
        (act.kind !== "move" || unit !== "");
  const send = () => {
    setTried(true);
    if (!ready) return;
    const why = { reason: reason as StayReason, ...(note.trim() ? { note: note.trim() } : {}) };
    const bookingNumber = number.trim();
    if (act.kind === "move") move.mutate({ params, body: { unitId: unit, ...why } });
    else if (act.kind === "transfer") transfer.mutate({ params, body: { id, toFacilityId: facility, bookingNumber, ...why } });
    else if (act.kind === "release") release.mutate({ params, body: { stayId: act.stayId, ...why } });
    else if (act.kind === "back") back.mutate({ params, body: { stayId: act.stayId, ...why } });
    else if (act.kind === "again")
      again.mutate({
        params: { facilityId },
        body: { id, residentId: person.id, bookingNumber, reason: why.reason, ...(unit ? { unitId: unit } : {}) },
      });
    else details.mutate({ params, body: { givenName: given.trim(), familyName: family.trim(), birthDate: born === "" ? null : born } });
  };
  const missing = (empty: boolean) => (tried && empty ? t("staff.resident.needed") : undefined);
  const refused = acts.find(({ error }) => error !== null)?.error;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`staff.resident.ask.${act.kind}`, { name: person.name })}
      actions={
        <>
          <Button kind={act.kind === "release" ? "stop" : "line"} isPending={acts.some(({ isPending }) => isPending)} onPress={send}>
            {t(act.kind === "details" ? "staff.resident.save" : `staff.resident.act.${act.kind}`)}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t(`staff.resident.says.${act.kind}`)}</p>
      {refused && <Refusal problem={refused} />}
      {act.kind === "transfer" && (
        <Select
          label={t("staff.resident.to")}
          value={facility}
          onChange={setFacility}
          wrong={missing(facility === "")}
          options={person.facilities.map(({ id: value, name }) => ({ value, label: name }))}
        />
      )}
      {needsNumber && (
        <TextField
          label={t("staff.resident.new_number")}
          hint={t("staff.resident.new_number.hint")}
          value={number}
          onChange={setNumber}
          maxLength={20}
          wrong={missing(number.trim().length < 3)}
        />
      )}
      {(act.kind === "move" || act.kind === "again") && person.units.length > 0 && (
        <Select
          label={t("staff.unit")}
          value={unit}
          onChange={setUnit}
          wrong={act.kind === "move" ? missing(unit === "") : undefined}
          options={person.units.map(({ id: value, name }) => ({ value, label: name }))}
        />
      )}
      {act.kind === "details" && (
        <>
          <TextField
            label={t("staff.resident.given")}
            value={given}
            onChange={setGiven}
            maxLength={100}
            wrong={missing(given.trim() === "")}
          />
          <TextField
            label={t("staff.resident.family")}
            value={family}
            onChange={setFamily}
            maxLength={100}
            wrong={missing(family.trim() === "")}
          />
          <TextField label={t("staff.resident.born")} type="date" value={born} onChange={setBorn} />
        </>
      )}
      {reasons[act.kind].length > 0 && (
        <>
          <Select
            label={t("staff.resident.why")}
            value={reason}
            onChange={setReason}
            wrong={missing(reason === "")}
            options={reasons[act.kind].map((value) => ({ value, label: t(`staff.stay.reason.${value}` as Id) }))}
          />
          {act.kind !== "again" && (
            <TextField
              label={t("staff.resident.note")}
              hint={t("staff.resident.note.hint")}
              value={note}
              onChange={setNote}
              rows={2}
              maxLength={500}
            />
          )}
        </>
      )}
    </Dialog>
  );
}
