import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { residentsStaff } from "#contracts/residents.ts";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { useFilters } from "#web/staff/shell/filters.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { More } from "#web/staff/shell/More.tsx";
import { OneTimeCode } from "#web/staff/shell/OneTimeCode.tsx";
import { usePages } from "#web/staff/shell/pages.ts";
import { Head } from "#web/staff/shell/parts.tsx";
import { SearchField } from "#web/staff/shell/SearchField.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select } from "#web/ui/Field.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { toast } from "#web/ui/toast.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Admit } from "./Admit.tsx";

type Resident = AnswerOf<typeof residentsStaff.residentList>["rows"][number];
const PAGE_SIZE = 50;
const nameOf = (resident: Resident) => resident.name;

/** Residents by name or booking number: a one-time code for whoever forgot the PIN, and an end to a lock. */
export default function Residents() {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  const queries = useQueryClient();
  const [filters, change] = useFilters<"find" | "who">();
  const [asked, setAsked] = useState<Resident>();
  const search = filters.find ?? "";
  const who = filters.who === "earlier" ? ("earlier" as const) : ("here" as const);
  const pages = usePages<Resident>([api.residentList.id, { facilityId, search, who }], (after, signal) =>
    call(api.residentList, { params: { facilityId }, query: { search, who, limit: PAGE_SIZE, ...(after ? { after } : {}) }, signal }),
  );
  const again = () => queries.invalidateQueries({ queryKey: [api.residentList.id] });
  const code = useAct(api.makeResidentCode, { onDone: again });
  const unlock = useAct(api.unlockResident, {
    onDone: () => {
      void toast(t("staff.residents.unlocked"));
      return again();
    },
  });
  usePageTitle(t("staff.residents.title"));
  const columns: Column<Resident>[] = [
    {
      id: "name",
      header: t("staff.request.name"),
      cell: (row) => (
        <Go to={paths.resident} params={{ residentId: row.id }}>
          <b>{nameOf(row)}</b>
        </Go>
      ),
      value: (row) => `${row.familyName ?? ""} ${row.givenName ?? ""} ${row.name}`,
    },
    { id: "number", header: t("staff.request.number"), cell: (row) => row.bookingNumber, value: (row) => row.bookingNumber },
    { id: "unit", header: t("staff.unit"), cell: (row) => row.unit ?? "–", value: (row) => row.unit ?? "" },
    {
      id: "state",
      header: t("staff.residents.sign_in"),
      cell: (row) => (
        <Pill {...(row.locked ? { tone: "stop" as const } : row.pinSet ? { tone: "good" as const } : { tone: "warn" as const })}>
          {t(row.locked ? "staff.residents.locked" : row.pinSet ? "staff.residents.pin" : "staff.residents.no_pin")}
        </Pill>
      ),
      value: (row) => t(row.locked ? "staff.residents.locked" : row.pinSet ? "staff.residents.pin" : "staff.residents.no_pin"),
    },
  ];
  if (can("resident.set_code") && who === "here")
    columns.push({
      id: "acts",
      header: t("staff.table.acts"),
      cell: (row) => (
        <span className="row row-wrap">
          <Button kind="second" size="small" label={t("staff.residents.code_for", { name: nameOf(row) })} onPress={() => setAsked(row)}>
            {t("staff.residents.code")}
          </Button>
          {row.locked && (
            <Button
              kind="second"
              size="small"
              label={t("staff.residents.unlock_for", { name: nameOf(row) })}
              isPending={unlock.isPending && unlock.variables.params.residentId === row.id}
              onPress={() => unlock.mutate({ params: { facilityId, residentId: row.id } })}
            >
              {t("staff.residents.unlock")}
            </Button>
          )}
        </span>
      ),
    });
  return (
    <>
      <Head title={t("staff.residents.title")} beside={<p className="soft now-words">{t("staff.residents.lead")}</p>}>
        <Select
          label={t("staff.residents.who")}
          size="small"
          value={who}
          onChange={(chosen) => change({ who: chosen === "here" ? undefined : chosen })}
          options={(["here", "earlier"] as const).map((value) => ({ value, label: t(`staff.residents.who.${value}`) }))}
        />
        <SearchField label={t("staff.residents.find")} value={search} onChange={(find) => change({ find }, { replace: true })} />
        {can("stay.manage") && <Admit />}
      </Head>
      {pages.error && <Refusal problem={pages.error} />}
      {unlock.error && <Refusal problem={unlock.error} />}
      {!pages.rows && !pages.error && <Skeleton height="20rem" />}
      {pages.rows && (
        <section className="card">
          <Table
            caption={t("staff.residents.title")}
            hideCaption
            columns={columns}
            rows={pages.rows}
            rowId={(row) => row.id}
            exportAs="residents"
            empty={<p>{search ? t("shared.table.none", { text: search }) : t("staff.residents.none")}</p>}
          />
          <More pages={pages} />
        </section>
      )}
      <Dialog
        isOpen={asked !== undefined && !code.data}
        onClose={() => setAsked(undefined)}
        title={t("staff.residents.code.title", { name: asked ? nameOf(asked) : "" })}
        actions={
          <>
            <Button isPending={code.isPending} onPress={() => asked && code.mutate({ params: { facilityId, residentId: asked.id } })}>
              {t("staff.residents.code.act")}
            </Button>
            <Button
              kind="second"
              onPress={() => {
                setAsked(undefined);
                code.reset();
              }}
            >
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t(asked?.pinSet ? "staff.residents.code.ends_pin" : "staff.residents.code.first")}</p>
        {code.error && <Refusal problem={code.error} />}
      </Dialog>
      {asked && code.data && (
        <OneTimeCode
          title={t("staff.residents.code.ready", { name: nameOf(asked) })}
          {...code.data}
          steps={[
            t("staff.residents.step.check"),
            t("staff.residents.step.give", { number: asked.bookingNumber }),
            t("staff.residents.step.kiosk"),
          ]}
          onClose={() => {
            setAsked(undefined);
            code.reset();
          }}
        />
      )}
    </>
  );
}
