import type { auditStaff } from "#contracts/audit.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { paths } from "#web/staff/paths.ts";
import { useFilters } from "#web/staff/shell/filters.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { More } from "#web/staff/shell/More.tsx";
import { usePages } from "#web/staff/shell/pages.ts";
import { Head } from "#web/staff/shell/parts.tsx";
import { SearchField } from "#web/staff/shell/SearchField.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { knows } from "#web/words/words.tsx";

type AuditRow = AnswerOf<typeof auditStaff.auditList>["rows"][number];
const PAGE_SIZE = 100;
/** Facts that name another thing by its id say nothing to a reader. */
const ids = /Id$|^id$/;

/** Who did what to whom here, newest first; nothing in it can be changed. */
export default function Record() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  const [filters, change] = useFilters<"find">();
  const pages = usePages<AuditRow>([api.auditList.id, { facilityId }], (after, signal) =>
    call(api.auditList, { params: { facilityId }, query: { limit: PAGE_SIZE, ...(after ? { after } : {}) }, signal }),
  );
  usePageTitle(t("staff.record.title"));
  const what = (row: AuditRow) => {
    const id = `staff.audit.${row.what}`;
    return knows(id) ? t(id as Id) : row.what;
  };
  const who = (row: AuditRow) => row.actorName ?? t(row.actorRealm === "system" ? "live.record.system" : "staff.record.nobody");
  const facts = (row: AuditRow) => Object.entries(row.facts).flatMap(([name, value]) => factWords(name, value, t));
  const text = (row: AuditRow) => [...facts(row), row.words ?? ""].filter(Boolean).join("; ");
  const find = (filters.find ?? "").toLocaleLowerCase();
  const rows = pages.rows?.filter((row) => `${who(row)} ${what(row)} ${text(row)}`.toLocaleLowerCase().includes(find));
  const columns: Column<AuditRow>[] = [
    {
      id: "at",
      header: t("staff.table.time"),
      cell: (row) => (
        <time dateTime={row.at} className="nowrap">
          {format.day(dayIn(row.at, zone), { month: "short", day: "numeric" })}, {format.time(row.at, zone, true)}
        </time>
      ),
      value: (row) => row.at,
    },
    { id: "who", header: t("staff.record.who"), cell: (row) => <b>{who(row)}</b>, value: who },
    {
      id: "what",
      header: t("staff.record.what"),
      cell: (row) =>
        row.what.startsWith("visit.") && row.subjectId ? (
          <Go to={paths.visit} params={{ visitId: row.subjectId }}>
            {what(row)}
          </Go>
        ) : (
          what(row)
        ),
      value: what,
    },
    {
      id: "facts",
      header: t("staff.record.facts"),
      cell: (row) => (
        <>
          <span className="soft">{facts(row).join(", ")}</span>
          {row.words && <p>“{row.words}”</p>}
        </>
      ),
      value: text,
    },
  ];
  return (
    <>
      <Head
        title={t("staff.record.title")}
        beside={<p className="soft now-words">{t("staff.record.lead", { zone: format.zone(zone) })}</p>}
      >
        <SearchField
          label={t("staff.record.find")}
          value={filters.find ?? ""}
          onChange={(value) => change({ find: value }, { replace: true })}
        />
      </Head>
      {pages.error && <Refusal problem={pages.error} />}
      {!rows && !pages.error && <Skeleton height="20rem" />}
      {rows && (
        <section className="card">
          <Table
            caption={t("staff.record.title")}
            hideCaption
            columns={columns}
            rows={rows}
            rowId={(row) => row.id}
            exportAs="record"
            empty={<p>{t(find ? "staff.record.none_found" : "staff.record.none")}</p>}
          />
          <More pages={pages} />
        </section>
      )}
    </>
  );
}

/** One fact in words: roles, reasons and purposes by their sentence, plain values as they are, ids not at all. */
function factWords(name: string, value: unknown, t: ReturnType<typeof useWords>["t"]): string[] {
  if (ids.test(name) || value === null || typeof value === "object") return [];
  const text = String(value);
  const sides = { contact: t("live.record.family"), resident: t("live.record.resident") };
  if (knows(`staff.outcome.${text}`)) return [t(`staff.outcome.${text}` as Id, sides)];
  if (["side", "by"].includes(name) && knows(`live.record.${text}`)) return [t(`live.record.${text}` as Id)];
  for (const area of ["staff.role", "live.reason", "staff.decide", "staff.purpose", "staff.connection"]) {
    if (knows(`${area}.${text}`)) return [t(`${area}.${text}` as Id)];
  }
  return [`${name}: ${text}`];
}
