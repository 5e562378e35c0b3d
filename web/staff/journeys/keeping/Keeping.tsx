import { useQueryClient } from "@tanstack/react-query";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { holdsStaff } from "#contracts/legal-holds.ts";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { PlaceHold, stands } from "#web/staff/shell/HoldPart.tsx";
import { More } from "#web/staff/shell/More.tsx";
import { usePages } from "#web/staff/shell/pages.ts";
import { Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { knows } from "#web/words/words.tsx";

type Hold = AnswerOf<typeof holdsStaff.legalHoldList>["rows"][number];
type Erasure = AnswerOf<typeof holdsStaff.erasureList>["rows"][number];
const PAGE_SIZE = 100;

/** Legal holds of this facility, and what each night deleted. */
export default function Keeping() {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  usePageTitle(t("staff.keeping.title"));
  return (
    <>
      <Head title={t("staff.keeping.title")} beside={<p className="soft now-words">{t("staff.keeping.lead")}</p>}>
        {can("hold.manage") && <PlaceHold subject={{ kind: "facility", id: facilityId }} />}
      </Head>
      <div className="stack">
        {can("hold.read") && <Holds />}
        {can("audit.read") && <Nights />}
      </div>
    </>
  );
}

function Holds() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const queries = useQueryClient();
  const pages = usePages<Hold>([api.legalHoldList.id, { facilityId }], (after, signal) =>
    call(api.legalHoldList, { params: { facilityId }, query: { limit: PAGE_SIZE, ...(after ? { after } : {}) }, signal }),
  );
  const release = useAct(api.releaseLegalHold, {
    onDone: async () => {
      void toast(t("staff.keeping.released"));
      await queries.invalidateQueries({ queryKey: [api.legalHoldList.id] });
    },
  });
  const now = useNow(60_000);
  const lastDay = (until: string) => day(new Date(Date.parse(until) - 1).toISOString());
  const name = (row: Hold) => row.subjectName ?? t("staff.keeping.nobody");
  const day = (at: string) => format.day(dayIn(at, zone), { month: "short", day: "numeric", year: "numeric" });
  const columns: Column<Hold>[] = [
    {
      id: "subject",
      header: t("staff.keeping.subject"),
      cell: (row) =>
        row.subjectKind === "visit" ? (
          <Go to={paths.visit} params={{ visitId: row.subjectId }}>
            {name(row)}
          </Go>
        ) : (
          <b>{name(row)}</b>
        ),
      value: name,
    },
    { id: "kind", header: t("staff.keeping.what"), cell: (row) => t(`staff.keeping.subject.${row.subjectKind}`) },
    {
      id: "why",
      header: t("staff.keeping.purpose"),
      cell: (row) => (
        <>
          {t(`staff.keeping.purpose.${row.purpose}`)}
          <p className="soft">{row.basis}</p>
        </>
      ),
      value: (row) => `${t(`staff.keeping.purpose.${row.purpose}`)} ${row.basis}`,
    },
    {
      id: "placed",
      header: t("staff.keeping.placed_by"),
      cell: (row) => `${row.placedBy ?? "–"}, ${day(row.placedAt)}`,
      value: (row) => row.placedAt,
    },
    {
      id: "state",
      header: t("staff.keeping.state"),
      cell: (row) =>
        row.releasedAt ? (
          t("staff.keeping.ended", { who: row.releasedBy ?? "–", day: day(row.releasedAt) })
        ) : !stands(row, now) ? (
          row.until && t("staff.keeping.over", { day: day(row.until) })
        ) : can("hold.manage") ? (
          <Button
            kind="second"
            size="small"
            label={t("staff.keeping.release_for", { name: name(row) })}
            isPending={release.isPending && release.variables.params.holdId === row.id}
            onPress={() => release.mutate({ params: { facilityId, holdId: row.id } })}
          >
            {t("staff.keeping.release")}
          </Button>
        ) : (
          <Pill tone="warn">{t("staff.keeping.stands")}</Pill>
        ),
    },
    {
      id: "until",
      header: t("staff.keeping.until_day"),
      cell: (row) => (row.until ? lastDay(row.until) : "–"),
      value: (row) => row.until ?? "",
    },
  ];
  return (
    <Part id="holds" title={t("staff.keeping.holds")}>
      {(pages.error ?? release.error) && <Refusal problem={(pages.error ?? release.error)!} />}
      {pages.rows && (
        <Table
          caption={t("staff.keeping.holds.table")}
          hideCaption
          columns={columns}
          rows={pages.rows}
          rowId={(row) => row.id}
          exportAs="legal-holds"
          empty={<p>{t("staff.keeping.no_holds")}</p>}
        />
      )}
      <More pages={pages} />
    </Part>
  );
}

function Nights() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  const pages = usePages<Erasure>([api.erasureList.id, { facilityId }], (after, signal) =>
    call(api.erasureList, { params: { facilityId }, query: { limit: PAGE_SIZE, ...(after ? { after } : {}) }, signal }),
  );
  const kind = (row: Erasure) => (knows(`staff.keeping.kind.${row.kind}`) ? t(`staff.keeping.kind.${row.kind}` as Id) : row.kind);
  const day = (at: string) => format.day(dayIn(at, zone), { month: "short", day: "numeric", year: "numeric" });
  const columns: Column<Erasure>[] = [
    { id: "at", header: t("staff.keeping.night"), cell: (row) => <time dateTime={row.at}>{day(row.at)}</time>, value: (row) => row.at },
    {
      id: "kind",
      header: t("staff.keeping.what"),
      cell: (row) => (
        <>
          {kind(row)} {row.failed && <Pill tone="stop">{t("staff.keeping.failed")}</Pill>}
        </>
      ),
      value: kind,
    },
    { id: "erased", header: t("staff.keeping.erased"), cell: (row) => row.erased, value: (row) => row.erased, num: true },
    { id: "held", header: t("staff.keeping.held_back"), cell: (row) => row.held, value: (row) => row.held, num: true },
    { id: "needed", header: t("staff.keeping.needed"), cell: (row) => row.needed, value: (row) => row.needed, num: true },
    {
      id: "oldest",
      header: t("staff.keeping.oldest"),
      cell: (row) => (row.oldest ? day(row.oldest) : "–"),
      value: (row) => row.oldest ?? "",
    },
  ];
  return (
    <Part id="nights" title={t("staff.keeping.nights")}>
      <p className="soft part-lead">{t("staff.keeping.nights.more")}</p>
      {pages.error && <Refusal problem={pages.error} />}
      {pages.rows && (
        <Table
          caption={t("staff.keeping.nights.table")}
          hideCaption
          columns={columns}
          rows={pages.rows}
          rowId={(row) => row.id}
          exportAs="deleted"
          empty={<p>{t("staff.keeping.no_nights")}</p>}
        />
      )}
      <More pages={pages} />
    </Part>
  );
}
