import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CashEntry } from "#contracts/cash.ts";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { More } from "#web/staff/shell/More.tsx";
import { usePages } from "#web/staff/shell/pages.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { moneyColumn } from "#web/ui/money-column.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";
import { EnterCash } from "./EnterCash.tsx";

const PAGE_SIZE = 50;
const tones = { entered: "warn", confirmed: "good", refused: "stop" } as const;

/** Cash and money orders that were handed in, and who has counted them. */
export function Cash() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const now = useNow(60_000);
  const queries = useQueryClient();
  const [entering, setEntering] = useState(false);
  const pages = usePages<CashEntry>([api.cashEntries.id, { facilityId }], (after, signal) =>
    call(api.cashEntries, { params: { facilityId }, query: { limit: PAGE_SIZE, ...(after ? { after } : {}) }, signal }),
  );
  const decide = useAct(api.decideCash, {
    onDone: async (entry) => {
      void toast(t(entry.state === "confirmed" ? "staff.money.cash.confirmed" : "staff.money.cash.refused"));
      await queries.invalidateQueries({ queryKey: [api.cashEntries.id] });
    },
  });
  const act = (row: CashEntry, decision: "confirmed" | "refused") =>
    decide.mutate({ params: { facilityId, entryId: row.id }, body: { decision } });
  const kind = ({ kind: what, orderNumber }: CashEntry) => [t(`staff.money.cash.kind.${what}`), orderNumber].filter(Boolean).join(" ");
  const columns: Column<CashEntry>[] = [
    {
      id: "receipt",
      header: t("staff.money.cash.receipt"),
      cell: (row) => (
        <Go to={paths.receipt} params={{ entryId: row.id }}>
          {row.receiptNumber}
        </Go>
      ),
      value: (row) => row.receiptNumber,
    },
    { id: "for", header: t("staff.money.cash.for"), cell: (row) => row.forName, value: (row) => row.forName },
    {
      id: "kind",
      header: t("staff.money.cash.kind"),
      cell: kind,
      value: kind,
    },
    moneyColumn(format.money, { id: "cents", header: t("staff.money.sum"), of: (row) => row.cents }),
    {
      id: "entered",
      header: t("staff.money.cash.entered_by"),
      cell: (row) => (
        <>
          {row.enteredBy}
          <span className="law-line soft">{`${format.nearDay(row.enteredAt, zone, now)}, ${format.time(row.enteredAt, zone)}`}</span>
        </>
      ),
      value: (row) => row.enteredAt,
      says: (row) => `${row.enteredBy}, ${row.enteredAt}`,
    },
    {
      id: "state",
      header: t("staff.money.state"),
      cell: (row) => (
        <div>
          <Pill tone={tones[row.state]}>{t(`staff.money.cash.state.${row.state}`)}</Pill> {row.decidedBy}
          {row.state === "entered" && row.own && <p className="soft">{t("staff.money.cash.own")}</p>}
          {row.state === "entered" && !row.own && can("cash.confirm") && (
            <p className="row row-wrap gap-2">
              <Button
                size="small"
                label={t("staff.money.cash.confirm.of", { receipt: row.receiptNumber })}
                onPress={() => act(row, "confirmed")}
              >
                {t("staff.money.cash.confirm")}
              </Button>
              <Button
                size="small"
                kind="stop-second"
                label={t("staff.money.cash.refuse.of", { receipt: row.receiptNumber })}
                onPress={() => act(row, "refused")}
              >
                {t("staff.money.cash.refuse")}
              </Button>
            </p>
          )}
        </div>
      ),
      value: (row) => `${t(`staff.money.cash.state.${row.state}`)} ${row.decidedBy ?? ""}`.trim(),
    },
  ];
  const error = pages.error ?? decide.error;
  return (
    <Part
      id="cash"
      title={t("staff.money.cash")}
      beside={can("cash.enter") && <Button onPress={() => setEntering(true)}>{t("staff.money.cash.enter")}</Button>}
    >
      {error && <Refusal problem={error} />}
      {pages.rows && (
        <Table
          caption={t("staff.money.cash.table")}
          hideCaption
          columns={columns}
          rows={pages.rows}
          rowId={(row) => row.id}
          searchable
          exportAs="cash"
          empty={<p>{t("staff.money.cash.none")}</p>}
        />
      )}
      <More pages={pages} />
      {entering && <EnterCash onClose={() => setEntering(false)} />}
    </Part>
  );
}
