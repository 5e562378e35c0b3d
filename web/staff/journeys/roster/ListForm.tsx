import type { RosterRun } from "#contracts/roster.ts";
import { FileField } from "#web/staff/shell/FileField.tsx";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Select } from "#web/ui/Field.tsx";
import type { RosterPage } from "./Roster.tsx";
import { LISTS } from "./sample.rules.ts";

/** By which mapping a list is read, and what is in it. */
export type Choice = Pick<RosterRun, "source" | "kind">;

/** Which list, by which mapping, and what is in it. */
export function ListForm({
  page,
  file,
  onFile,
  choice,
  onChoice,
  onSend,
}: {
  page: RosterPage;
  file: File | undefined;
  onFile: (file: File | undefined) => void;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  onSend: (file: File) => void;
}) {
  const { t } = useWords();
  const { source, kind } = choice;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (file && source) onSend(file);
      }}
    >
      <p className="soft">{t("staff.roster.take_in.lead")}</p>
      <Select
        label={t("staff.roster.mapping")}
        hint={t("staff.roster.mapping.hint")}
        value={source}
        onChange={(value) => onChoice({ ...choice, source: value })}
        options={page.mappings.map(({ mapping: { name } }) => ({ value: name, label: name }))}
      />
      <RadioGroup
        label={t("staff.roster.kind")}
        value={kind}
        onChange={(value) => onChoice({ ...choice, kind: value })}
        options={(["full", "delta"] as const).map((value) => ({ value, label: t(`staff.roster.kind.${value}`) }))}
      />
      <FileField accept={LISTS} label={t("staff.roster.file")} hint={t("staff.roster.file.hint")} file={file} onChange={onFile} />
      <div>
        <Button type="submit" isDisabled={!file || !source}>
          {t("staff.roster.look")}
        </Button>
      </div>
    </form>
  );
}
