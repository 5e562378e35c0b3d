import { paths } from "#web/staff/paths.ts";
import type { BoardVisit } from "#web/staff/shell/board.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useAlongWords } from "#web/staff/shell/party.ts";
import { StatePill } from "#web/staff/shell/StatePill.tsx";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { type Column, Table } from "#web/ui/Table.tsx";
import type { VisitState } from "./board.rules.ts";

/** The same day as a table: every visit in order, to sort, read by ear and take away. */
export function BoardTable({
  visits,
  states,
  day,
}: {
  visits: readonly BoardVisit[];
  states: ReadonlyMap<string, VisitState>;
  day: string;
}) {
  const { t } = useWords();
  const format = useFormat();
  const alongWords = useAlongWords();
  const state = (visit: BoardVisit) => states.get(visit.id) ?? "booked";
  const columns: Column<BoardVisit>[] = [
    {
      id: "time",
      header: t("staff.table.time"),
      cell: (visit) => <span className="nowrap">{format.time(visit.startsAt, visit.timeZone)}</span>,
      value: (visit) => visit.localStart,
    },
    { id: "station", header: t("staff.table.station"), cell: (visit) => visit.stationName, value: (visit) => visit.stationName },
    {
      id: "resident",
      header: t("staff.table.resident"),
      cell: (visit) => (
        <Go to={paths.visit} params={{ visitId: visit.id }}>
          {visit.residentName}
        </Go>
      ),
      value: (visit) => visit.residentName,
    },
    { id: "contact", header: t("staff.table.contact"), cell: (visit) => visit.contactName, value: (visit) => visit.contactName },
    {
      id: "party",
      header: t("staff.table.party"),
      cell: (visit) => alongWords(visit) || "–",
      value: alongWords,
    },
    {
      id: "state",
      header: t("staff.table.state"),
      cell: (visit) => <StatePill state={state(visit)} />,
      value: (visit) => t(`staff.state.${state(visit)}`),
    },
    {
      id: "connected",
      header: t("staff.table.connected"),
      num: true,
      cell: (visit) => (visit.connectedSeconds > 0 ? format.duration(visit.connectedSeconds) : "–"),
      value: (visit) => visit.connectedSeconds,
    },
  ];
  return (
    <section className="card">
      <Table
        caption={t("staff.table.visits", { day: format.day(day) })}
        hideCaption
        columns={columns}
        rows={visits}
        rowId={(visit) => visit.id}
        exportAs={`visits-${day}`}
        empty={<p>{t("staff.board.none")}</p>}
      />
    </section>
  );
}
