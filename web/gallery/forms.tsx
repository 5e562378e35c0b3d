import { useEffect, useState } from "react";
import { Checkbox, RadioGroup } from "#web/ui/Choice.tsx";
import { DayPicker } from "#web/ui/DayPicker.tsx";
import { PasswordField, Select, TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { LevelMeter, Meter, Progress } from "#web/ui/Meter.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { PlacePicker } from "#web/ui/PlacePicker.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { Table } from "#web/ui/Table.tsx";
import { Tabs } from "#web/ui/Tabs.tsx";
import { days, OWN_ZONE, people, places, ZONE } from "./sample.ts";
import { useWords } from "./words.ts";

export function Fields() {
  const { t } = useWords();
  const [name, setName] = useState("Rosa Delgado");
  const [number, setNumber] = useState("2026 0441");
  const [password, setPassword] = useState("four plain words here");
  const [language, setLanguage] = useState<"es" | "en">("es");
  const [how, setHow] = useState<"home" | "jail">("home");
  const [remind, setRemind] = useState(true);
  const [note, setNote] = useState("");
  return (
    <div className="gallery-two">
      <div className="stack">
        <TextField label={t("gallery.field.name")} hint={t("gallery.field.name.hint")} value={name} onChange={setName} />
        <TextField label={t("gallery.field.number")} wrong={t("gallery.field.number.wrong")} value={number} onChange={setNumber} />
        <PasswordField label={t("gallery.field.password")} value={password} onChange={setPassword} autoComplete="off" />
        <TextField label={t("gallery.field.note")} rows={3} value={note} onChange={setNote} />
      </div>
      <div className="stack">
        <Select
          label={t("gallery.field.language")}
          value={language}
          onChange={setLanguage}
          options={[
            { value: "es", label: t("gallery.field.spanish") },
            { value: "en", label: t("gallery.field.english") },
          ]}
        />
        <RadioGroup
          label={t("gallery.field.how")}
          value={how}
          onChange={setHow}
          options={[
            { value: "home", label: t("gallery.field.home") },
            { value: "jail", label: t("gallery.field.jail") },
          ]}
        />
        <Checkbox isSelected={remind} onChange={setRemind}>
          {t("gallery.field.remind")}
        </Checkbox>
        <TextField label={t("gallery.field.off")} value="B-03" onChange={() => {}} isDisabled />
      </div>
    </div>
  );
}

export function Times() {
  const { t } = useWords();
  const format = useFormat();
  const [day, setDay] = useState("2026-11-28");
  const [place, setPlace] = useState("e");
  return (
    <div className="gallery-two">
      <DayPicker from="2026-11-15" through="2026-12-05" days={days} value={day} onChange={setDay} />
      <PlacePicker
        label={t("gallery.times.label", { day: format.day(day) })}
        zone={ZONE}
        own={OWN_ZONE}
        places={places}
        value={place}
        onChange={setPlace}
      />
    </div>
  );
}

const LEVELS = [0, 0.2, 0.45, 0.7, 0.5, 0.95, 0.3, 0.1];

export function Meters() {
  const { t } = useWords();
  const [beat, setBeat] = useState(2);
  useEffect(() => {
    // A gallery that moves would be a different picture each time; it moves only while it is pointed at.
    const meter = document.querySelector(".level");
    const next = () => setBeat((before) => (before + 1) % LEVELS.length);
    meter?.addEventListener("pointerenter", next);
    return () => meter?.removeEventListener("pointerenter", next);
  }, []);
  return (
    <div className="gallery-two">
      <div className="stack">
        <LevelMeter level={LEVELS[beat] ?? 0} />
        <Progress label={t("gallery.meters.sending")} value={64} />
        <Meter label={t("gallery.meters.used")} value={2} max={3} />
      </div>
      <div className="stack">
        <Skeleton width="60%" />
        <Skeleton />
        <Skeleton width="80%" />
      </div>
    </div>
  );
}

export function Tables() {
  const { t } = useWords();
  const format = useFormat();
  const [tab, setTab] = useState<"next" | "past">("next");
  return (
    <div className="stack">
      <Table
        caption={t("gallery.table.caption")}
        searchable
        exportAs="visits"
        rows={people}
        rowId={(row) => row.name}
        columns={[
          { id: "name", header: t("gallery.table.name"), cell: (row) => row.name, value: (row) => row.name },
          {
            id: "state",
            header: t("gallery.table.state"),
            cell: (row) => (row.done ? <Pill tone="good">{t("gallery.pill.done")}</Pill> : <Pill>{t("gallery.pill.booked")}</Pill>),
          },
          {
            id: "visits",
            header: t("gallery.table.visits"),
            cell: (row) => format.number(row.visits),
            value: (row) => row.visits,
            num: true,
          },
          {
            id: "connected",
            header: t("gallery.table.connected"),
            cell: (row) => format.duration(row.seconds),
            value: (row) => row.seconds,
            num: true,
          },
        ]}
      />
      <Tabs
        label={t("gallery.tabs")}
        value={tab}
        onChange={setTab}
        tabs={[
          { id: "next", label: t("gallery.tab.next"), panel: <p>{t("gallery.tab.next.text")}</p> },
          { id: "past", label: t("gallery.tab.past"), panel: <p>{t("gallery.tab.past.text")}</p> },
        ]}
      />
    </div>
  );
}
