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
const dollars = (cents: number) => cents / 100;

function Differences({ rows }: { rows: readonly Difference[] }) {
  const { t } = useWords();
  const format = useFormat();
  const sum = (cents: number | null) => (cents === null ? "–" : format.money(cents));
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
    {
      id: "theirs",
      header: t("staff.reconciliation.their_sum"),
      cell: (row) => sum(row.theirCents),
      value: (row) => (row.theirCents === null ? "" : dollars(row.theirCents)),
      num: true,
    },
    {
      id: "ours",
      header: t("staff.reconciliation.our_sum"),
      cell: (row) => sum(row.ourCents),
      value: (row) => (row.ourCents === null ? "" : dollars(row.ourCents)),
      num: true,
    },
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
  const money = (of: (row: Payout) => number) => ({
    cell: (row: Payout) => format.money(of(row)),
    value: (row: Payout) => dollars(of(row)),
    num: true,
  });
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
    { id: "fees", header: t("staff.reconciliation.fees"), ...money((row) => row.feeCents) },
    { id: "theirs", header: t("staff.reconciliation.theirs"), ...money((row) => row.cents) },
    { id: "ours", header: t("staff.reconciliation.ours"), ...money((row) => row.ourCents) },
    { id: "off", header: t("staff.reconciliation.off_by"), ...money((row) => row.cents - row.ourCents) },
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
