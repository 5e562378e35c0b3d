import { useMemo, useState } from "react";
import type { auditStaff } from "#contracts/audit.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { asProblem, type Problem } from "#web/client/problem.ts";
import { paths } from "#web/staff/paths.ts";
import { useFilters } from "#web/staff/shell/filters.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { More } from "#web/staff/shell/More.tsx";
import { usePages } from "#web/staff/shell/pages.ts";
import { Head } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { download, toCsv } from "#web/ui/csv.ts";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { knows } from "#web/words/words.tsx";
import { type Asked, askedNames, queryOf } from "./asked.ts";
import { factWords } from "./facts.ts";
import { SearchForm } from "./SearchForm.tsx";

type AuditRow = AnswerOf<typeof auditStaff.auditList>["rows"][number];
const PAGE_SIZE = 100;
const PAGE_SIZE_MAX = 200;
/** Ten thousand rows: more is a matter for the command line. */
const DOWNLOAD_PAGES_MAX = 50;

/** Who did what to whom here, newest first; nothing in it can be changed. */
export default function Record() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const [filters, change] = useFilters<keyof Asked>();
  const address = JSON.stringify(Object.fromEntries(askedNames.map((name) => [name, filters[name] ?? ""])));
  const asked = useMemo(() => JSON.parse(address) as Asked, [address]);
  const query = queryOf(asked, zone);
  const isAsked = Object.keys(query).length > 0;
  const pages = usePages<AuditRow>([api.auditList.id, { facilityId, ...query }], (after, signal) =>
    call(api.auditList, { params: { facilityId }, query: { limit: PAGE_SIZE, ...query, ...(after ? { after } : {}) }, signal }),
  );
  usePageTitle(t("staff.record.title"));
  const what = (row: AuditRow) => {
    const id = `staff.audit.${row.what}`;
    return knows(id) ? t(id as Id) : row.what;
  };
  const who = (row: AuditRow) => row.actorName ?? t(row.actorRealm === "system" ? "live.record.system" : "staff.record.nobody");
  const facts = (row: AuditRow) => factWords(row.facts, { t, format });
  const text = (row: AuditRow) => [...facts(row), row.words ?? ""].filter(Boolean).join("; ");
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
    {
      id: "who",
      header: t("staff.record.who"),
      cell: (row) =>
        row.actorId ? (
          <Go to={paths.record} search={{ actor: row.actorId }} label={t("staff.record.by", { name: who(row) })}>
            {who(row)}
          </Go>
        ) : (
          <b>{who(row)}</b>
        ),
      value: who,
    },
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
          {row.subjectId && row.subjectId !== asked.about && (
            <p>
              <Go to={paths.record} search={{ about: row.subjectId }} label={t("staff.record.about.of", { what: what(row) })}>
                {t("staff.record.about")}
              </Go>
            </p>
          )}
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
        {can("record.export") && (
          <Go to={paths.exports} look="second">
            {t("staff.exports.title")}
          </Go>
        )}
      </Head>
      <SearchForm asked={asked} onAsk={(next) => change(next)} />
      {(asked.actor || asked.about) && <p>{t(asked.actor ? "staff.record.only_by" : "staff.record.only_about")}</p>}
      {isAsked && (
        <p className="noprint">
          <Go to={paths.record} look="quiet">
            {t("staff.record.all")}
          </Go>
        </p>
      )}
      {pages.error && <Refusal problem={pages.error} />}
      {!pages.rows && !pages.error && <Skeleton height="20rem" />}
      {pages.rows && (
        <section className="card">
          <Table
            caption={t("staff.record.title")}
            hideCaption
            columns={columns}
            rows={pages.rows}
            rowId={(row) => row.id}
            empty={<p>{t(isAsked ? "staff.record.none_found" : "staff.record.none")}</p>}
          />
          <More pages={pages} />
          {pages.rows.length > 0 && <Download columns={columns} facilityId={facilityId} query={query} />}
        </section>
      )}
    </>
  );
}

/** Takes away everything that fits, not only what is shown. */
function Download({ columns, facilityId, query }: { columns: readonly Column<AuditRow>[]; facilityId: string; query: object }) {
  const { t } = useWords();
  const [state, setState] = useState<{ reading: boolean; problem?: Problem }>({ reading: false });
  const take = async () => {
    setState({ reading: true });
    try {
      const rows: AuditRow[] = [];
      let after: string | null = null;
      for (let page = 0; page < DOWNLOAD_PAGES_MAX; page++) {
        const answer: AnswerOf<typeof auditStaff.auditList> = await call(api.auditList, {
          params: { facilityId },
          query: { ...query, limit: PAGE_SIZE_MAX, ...(after ? { after } : {}) },
        });
        rows.push(...answer.rows);
        after = answer.next;
        if (after === null) break;
      }
      download(
        "record.csv",
        toCsv([columns.map((column) => column.header), ...rows.map((row) => columns.map((column) => column.value?.(row) ?? ""))]),
      );
      setState({ reading: false });
    } catch (caught) {
      setState({ reading: false, problem: asProblem(caught) });
    }
  };
  return (
    <div className="actions noprint gap-4">
      <Button kind="second" size="small" isPending={state.reading} onPress={() => void take()}>
        <Icon name="download" />
        {t("shared.table.export")}
      </Button>
      {state.problem && <Refusal problem={state.problem} />}
    </div>
  );
}
