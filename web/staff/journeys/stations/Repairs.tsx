import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { repairsStaff } from "#contracts/station-care.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { ageOf } from "./age.rules.ts";
import { ChangeRepair } from "./ChangeRepair.tsx";
import { Findings } from "./Findings.tsx";

export type RepairRow = AnswerOf<typeof repairsStaff.repairs>[number];
const REFRESH_MS = 30_000;
const tones: Record<RepairRow["state"], { tone?: "good" | "warn" | "stop" }> = {
  open: { tone: "stop" },
  acknowledged: { tone: "warn" },
  in_repair: { tone: "warn" },
  fixed: { tone: "good" },
  not_a_fault: {},
};

/** The repair queue of the facility, oldest first, or all repairs there ever were of one station. */
export function Repairs({ stationId }: { stationId?: string }) {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  const queries = useQueryClient();
  const now = useNow(60_000);
  const [changing, setChanging] = useState<RepairRow>();
  const asked = { params: { facilityId }, query: stationId === undefined ? {} : { stationId } };
  const list = useQuery({ ...reading(api.repairs, asked), refetchInterval: REFRESH_MS });
  const age = (row: RepairRow) => {
    const { unit, count } = ageOf(row.openedAt, row.closedAt ? Date.parse(row.closedAt) : now);
    return t(`staff.repair.age.${unit}`, { count });
  };
  const columns: Column<RepairRow>[] = [
    {
      id: "fault",
      header: t("staff.repairs.fault"),
      cell: (row) => <b>{t(`staff.fault.${row.fault}`)}</b>,
      value: (row) => t(`staff.fault.${row.fault}`),
    },
    ...(stationId === undefined
      ? [
          {
            id: "station",
            header: t("staff.table.station"),
            cell: (row: RepairRow) => (
              <Go to={paths.station} params={{ stationId: row.stationId }}>
                {row.stationName}
              </Go>
            ),
            value: (row: RepairRow) => row.stationName,
          },
          { id: "unit", header: t("staff.unit"), cell: (row: RepairRow) => row.unit ?? "–", value: (row: RepairRow) => row.unit ?? "" },
        ]
      : []),
    {
      id: "state",
      header: t("staff.repairs.state"),
      cell: (row) => <Pill {...tones[row.state]}>{t(`staff.repair.${row.state}`)}</Pill>,
      value: (row) => t(`staff.repair.${row.state}`),
    },
    { id: "age", header: t("staff.repairs.age"), cell: age, value: (row) => now - Date.parse(row.openedAt) },
    {
      id: "found",
      header: t("staff.repairs.found"),
      cell: (row) => t(`staff.repair.by.${row.foundBy}`),
      value: (row) => t(`staff.repair.by.${row.foundBy}`),
    },
    ...(stationId === undefined
      ? []
      : [{ id: "findings", header: t("staff.repairs.findings"), cell: (row: RepairRow) => <Findings findings={row.findings} /> }]),
    { id: "note", header: t("staff.repairs.note"), cell: (row) => row.note ?? "–", value: (row) => row.note ?? "" },
  ];
  if (can("station.repair"))
    columns.push({
      id: "acts",
      header: t("staff.table.acts"),
      cell: (row) =>
        row.next.length > 0 && (
          <Button
            kind="second"
            size="small"
            label={t("staff.repairs.change_for", { station: row.stationName, fault: t(`staff.fault.${row.fault}`) })}
            onPress={() => setChanging(row)}
          >
            {t("staff.repairs.change")}
          </Button>
        ),
    });
  return (
    <>
      {list.error && <Refusal problem={list.error} />}
      {!list.data && !list.error && <Skeleton height="12rem" />}
      {list.data && (
        <Table
          caption={t("staff.repairs.queue")}
          hideCaption
          columns={columns}
          rows={list.data}
          rowId={(row) => row.id}
          {...(stationId === undefined ? { exportAs: "repairs" } : {})}
          empty={<p className="soft">{t(stationId === undefined ? "staff.repairs.none" : "staff.repairs.none_here")}</p>}
        />
      )}
      {changing && (
        <ChangeRepair
          repair={changing}
          onClose={() => setChanging(undefined)}
          onDone={() => {
            setChanging(undefined);
            void queries.invalidateQueries({ queryKey: [api.repairs.id] });
          }}
        />
      )}
    </>
  );
}
