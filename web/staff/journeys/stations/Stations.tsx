import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { stationsStaffApi } from "#contracts/stations.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { useFilters } from "#web/staff/shell/filters.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { OneTimeCode } from "#web/staff/shell/OneTimeCode.tsx";
import { Head } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { AddStation } from "./AddStation.tsx";
import { Groups } from "./Groups.tsx";
import { healthOf, healthTones } from "./health.rules.ts";
import { Repairs } from "./Repairs.tsx";
import { SignOutAll } from "./SignOut.tsx";

type Station = AnswerOf<typeof stationsStaffApi.stationList>[number];
const REFRESH_MS = 30_000;
const views = ["list", "repairs", "groups"] as const;

/** Every station here: whether it is alive, whether camera and microphone work, and how a new one is set up. */
export default function Stations() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const queries = useQueryClient();
  const now = useNow(30_000);
  const [filters, change] = useFilters<"unit" | "view">();
  const [asked, setAsked] = useState<Station>();
  const [adding, setAdding] = useState(false);
  const [signingOut, setSigningOut] = useState(false);
  const view = views.find((one) => one === filters.view) ?? "list";
  const stations = useQuery({ ...reading(api.stationList, { params: { facilityId } }), refetchInterval: REFRESH_MS });
  const again = () => queries.invalidateQueries({ queryKey: [api.stationList.id] });
  const code = useAct(api.makeEnrolmentCode, { onDone: again });
  usePageTitle(t("staff.stations.title"));
  const units = [...new Set(stations.data?.flatMap(({ unit }) => unit ?? []) ?? [])];
  const rows = stations.data?.filter(({ unit }) => !filters.unit || unit === filters.unit);
  const health = (row: Station) => healthOf(row, now);
  const seen = (row: Station) =>
    row.lastSeenAt ? `${format.nearDay(row.lastSeenAt, zone, now)}, ${format.time(row.lastSeenAt, zone)}` : t("staff.stations.never");
  const columns: Column<Station>[] = [
    {
      id: "name",
      header: t("staff.table.station"),
      cell: (row) => (
        <Go to={paths.station} params={{ stationId: row.id }}>
          <b>{row.name}</b>
        </Go>
      ),
      value: (row) => row.name,
    },
    { id: "unit", header: t("staff.unit"), cell: (row) => row.unit ?? "–", value: (row) => row.unit ?? "" },
    {
      id: "kind",
      header: t("staff.stations.kind"),
      cell: (row) => t(`staff.stations.${row.kind}`),
      value: (row) => t(`staff.stations.${row.kind}`),
    },
    {
      id: "health",
      header: t("staff.table.state"),
      cell: (row) => <Pill {...healthTones[health(row)]}>{t(`staff.health.${health(row)}`)}</Pill>,
      value: (row) => t(`staff.health.${health(row)}`),
    },
    {
      id: "camera",
      header: t("staff.stations.camera"),
      cell: (row) => t(`staff.works.${row.camera}`),
      value: (row) => t(`staff.works.${row.camera}`),
    },
    {
      id: "microphone",
      header: t("staff.stations.microphone"),
      cell: (row) => t(`staff.works.${row.microphone}`),
      value: (row) => t(`staff.works.${row.microphone}`),
    },
    {
      id: "signed_in",
      header: t("staff.stations.signed_in"),
      cell: (row) => row.signedIn?.name ?? "–",
      value: (row) => row.signedIn?.name ?? "",
    },
    { id: "seen", header: t("staff.stations.seen"), cell: seen, value: (row) => row.lastSeenAt ?? "" },
  ];
  if (can("station.manage"))
    columns.push({
      id: "acts",
      header: t("staff.table.acts"),
      cell: (row) => (
        <Button
          kind={row.enrolled ? "quiet" : "second"}
          size="small"
          label={t(row.enrolled ? "staff.stations.replace_for" : "staff.stations.code_for", { station: row.name })}
          onPress={() => setAsked(row)}
        >
          {t(row.enrolled ? "staff.stations.replace" : "staff.stations.code")}
        </Button>
      ),
    });
  const close = () => {
    setAsked(undefined);
    code.reset();
  };
  return (
    <>
      <Head title={t("staff.stations.title")} beside={<p className="soft now-words">{t("staff.stations.lead")}</p>}>
        {can("station.sign_out") && (
          <Button kind="second" size="small" onPress={() => setSigningOut(true)}>
            {t("staff.signout.all")}
          </Button>
        )}
        <label>
          <span className="hidden">{t("staff.unit")}</span>
          <select
            className="input"
            data-size="small"
            value={filters.unit ?? ""}
            onChange={(event) => change({ unit: event.target.value }, { replace: true })}
          >
            <option value="">{t("staff.unit.all")}</option>
            {units.map((unit) => (
              <option key={unit}>{unit}</option>
            ))}
          </select>
        </label>
        {can("station.manage") && (
          <Button size="small" onPress={() => setAdding(true)}>
            <Icon name="plus" />
            {t("staff.stations.add")}
          </Button>
        )}
      </Head>
      <nav className="views" aria-label={t("staff.stations.views")}>
        {views.map((one) => (
          <Go key={one} to={paths.stations} {...(one === "list" ? {} : { search: { view: one } })} current={one === view}>
            {t(`staff.stations.${one}`)}
          </Go>
        ))}
      </nav>
      <h2 className="hidden">{t(`staff.stations.${view}`)}</h2>
      {view === "repairs" && (
        <section className="card">
          <p className="soft part-lead">{t("staff.repairs.lead")}</p>
          <Repairs />
        </section>
      )}
      {view === "groups" && <Groups names={new Map(stations.data?.map(({ id, name }) => [id, name]) ?? [])} />}
      {signingOut && (
        <SignOutAll
          onClose={() => setSigningOut(false)}
          onDone={() => {
            setSigningOut(false);
            void again();
          }}
        />
      )}
      {stations.error && <Refusal problem={stations.error} />}
      {view === "list" && !rows && !stations.error && <Skeleton height="20rem" />}
      {view === "list" && rows && (
        <section className="card">
          <Table
            caption={t("staff.stations.title")}
            hideCaption
            columns={columns}
            rows={rows}
            rowId={(row) => row.id}
            exportAs="stations"
            empty={<p>{t("staff.stations.none")}</p>}
          />
        </section>
      )}
      {adding && (
        <AddStation
          onClose={() => setAdding(false)}
          onAdded={(station) => {
            setAdding(false);
            setAsked(station);
            code.mutate({ params: { facilityId, stationId: station.id } });
          }}
        />
      )}
      <Dialog
        isOpen={asked !== undefined && !code.data}
        onClose={close}
        title={t(asked?.enrolled ? "staff.stations.replace.title" : "staff.stations.code.title", { station: asked?.name ?? "" })}
        actions={
          <>
            <Button
              kind={asked?.enrolled ? "stop" : "line"}
              isPending={code.isPending}
              onPress={() => asked && code.mutate({ params: { facilityId, stationId: asked.id } })}
            >
              {t("staff.stations.code.act")}
            </Button>
            <Button kind="second" onPress={close}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t(asked?.enrolled ? "staff.stations.code.ends_key" : "staff.stations.code.first", { station: asked?.name ?? "" })}</p>
        {code.error && <Refusal problem={code.error} />}
      </Dialog>
      {asked && code.data && (
        <OneTimeCode
          title={t("staff.stations.code.ready", { station: asked.name })}
          {...code.data}
          steps={[
            t("staff.stations.step.open", { address: `${location.origin}/kiosk` }),
            t("staff.stations.step.allow"),
            t("staff.stations.step.type"),
          ]}
          onClose={close}
        />
      )}
    </>
  );
}
