import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { dayIn } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import type { Person } from "./Resident.tsx";

const sources = ["court_order", "staff_report", "asked_by_person", "investigation"] as const;

/** Whom this resident must not meet. Only whoever has the right ever sees this part. */
export function Apart({ person }: { person: Person }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const params = { facilityId, residentId: person.id };
  const [asking, setAsking] = useState(false);
  const residents = useQuery(reading(api.keepApartList, { params }));
  const contacts = useQuery(reading(api.contactKeepApartList, { params }));
  const again = () => queries.invalidateQueries();
  const end = useAct(api.endKeepApart, { onDone: again });
  const endContact = useAct(api.endContactKeepApart, { onDone: again });
  const rows = [
    ...(residents.data ?? []).map((row) => ({ ...row, end })),
    ...(contacts.data ?? []).map((row) => ({ ...row, end: endContact })),
  ];
  const problem = residents.error ?? contacts.error ?? end.error ?? endContact.error;
  return (
    <Part
      id="apart"
      title={t("staff.apart.title")}
      beside={
        <Button kind="quiet" onPress={() => setAsking(true)}>
          {t("staff.apart.add")}
        </Button>
      }
    >
      <p className="soft">{t("staff.apart.lead")}</p>
      {problem && <Refusal problem={problem} />}
      <ul className="list">
        {rows.map((row) => (
          <li key={row.id} className="spread">
            <span>
              <b>{row.otherName ?? t("staff.apart.elsewhere")}</b>
              <br />
              <span className="soft">
                {t(`staff.apart.${row.source}`)} · {row.fromDay} – {row.untilDay ?? "…"}
              </span>
              {row.words && <span className="soft"> · {row.words}</span>}
            </span>
            <Button
              kind="stop-second"
              size="small"
              label={t("staff.apart.end_for", { name: row.otherName ?? t("staff.apart.elsewhere") })}
              onPress={() => row.end.mutate({ params: { ...params, keepApartId: row.id } })}
            >
              {t("staff.apart.end")}
            </Button>
          </li>
        ))}
      </ul>
      {asking && <Form person={person} onClose={() => setAsking(false)} />}
    </Part>
  );
}

function Form({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useWords();
  const { facilityId, zone } = useHere();
  const queries = useQueryClient();
  const [id] = useState(() => newId());
  const [who, setWho] = useState("resident");
  const [number, setNumber] = useState("");
  const [source, setSource] = useState<(typeof sources)[number] | "">("");
  const [words, setWords] = useState("");
  const [fromDay, setFromDay] = useState(() => dayIn(new Date().toISOString(), zone));
  const [until, setUntil] = useState("");
  const done = async () => {
    onClose();
    await queries.invalidateQueries();
  };
  const make = useAct(api.makeKeepApart, { onDone: done });
  const makeContact = useAct(api.makeContactKeepApart, { onDone: done });
  const params = { facilityId, residentId: person.id };
  const problem = make.error ?? makeContact.error;
  const send = () => {
    if (source === "") return;
    const about = { id, source, fromDay, untilDay: until || null, ...(words.trim() ? { words: words.trim() } : {}) };
    if (who === "resident") make.mutate({ params, body: { ...about, otherBookingNumber: number.trim() } });
    else makeContact.mutate({ params, body: { ...about, connectionId: who } });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.apart.ask", { name: person.name })}
      actions={
        <>
          <Button isPending={make.isPending || makeContact.isPending} isDisabled={source === ""} onPress={send}>
            {t("staff.apart.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      {problem && <Refusal problem={problem} />}
      <Select
        label={t("staff.apart.from_whom")}
        value={who}
        onChange={setWho}
        options={[
          { value: "resident", label: t("staff.apart.resident") },
          ...person.connections.map((one) => ({ value: one.id, label: one.contactName })),
        ]}
      />
      {who === "resident" && <TextField label={t("staff.apart.number")} value={number} onChange={setNumber} maxLength={20} />}
      <Select
        label={t("staff.apart.source")}
        value={source}
        onChange={setSource}
        options={sources.map((value) => ({ value, label: t(`staff.apart.${value}`) }))}
      />
      <TextField label={t("staff.apart.from")} type="date" value={fromDay} onChange={setFromDay} />
      <TextField label={t("staff.apart.until")} type="date" value={until} onChange={setUntil} />
      <TextField label={t("staff.apart.words")} value={words} onChange={setWords} rows={2} maxLength={1000} />
    </Dialog>
  );
}
