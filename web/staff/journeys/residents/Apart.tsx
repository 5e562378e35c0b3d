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
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { EndApart, type ApartRow as Row } from "./EndApart.tsx";
import type { Person } from "./Resident.tsx";

const sources = ["court_order", "staff_report", "asked_by_person", "investigation"] as const;

/** Whom this resident must not meet. Only whoever has the right ever sees this part. */
export function Apart({ person }: { person: Person }) {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  const format = useFormat();
  const params = { facilityId, residentId: person.id };
  const [asking, setAsking] = useState(false);
  const residents = useQuery(reading(api.keepApartList, { params }));
  const contacts = useQuery(reading(api.contactKeepApartList, { params }));
  const [ending, setEnding] = useState<Row>();
  const rows: Row[] = [
    ...(residents.data ?? []).map((row) => ({ ...row, kind: "resident" as const })),
    ...(contacts.data ?? []).map((row) => ({ ...row, kind: "contact" as const })),
  ];
  const day = (text: string) => format.day(text, { year: "numeric", month: "short", day: "numeric" });
  const problem = residents.error ?? contacts.error;
  return (
    <Part
      id="apart"
      title={t("staff.apart.title")}
      beside={
        can("keep_apart.manage") && (
          <Button kind="quiet" label={t("staff.apart.add_for")} onPress={() => setAsking(true)}>
            {t("staff.apart.add")}
          </Button>
        )
      }
    >
      <p className="soft part-lead">{t("staff.apart.lead")}</p>
      {problem && <Refusal problem={problem} />}
      {residents.data && contacts.data && rows.length === 0 && <p>{t("staff.apart.none")}</p>}
      <ul className="list">
        {rows.map((row) => (
          <li key={row.id} className="spread">
            <span>
              <b>{row.otherName ?? t("staff.apart.elsewhere")}</b>
              <br />
              <span className="soft">
                {t(`staff.apart.kind.${row.kind}`)} · {t(`staff.apart.${row.source}`)} ·{" "}
                {row.untilDay
                  ? t("staff.apart.days", { from: day(row.fromDay), until: day(row.untilDay) })
                  : t("staff.apart.since", { from: day(row.fromDay) })}
              </span>
              {row.words && (
                <>
                  <br />
                  {row.words}
                </>
              )}
            </span>
            {can("keep_apart.manage") && (
              <Button
                kind="stop-second"
                size="small"
                label={t("staff.apart.end_for", { name: row.otherName ?? t("staff.apart.elsewhere") })}
                onPress={() => setEnding(row)}
              >
                {t("staff.apart.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asking && <Form person={person} onClose={() => setAsking(false)} />}
      {ending && <EndApart person={person} row={ending} onClose={() => setEnding(undefined)} />}
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
  const [tried, setTried] = useState(false);
  const done = async () => {
    onClose();
    await queries.invalidateQueries();
  };
  const make = useAct(api.makeKeepApart, { onDone: done });
  const makeContact = useAct(api.makeContactKeepApart, { onDone: done });
  const params = { facilityId, residentId: person.id };
  const problem = make.error ?? makeContact.error;
  const send = () => {
    setTried(true);
    if (source === "" || fromDay === "" || (who === "resident" && number.trim().length < 3)) return;
    const about = { id, source, fromDay, untilDay: until || null, ...(words.trim() ? { words: words.trim() } : {}) };
    if (who === "resident") make.mutate({ params, body: { ...about, otherBookingNumber: number.trim() } });
    else makeContact.mutate({ params, body: { ...about, connectionId: who } });
  };
  const missing = (empty: boolean) => (tried && empty ? t("staff.resident.needed") : undefined);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.apart.ask", { name: person.name })}
      actions={
        <>
          <Button isPending={make.isPending || makeContact.isPending} onPress={send}>
            {t("staff.apart.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.apart.says")}</p>
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
      {who === "resident" && (
        <TextField
          label={t("staff.apart.number")}
          value={number}
          onChange={setNumber}
          maxLength={20}
          wrong={missing(number.trim().length < 3)}
        />
      )}
      <Select
        label={t("staff.apart.source")}
        value={source}
        onChange={setSource}
        wrong={missing(source === "")}
        options={sources.map((value) => ({ value, label: t(`staff.apart.${value}`) }))}
      />
      <div className="field-pair">
        <TextField label={t("staff.apart.from")} type="date" value={fromDay} onChange={setFromDay} wrong={missing(fromDay === "")} />
        <TextField label={t("staff.apart.until")} type="date" value={until} onChange={setUntil} />
      </div>
      <TextField label={t("staff.apart.words")} value={words} onChange={setWords} rows={2} maxLength={1000} />
    </Dialog>
  );
}
