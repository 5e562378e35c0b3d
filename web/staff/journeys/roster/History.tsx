import { useState } from "react";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { type Column, Table } from "#web/ui/Table.tsx";
import { Findings } from "./Findings.tsx";
import type { RosterPage } from "./Roster.tsx";

type Import = RosterPage["imports"][number];

/** What was taken in before, by whom, and what came of it. */
export function History({ page }: { page: RosterPage }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  const [shown, setShown] = useState<Import>();
  const when = (at: string) => `${format.day(dayIn(at, zone), { month: "short", day: "numeric" })}, ${format.time(at, zone)}`;
  const count = (id: "admits" | "moves" | "releases" | "changes"): Column<Import> => ({
    id,
    header: t(`staff.roster.count.${id}`),
    cell: (row) => format.number(row.counts[id]),
    value: (row) => row.counts[id],
    num: true,
  });
  const columns: Column<Import>[] = [
    { id: "at", header: t("staff.roster.when"), cell: (row) => <time dateTime={row.at}>{when(row.at)}</time>, value: (row) => row.at },
    {
      id: "by",
      header: t("staff.roster.by"),
      cell: (row) => row.by ?? t(`staff.roster.via.${row.via}`),
      value: (row) => row.by ?? t(`staff.roster.via.${row.via}`),
    },
    {
      id: "source",
      header: t("staff.roster.mapping"),
      cell: (row) => `${row.source}, ${t(`staff.roster.kind.${row.kind}.short`)}`,
      value: (row) => row.source,
    },
    ...(["admits", "moves", "releases", "changes"] as const).map(count),
    {
      id: "rejected",
      header: t("staff.roster.count.rejected"),
      cell: (row) => (
        <span className="bar">
          {format.number(row.counts.rejected)}
          {row.counts.rejected + row.counts.warnings > 0 && (
            <Button
              kind="second"
              size="small"
              label={`${t("staff.roster.findings")}. ${t("staff.roster.findings_of", { when: when(row.at) })}`}
              onPress={() => setShown(row)}
            >
              {t("staff.roster.findings")}
            </Button>
          )}
        </span>
      ),
      value: (row) => row.counts.rejected,
    },
  ];
  return (
    <Part id="history" title={t("staff.roster.history")}>
      <Table
        caption={t("staff.roster.history.table")}
        hideCaption
        columns={columns}
        rows={page.imports}
        rowId={(row) => row.id}
        exportAs="lists"
        empty={<p>{t("staff.roster.history.none")}</p>}
      />
      <Dialog
        isOpen={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={shown ? t("staff.roster.findings_of", { when: when(shown.at) }) : ""}
        actions={
          <Button kind="second" onPress={() => setShown(undefined)}>
            {t("shared.close")}
          </Button>
        }
      >
        {shown && <Findings findings={shown} fileName={shown.source} />}
      </Dialog>
    </Part>
  );
}
