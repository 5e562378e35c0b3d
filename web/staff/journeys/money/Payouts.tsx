import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Payout } from "#contracts/cash.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { moneyColumn } from "#web/ui/money-column.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";

type How = NonNullable<Payout["how"]>;
const hows = ["check", "money_order", "cash"] as const;
const tones = { asked: "warn", prepared: "line", paid: "good", withdrawn: "stop" } as const;

/** Money that has to be paid out by hand: prepared by one of staff, confirmed by another. */
export function Payouts() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const now = useNow(60_000);
  const queries = useQueryClient();
  const [preparing, setPreparing] = useState<Payout>();
  const payouts = useQuery(reading(api.payouts, { params: { facilityId } }));
  const decide = useAct(api.decidePayout, {
    onDone: async (_answer, { body }) => {
      void toast(t(body.decision === "again" ? "staff.money.payout.again.done" : "staff.money.payout.went"));
      await queries.invalidateQueries({ queryKey: [api.payouts.id] });
    },
  });
  const act = (row: Payout, decision: "confirmed" | "gone" | "again") =>
    decide.mutate({ params: { facilityId, payoutId: row.id }, body: { decision } });
  const sumFor = (row: Payout) => ({ sum: format.money(row.cents), name: row.toName });
  const why = (row: Payout) => t(`staff.money.payout.why.${row.why}`);
  const how = (row: Payout) => (row.how ? `${t(`staff.money.payout.how.${row.how}`)} ${row.number ?? ""}`.trim() : "");
  const by = (row: Payout) => (row.preparedBy ? t("staff.money.payout.by", { one: row.preparedBy, other: row.paidBy ?? "none" }) : "");
  const columns: Column<Payout>[] = [
    { id: "to", header: t("staff.money.payout.to"), cell: (row) => <b>{row.toName}</b>, value: (row) => row.toName },
    moneyColumn(format.money, { id: "cents", header: t("staff.money.sum"), of: (row) => row.cents }),
    { id: "why", header: t("staff.money.payout.why"), cell: why, value: why },
    {
      id: "asked",
      header: t("staff.money.payout.asked"),
      cell: (row) => format.nearDay(row.askedAt, zone, now),
      value: (row) => row.askedAt,
    },
    {
      id: "where",
      header: t("staff.money.payout.where"),
      cell: (row) => <span className="as-written">{row.address ?? t("staff.money.payout.no_address")}</span>,
    },
    {
      id: "state",
      header: t("staff.money.state"),
      cell: (row) => (
        <div>
          <Pill tone={tones[row.state]}>{t(`staff.money.payout.state.${row.state}`)}</Pill> {how(row)}
          {row.preparedBy && <p className="soft">{by(row)}</p>}
          {row.state === "prepared" && row.own && <p className="soft">{t("staff.money.payout.own")}</p>}
          {row.disputed && (
            <Banner tone="stop">
              <p>
                <b>{t("staff.money.payout.disputed")}</b> {t("staff.money.payout.disputed.next")}
              </p>
            </Banner>
          )}
          <p className="row row-wrap gap-2">
            {row.state === "asked" && can("payout.prepare") && (
              <Button size="small" label={t("staff.money.payout.prepare.of", sumFor(row))} onPress={() => setPreparing(row)}>
                {t("staff.money.payout.prepare")}
              </Button>
            )}
            {row.state === "prepared" && can("payout.confirm") && (
              <Button
                size="small"
                kind={row.disputed ? "line" : "second"}
                label={t(row.disputed ? "staff.money.payout.stop.of" : "staff.money.payout.again.of", sumFor(row))}
                onPress={() => act(row, "again")}
              >
                {t(row.disputed ? "staff.money.payout.stop" : "staff.money.payout.again")}
              </Button>
            )}
            {row.state === "prepared" && can("payout.confirm") && !row.own && (
              <Button
                size="small"
                kind={row.disputed ? "stop-second" : "line"}
                label={t(row.disputed ? "staff.money.payout.gone.of" : "staff.money.payout.confirm.of", sumFor(row))}
                onPress={() => act(row, row.disputed ? "gone" : "confirmed")}
              >
                {t(row.disputed ? "staff.money.payout.gone" : "staff.money.payout.confirm")}
              </Button>
            )}
          </p>
        </div>
      ),
      value: (row) => [t(`staff.money.payout.state.${row.state}`), how(row), by(row)].filter(Boolean).join("; "),
    },
  ];
  const error = payouts.error ?? decide.error;
  return (
    <Part id="payouts" title={t("staff.money.payouts")}>
      {error && <Refusal problem={error} />}
      {payouts.data && (
        <Table
          caption={t("staff.money.payouts.table")}
          hideCaption
          columns={columns}
          rows={payouts.data}
          rowId={(row) => row.id}
          exportAs="payouts"
          empty={<p>{t("staff.money.payouts.none")}</p>}
        />
      )}
      {preparing && <Prepare payout={preparing} onClose={() => setPreparing(undefined)} />}
    </Part>
  );
}

function Prepare({ payout, onClose }: { payout: Payout; onClose: () => void }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [how, setHow] = useState<How>("check");
  const [number, setNumber] = useState("");
  const prepare = useAct(api.preparePayout, {
    onDone: async () => {
      void toast(t("staff.money.payout.prepared"));
      onClose();
      await queries.invalidateQueries({ queryKey: [api.payouts.id] });
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.money.payout.prepare.of", { sum: format.money(payout.cents), name: payout.toName })}
      actions={
        <>
          <Button
            isDisabled={number.trim() === ""}
            isPending={prepare.isPending}
            onPress={() => prepare.mutate({ params: { facilityId, payoutId: payout.id }, body: { how, number: number.trim() } })}
          >
            {t("staff.money.payout.prepare")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("staff.money.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.money.payout.two")}</p>
      {prepare.error && <Refusal problem={prepare.error} />}
      <RadioGroup
        label={t("staff.money.payout.how")}
        value={how}
        onChange={setHow}
        options={hows.map((value) => ({ value, label: t(`staff.money.payout.how.${value}`) }))}
      />
      <TextField label={t("staff.money.payout.number")} value={number} onChange={setNumber} maxLength={40} />
    </Dialog>
  );
}
