import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type { Reconciliation as Shape } from "#contracts/reconciliation.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { moneyColumn } from "#web/ui/money-column.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";

type Run = NonNullable<z.infer<typeof Shape>["run"]>;
type Payout = Run["payouts"][number];
type Difference = Run["differences"][number];

/** The card company's payouts held against our books: what the last night found, each difference with its next step. */
export default function Reconciliation() {
  const { t } = useWords();
  const { facilityId } = useHere();
  const found = useQuery(reading(api.reconciliation, { params: { facilityId } }));
  usePageTitle(t("staff.reconciliation.title"));
  return (
    <>
      <p className="back">
        <Go to={paths.money} look="quiet">
          <Icon name="previous" />
          {t("staff.rail.money")}
        </Go>
      </p>
      <Head title={t("staff.reconciliation.title")} />
      <p className="lead">{t("staff.reconciliation.lead")}</p>
      {found.error && (
        <div className="gap-4">
          <Refusal problem={found.error} />
        </div>
      )}
      {!found.data && !found.error && <Waiting />}
      {found.data && (found.data.run ? <Found run={found.data.run} /> : <None of={found.data} />)}
    </>
  );
}

/** Why there is nothing to read here. */
function None({ of: { by, isShared } }: { of: z.infer<typeof Shape> }) {
  const { t } = useWords();
  if (isShared)
    return (
      <Banner tone="warn">
        <p>
          {t("staff.reconciliation.shared")} {t("staff.reconciliation.shared.next")} <code>throughline money reconcile</code>.
        </p>
      </Banner>
    );
  const why = by === "practice" ? "practice" : by === null ? "off" : "never";
  return <p className="gap-6">{t(`staff.reconciliation.${why}`)}</p>;
}

function Found({ run }: { run: Run }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  const now = useNow(60_000);
  const when = `${format.nearDay(run.at, zone, now)}, ${format.time(run.at, zone)}`;
  const count = run.differences.length;
  return (
    <div className="stack gap-6">
      <p>
        <Pill tone={count === 0 ? "good" : "stop"}>
          {count === 0 ? t("staff.reconciliation.good") : t("staff.reconciliation.bad", { count })}
        </Pill>{" "}
        {t("staff.reconciliation.at", { when, theirs: run.theirs, ours: run.ours })}
      </p>
      <Differences rows={run.differences} />
      <Payouts rows={run.payouts} />
    </div>
  );
}

const kinds = ["deposit", "refund", "payout"] as const;
const kindOf = (kind: string) => kinds.find((known) => known === kind) ?? "other";

function Differences({ rows }: { rows: readonly Difference[] }) {
  const { t } = useWords();
  const format = useFormat();
  const columns: Column<Difference>[] = [
    {
      id: "what",
      header: t("staff.reconciliation.what"),
      cell: ({ what, kind }) => (
        <>
          <b>{t(`staff.reconciliation.${what}`)}</b>
          <p className="soft">{t(`staff.reconciliation.kind.${kindOf(kind)}`)}</p>
        </>
      ),
      value: ({ what }) => t(`staff.reconciliation.${what}`),
    },
    moneyColumn(format.money, { id: "theirs", header: t("staff.reconciliation.their_sum"), of: (row) => row.theirCents }),
    moneyColumn(format.money, { id: "ours", header: t("staff.reconciliation.our_sum"), of: (row) => row.ourCents }),
    {
      id: "ids",
      header: t("staff.reconciliation.their_id"),
      cell: (row) => (
        <>
          <code className="as-written">{row.processorId ?? "–"}</code>
          {row.payoutId && row.payoutId !== row.processorId && <p className="soft as-written">{row.payoutId}</p>}
        </>
      ),
      value: (row) => row.processorId ?? "",
    },
    {
      id: "our_id",
      header: t("staff.reconciliation.our_id"),
      cell: (row) => <code className="as-written">{row.ourId ?? "–"}</code>,
      value: (row) => row.ourId ?? "",
    },
    {
      id: "next",
      header: t("staff.reconciliation.next"),
      cell: ({ what }) => t(`staff.reconciliation.${what}.next`),
      value: ({ what }) => t(`staff.reconciliation.${what}.next`),
    },
  ];
  return (
    <Part id="differences" title={t("staff.reconciliation.differences")}>
      <Table
        caption={t("staff.reconciliation.differences.table")}
        hideCaption
        columns={columns}
        rows={rows}
        rowId={({ what, processorId, ourId }) => `${what} ${processorId} ${ourId}`}
        exportAs="card-differences"
        empty={<p>{t("staff.reconciliation.differences.none")}</p>}
      />
    </Part>
  );
}

function Payouts({ rows }: { rows: readonly Payout[] }) {
  const { t } = useWords();
  const format = useFormat();
  // The card company names a day and no place: by its own clock, which is UTC.
  const day = ({ arrivesAt }: Payout) => arrivesAt.slice(0, 10);
  const columns: Column<Payout>[] = [
    {
      id: "day",
      header: t("staff.reconciliation.day"),
      cell: (row) => format.day(day(row), { year: "numeric", month: "short", day: "numeric" }),
      value: day,
    },
    {
      id: "payout",
      header: t("staff.reconciliation.payout"),
      cell: (row) => <code className="as-written">{row.payoutId}</code>,
      value: (row) => row.payoutId,
    },
    { id: "lines", header: t("staff.reconciliation.lines"), cell: (row) => format.number(row.lines), value: (row) => row.lines, num: true },
    moneyColumn(format.money, { id: "fees", header: t("staff.reconciliation.fees"), of: (row) => row.feeCents }),
    moneyColumn(format.money, { id: "theirs", header: t("staff.reconciliation.theirs"), of: (row) => row.cents }),
    moneyColumn(format.money, { id: "ours", header: t("staff.reconciliation.ours"), of: (row) => row.ourCents }),
    moneyColumn(format.money, { id: "off", header: t("staff.reconciliation.off_by"), of: (row) => row.cents - row.ourCents }),
    {
      id: "state",
      header: t("staff.reconciliation.state"),
      cell: ({ differences: count }) => (
        <Pill tone={count === 0 ? "good" : "stop"}>
          {count === 0 ? t("staff.reconciliation.good") : t("staff.reconciliation.bad", { count })}
        </Pill>
      ),
      value: (row) => row.differences,
    },
  ];
  return (
    <Part id="payouts" title={t("staff.reconciliation.payouts")}>
      <Table
        caption={t("staff.reconciliation.payouts.table")}
        hideCaption
        columns={columns}
        rows={rows}
        rowId={(row) => row.payoutId}
        searchable
        exportAs="card-payouts"
        empty={<p>{t("staff.reconciliation.payouts.none")}</p>}
      />
      <p className="soft gap-3">{t("staff.reconciliation.fees.rule")}</p>
    </Part>
  );
}
