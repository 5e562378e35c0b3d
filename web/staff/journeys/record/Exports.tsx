import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { exportPurposes, type oversightStaff } from "#contracts/oversight.ts";
import { api } from "#web/client/api.ts";
import { urlOf } from "#web/client/call.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button, ButtonLink } from "#web/ui/Button.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";

type Row = AnswerOf<typeof oversightStaff.recordExports>[number];
const LOOK_AGAIN_MS = 3_000;

/** A person's whole record for a court: asked for with a purpose, made in the background, taken as a file for thirty days. */
export default function Exports() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  usePageTitle(t("staff.exports.title"));
  const made = useQuery({
    ...reading(api.recordExports, { params: { facilityId } }),
    refetchInterval: ({ state }) => (state.data?.some((row) => row.status === "queued") ? LOOK_AGAIN_MS : false),
  });
  const status = (row: Row) =>
    row.status === "ready"
      ? t("staff.exports.status.ready", { day: format.day(row.keptThrough, { month: "long", day: "numeric" }) })
      : t(`staff.exports.status.${row.status}`);
  const columns: Column<Row>[] = [
    { id: "who", header: t("staff.exports.who"), cell: (row) => row.residentName || row.residentId, value: (row) => row.residentName },
    {
      id: "at",
      header: t("staff.table.time"),
      cell: (row) => `${format.day(dayIn(row.madeAt, zone), { month: "short", day: "numeric" })}, ${format.time(row.madeAt, zone)}`,
      value: (row) => row.madeAt,
    },
    { id: "asked", header: t("staff.exports.asked"), cell: (row) => row.askedByName, value: (row) => row.askedByName ?? "" },
    {
      id: "purpose",
      header: t("staff.exports.purpose"),
      cell: (row) => (
        <>
          {t(`staff.exports.purpose.${row.purpose}`)}
          <p className="soft">{row.basis}</p>
        </>
      ),
      value: (row) => row.purpose,
    },
    {
      id: "status",
      header: t("staff.exports.status"),
      cell: (row) => (
        <>
          <p>{status(row)}</p>
          {row.status === "ready" && (
            <>
              <ButtonLink
                kind="second"
                href={urlOf(api.takeRecordExport.path, { facilityId, exportId: row.id })}
                download={`record-${row.id}.zip`}
              >
                {t("staff.exports.take")}
                <span className="hidden"> {row.residentName}</span>
              </ButtonLink>
              <p className="soft export-hash">
                {t("staff.exports.hash")}: {row.sha256}
              </p>
            </>
          )}
        </>
      ),
      value: (row) => row.status,
    },
  ];
  return (
    <>
      <Head title={t("staff.exports.title")}>
        <Go to={paths.record} look="second">
          {t("staff.record.title")}
        </Go>
      </Head>
      <p>{t("staff.exports.lead")}</p>
      <Ask />
      <Part id="made" title={t("staff.exports.list")}>
        {made.error && <Refusal problem={made.error} />}
        {made.isPending && <Skeleton height="8rem" />}
        {made.data && (
          <Table
            caption={t("staff.exports.list")}
            hideCaption
            columns={columns}
            rows={made.data}
            rowId={(row) => row.id}
            empty={<p>{t("staff.exports.none")}</p>}
          />
        )}
      </Part>
    </>
  );
}

function Ask() {
  const { t } = useWords();
  const { facilityId } = useHere();
  const client = useQueryClient();
  const empty = { id: newId(), bookingNumber: "", purpose: "" as (typeof exportPurposes)[number] | "", basis: "" };
  const [form, setForm] = useState(empty);
  const asking = useAct(api.askRecordExport, {
    onDone: () => {
      setForm({ ...empty, id: newId() });
      return client.invalidateQueries({ queryKey: [api.recordExports.id] });
    },
  });
  const { id, bookingNumber, purpose, basis } = form;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (purpose !== "") asking.mutate({ params: { facilityId }, body: { id, bookingNumber, purpose, basis } });
  };
  return (
    <form className="card stack export-ask" onSubmit={send}>
      {asking.error && <Refusal problem={asking.error} />}
      <TextField
        label={t("staff.exports.number")}
        value={bookingNumber}
        onChange={(value) => setForm({ ...form, bookingNumber: value })}
        isRequired
      />
      <Select
        label={t("staff.exports.purpose")}
        value={purpose}
        onChange={(value) => setForm({ ...form, purpose: value })}
        options={exportPurposes.map((each) => ({ value: each, label: t(`staff.exports.purpose.${each}`) }))}
        isRequired
      />
      <TextField
        label={t("staff.exports.basis")}
        hint={t("staff.exports.basis.hint")}
        value={basis}
        onChange={(value) => setForm({ ...form, basis: value })}
        isRequired
      />
      <p className="soft">{t("staff.exports.logged")}</p>
      <div className="actions">
        <Button type="submit" isPending={asking.isPending}>
          {t("staff.exports.act")}
        </Button>
      </div>
    </form>
  );
}
