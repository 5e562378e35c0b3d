import { type FormEvent, useEffect, useState } from "react";
import { type Id, useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { idsWith } from "#web/words/words.tsx";
import type { Asked } from "./asked.ts";

const ALL = "all";
const PREFIX = "staff.audit.";

/** What the record is searched by. It is asked when the form is sent, since each search for a person is written down. */
export function SearchForm({ asked, onAsk }: { asked: Asked; onAsk: (asked: Asked) => void }) {
  const { t, locale } = useWords();
  const [form, setForm] = useState(asked);
  useEffect(() => setForm(asked), [asked]);
  const deeds = idsWith(PREFIX)
    .map((id) => ({ value: id.slice(PREFIX.length), label: t(id as Id) }))
    .sort((one, other) => one.label.localeCompare(other.label, locale));
  const set = (part: Asked) => setForm((before) => ({ ...before, ...part }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    onAsk(form);
  };
  return (
    <form className="record-search noprint" onSubmit={send} aria-label={t("staff.record.search")}>
      <TextField label={t("staff.record.who")} size="small" value={form.who ?? ""} onChange={(who) => set({ who })} />
      <Select
        label={t("staff.record.what")}
        size="small"
        value={form.what || ALL}
        onChange={(what) => set({ what: what === ALL ? "" : what })}
        options={[{ value: ALL, label: t("staff.record.what.all") }, ...deeds]}
      />
      <TextField label={t("staff.record.from")} size="small" type="date" value={form.from ?? ""} onChange={(from) => set({ from })} />
      <TextField label={t("staff.record.until")} size="small" type="date" value={form.until ?? ""} onChange={(until) => set({ until })} />
      <Button type="submit" size="small">
        {t("staff.record.search")}
      </Button>
    </form>
  );
}
