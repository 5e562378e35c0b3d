import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type RosterField, rosterFields } from "#contracts/roster.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { FileField } from "#web/staff/shell/FileField.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { RosterPage } from "./Roster.tsx";
import { guessPattern, LISTS, readSample, SAMPLE_BYTES, type Sample } from "./sample.rules.ts";

const coded = ["unit", "custodyLevel", "statusCode"] as const;
type Columns = Partial<Record<RosterField, string>>;
/** Where a field has no column. */
const NONE = "-";

/** Makes a mapping: of each thing we know, which column of a sample it is. The sample is read here and sent nowhere. */
export function MakeMapping({ page, onDone }: { page: RosterPage; onDone: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [sample, setSample] = useState<Sample>();
  const [unreadable, setUnreadable] = useState(false);
  const [name, setName] = useState("");
  const [columns, setColumns] = useState<Columns>({});
  const [instantFormat, setInstantFormat] = useState("iso");
  const [dayFormat, setDayFormat] = useState("iso");
  const [zone, setZone] = useState(page.timeZone);
  const [encoding, setEncoding] = useState<"utf-8" | "windows-1252" | "utf-16le">("utf-8");
  const [lastLineOpen, setLastLineOpen] = useState(false);
  const [codes, setCodes] = useState<Partial<Record<(typeof coded)[number], string>>>({});
  const save = useAct(api.saveRosterMapping, {
    onDone: async () => {
      void toast(t("staff.roster.saved"));
      await queries.invalidateQueries({ queryKey: [api.rosterPage.id] });
      onDone();
    },
  });

  async function look(chosen: File | undefined) {
    setFile(chosen);
    const bytes = await chosen?.slice(0, SAMPLE_BYTES).arrayBuffer();
    const read = bytes && readSample(new TextDecoder(encoding).decode(bytes));
    setUnreadable(chosen !== undefined && !read);
    setSample(read);
    setColumns({});
  }
  const example = (column: string | undefined) => sample?.columns.find((one) => one.name === column)?.example ?? "";
  function point(field: RosterField, column: string) {
    const { [field]: _, ...rest } = columns;
    setColumns(column === NONE ? rest : { ...rest, [field]: column });
    if (field === "admittedAt") setInstantFormat(guessPattern(example(column)));
    if (field === "birthDate") setDayFormat(guessPattern(example(column)));
  }
  function send(event: FormEvent) {
    event.preventDefault();
    const { person } = columns;
    if (!sample || person === undefined) return;
    const { format, delimiter, record } = sample;
    const meant = Object.fromEntries(coded.flatMap((field) => (columns[field] && codes[field] ? [[field, codesIn(codes[field])]] : [])));
    save.mutate({
      params: { facilityId },
      body: {
        ...{ name: name.trim().toLowerCase(), format, delimiter, encoding, ...(record ? { record } : {}) },
        ...{ columns: { ...columns, person }, instantFormat, dayFormat, zone, codes: meant, lastLineOpen },
      },
    });
  }

  return (
    <form className="stack" onSubmit={send}>
      <h3 className="h3">{t("staff.roster.make")}</h3>
      {save.error && <Refusal problem={save.error} />}
      <FileField
        accept={LISTS}
        label={t("staff.roster.sample")}
        hint={t("staff.roster.sample.hint")}
        file={file}
        onChange={(chosen) => void look(chosen)}
      />
      {unreadable && (
        <Banner tone="stop">
          <p>{t("staff.roster.sample.unreadable")}</p>
        </Banner>
      )}
      {sample && (
        <>
          <TextField
            label={t("staff.roster.name")}
            hint={t("staff.roster.name.hint")}
            value={name}
            onChange={setName}
            isRequired
            maxLength={40}
          />
          <div className="grid-two">
            {rosterFields.map((field) => (
              <Select
                key={field}
                label={t(`staff.roster.field.${field}`)}
                hint={columns[field] ? t("staff.roster.example", { value: example(columns[field]) || "–" }) : undefined}
                value={columns[field] ?? NONE}
                onChange={(column) => point(field, column)}
                options={[
                  { value: NONE, label: t("staff.roster.no_column") },
                  ...sample.columns.map((column) => ({ value: column.name, label: column.name })),
                ]}
              />
            ))}
          </div>
          <div className="grid-two">
            <TextField
              label={t("staff.roster.instant_format")}
              hint={t("staff.roster.format.hint")}
              value={instantFormat}
              onChange={setInstantFormat}
            />
            <TextField label={t("staff.roster.day_format")} value={dayFormat} onChange={setDayFormat} />
            <TextField label={t("staff.roster.zone")} value={zone} onChange={setZone} />
            <Select
              label={t("staff.roster.encoding")}
              value={encoding}
              onChange={setEncoding}
              options={(["utf-8", "windows-1252", "utf-16le"] as const).map((value) => ({ value, label: value }))}
            />
            {coded
              .filter((field) => columns[field])
              .map((field) => (
                <TextField
                  key={field}
                  label={t("staff.roster.codes", { field: t(`staff.roster.field.${field}`) })}
                  hint={t("staff.roster.codes.hint")}
                  rows={3}
                  value={codes[field] ?? ""}
                  onChange={(text) => setCodes({ ...codes, [field]: text })}
                />
              ))}
          </div>
          <Checkbox isSelected={lastLineOpen} onChange={setLastLineOpen}>
            {t("staff.roster.last_line_open")}
          </Checkbox>
        </>
      )}
      <div className="bar">
        <Button type="submit" isDisabled={!columns.person || name.trim() === ""} isPending={save.isPending}>
          {t("staff.roster.save")}
        </Button>
        <Button kind="second" onPress={onDone}>
          {t("shared.cancel")}
        </Button>
      </div>
    </form>
  );
}

/** `A1 = Unit 1`, a line each. */
const codesIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const [code = "", meaning = ""] = line.split("=").map((part) => part.trim());
      return code && meaning ? [[code, meaning]] : [];
    }),
  );
