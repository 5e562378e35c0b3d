import { useQuery } from "@tanstack/react-query";
import type { billsApi } from "#contracts/bills.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { dayIn, plainLength, useFormat } from "#web/ui/format.ts";
import { moneyColumn } from "#web/ui/money-column.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Complaint } from "./Complaint.tsx";

export type Credits = AnswerOf<typeof billsApi.credits>;
type Sum = Credits["causes"][number];
const AGAIN_MS = 30_000;
/** Said inside sentences elsewhere. */
const firstBig = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);

/** What was given back in the last 90 days and for what, and who said that a visit was bad and waits for an answer. */
export default function CreditsPage() {
  const { t } = useWords();
  const format = useFormat();
  const { facility, facilityId } = useHere();
  usePageTitle(t("staff.credits.title"));
  const credits = useQuery({ ...reading(api.credits, { params: { facilityId } }), refetchInterval: AGAIN_MS });
  if (!credits.data && !credits.error) return <Waiting />;
  const { waiting = [], causes = [], since } = credits.data ?? {};
  const all = causes.reduce((sum, { cents }) => sum + cents, 0);
  const columns: Column<Sum>[] = [
    {
      id: "what",
      header: t("staff.credits.what"),
      cell: ({ what }) => t(`bill.cause.${what}`),
      value: ({ what }) => t(`bill.cause.${what}`),
    },
    {
      id: "where",
      header: t("staff.credits.where"),
      cell: ({ where }) => firstBig(t(`bill.where.${where}`)),
      value: ({ where }) => firstBig(t(`bill.where.${where}`)),
    },
    {
      id: "by",
      header: t("staff.credits.by"),
      cell: ({ decided }) => t(decided ? "staff.credits.by.staff" : "staff.credits.by.rule"),
      value: ({ decided }) => t(decided ? "staff.credits.by.staff" : "staff.credits.by.rule"),
    },
    { id: "visits", header: t("staff.credits.visits"), cell: ({ visits }) => visits, value: ({ visits }) => visits, num: true },
    {
      id: "time",
      header: t("staff.credits.time"),
      cell: ({ seconds }) => format.duration(seconds),
      value: ({ seconds }) => seconds,
      says: ({ seconds }) => plainLength(seconds),
      num: true,
    },
    moneyColumn(format.money, { id: "cents", header: t("staff.credits.money"), of: ({ cents }) => cents }),
  ];
  return (
    <>
      <Head title={t("staff.credits.title")} />
      <div className="stack">
        {credits.error && <Refusal problem={credits.error} />}
        <Part id="waiting" title={t("staff.credits.waiting", { count: waiting.length })}>
          <p className="soft part-lead">{t(waiting.length === 0 ? "staff.credits.waiting.none" : "staff.credits.waiting.more")}</p>
          <ul className="list">
            {waiting.map((one) => (
              <li key={one.id}>
                <Complaint one={one} />
              </li>
            ))}
          </ul>
        </Part>
        <Part id="causes" title={t("staff.credits.causes")}>
          <p className="soft part-lead">
            {t("staff.credits.causes.more", {
              day: since ? format.day(dayIn(since, facility.timeZone), { month: "long", day: "numeric" }) : "",
              money: format.money(all),
            })}{" "}
            <a href="/public/credits">{t("bill.rule")}</a>
          </p>
          <Table
            caption={t("staff.credits.causes")}
            hideCaption
            columns={columns}
            rows={causes}
            rowId={({ where, what, decided }) => `${where} ${what} ${decided}`}
            exportAs="credits"
            empty={
              <Empty drawing="calm" title={t("staff.credits.none")}>
                {t("staff.credits.none.more")}
              </Empty>
            }
          />
        </Part>
      </div>
    </>
  );
}
