import { useState } from "react";
import { rosterFields } from "#contracts/roster.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { MakeMapping } from "./MakeMapping.tsx";
import type { RosterPage } from "./Roster.tsx";

type Row = RosterPage["mappings"][number];

/** Which columns of which list mean what; one is made by pointing at the columns of a file. */
export function Mappings({ page }: { page: RosterPage }) {
  const { t } = useWords();
  const { can } = useHere();
  const [making, setMaking] = useState(false);
  const columns: Column<Row>[] = [
    {
      id: "name",
      header: t("staff.roster.mapping"),
      cell: (row) => (
        <>
          <b>{row.mapping.name}</b> {row.builtIn && <Pill tone="line">{t("staff.roster.built_in")}</Pill>}
        </>
      ),
      value: (row) => row.mapping.name,
    },
    { id: "format", header: t("staff.roster.format"), cell: (row) => row.mapping.format.toUpperCase(), value: (row) => row.mapping.format },
    {
      id: "columns",
      header: t("staff.roster.columns"),
      cell: ({ mapping }) => (
        <ul className="list-plain">
          {rosterFields.map((field) => {
            const column = mapping.columns[field];
            return column === undefined ? null : (
              <li key={field}>
                {t(`staff.roster.field.${field}`)}: <code>{column}</code>
              </li>
            );
          })}
        </ul>
      ),
    },
    { id: "dates", header: t("staff.roster.dates"), cell: ({ mapping }) => `${mapping.instantFormat}, ${mapping.zone ?? page.timeZone}` },
  ];
  return (
    <Part
      id="mappings"
      title={t("staff.roster.mappings")}
      beside={
        can("roster.manage") &&
        !making && (
          <Button kind="second" size="small" onPress={() => setMaking(true)}>
            {t("staff.roster.make")}
          </Button>
        )
      }
    >
      <p className="soft part-lead">{t("staff.roster.mappings.lead")}</p>
      {making && <MakeMapping page={page} onDone={() => setMaking(false)} />}
      <Table
        caption={t("staff.roster.mappings.table")}
        hideCaption
        columns={columns}
        rows={page.mappings}
        rowId={(row) => row.mapping.name}
      />
    </Part>
  );
}
