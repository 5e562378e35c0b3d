import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MoneyMonth } from "#contracts/money-reports.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { Facts, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { ButtonLink } from "#web/ui/Button.tsx";
import { Select } from "#web/ui/Field.tsx";
import { dayIn, plainLength, useFormat } from "#web/ui/format.ts";
import { Money } from "#web/ui/Money.tsx";
import { moneyColumn } from "#web/ui/money-column.ts";
import { monthsBack } from "#web/ui/months.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { useNow } from "#web/ui/Time.tsx";

const MONTHS = 25;
type Row = MoneyMonth["services"][number];

/** One month of money here: what was charged, taxed and given back, what the agency owes, and the files that go to others. */
export function Report() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  const now = useNow(60_000);
  const months = monthsBack(dayIn(now, zone).slice(0, 7), MONTHS);
  const [month, setMonth] = useState(months[0] ?? "");
  const report = useQuery(reading(api.moneyMonth, { params: { facilityId }, query: { month } }));
  const year = month.slice(0, 4);
  const at = `/api/staff/facilities/${facilityId}/money`;
  const service = (row: Row) => t(`staff.money.report.service.${row.service}`);
  const columns: Column<Row>[] = [
    { id: "service", header: t("staff.money.report.service"), cell: service, value: service },
    {
      id: "many",
      header: t("staff.money.report.many"),
      cell: (row) => format.number(row.communications),
      value: (row) => row.communications,
      num: true,
    },
    {
      id: "time",
      header: t("staff.money.report.connected"),
      cell: (row) => format.duration(row.connectedSeconds),
      value: (row) => row.connectedSeconds,
      says: (row) => plainLength(row.connectedSeconds),
      num: true,
    },
    {
      id: "charged",
      header: t("staff.money.report.charged"),
      cell: (row) => format.duration(row.chargedSeconds),
      value: (row) => row.chargedSeconds,
      says: (row) => plainLength(row.chargedSeconds),
      num: true,
    },
    moneyColumn(format.money, { id: "price", header: t("staff.money.report.price"), of: (row) => row.priceCents }),
    moneyColumn(format.money, { id: "tax", header: t("staff.money.report.tax"), of: (row) => row.taxCents }),
    moneyColumn(format.money, { id: "credit", header: t("staff.money.report.credit"), of: (row) => row.creditCents }),
  ];
  return (
    <Part id="report" title={t("staff.money.report")}>
      <div className="stack">
        <div className="narrow">
          <Select
            label={t("staff.money.report.month")}
            value={month}
            onChange={setMonth}
            options={months.map((value) => ({ value, label: format.day(`${value}-15`, { month: "long", year: "numeric" }) }))}
          />
        </div>
        {report.error && <Refusal problem={report.error} />}
        {report.data && (
          <>
            <Table
              caption={t("staff.money.report.table")}
              hideCaption
              columns={columns}
              rows={report.data.services}
              rowId={(row) => row.service}
              exportAs={`money-${month}`}
              empty={<p>{t("staff.money.report.none")}</p>}
            />
            <Facts
              rows={[
                ...report.data.payers.map(
                  ({ payer, cents, creditCents }) =>
                    [t(`staff.money.report.payer.${payer}`), <Money key={payer} cents={cents - creditCents} />] as const,
                ),
                [t("staff.money.report.owes"), <Money key="owes" cents={report.data.agencyOwesCents} />],
                [t("staff.money.report.cash"), <Money key="cash" cents={report.data.cashInCents} />],
                [t("staff.money.report.paid_out"), <Money key="paid" cents={report.data.paidOutCents} />],
              ]}
            />
          </>
        )}
        <p className="row row-wrap gap-2">
          <ButtonLink href={`${at}/month/invoice?month=${month}`} kind="second" download={`invoice-${month}.csv`}>
            {t("staff.money.report.invoice")}
          </ButtonLink>
          <ButtonLink href={`${at}/year?year=${year}`} kind="second" download={`form-2301a-${year}.csv`}>
            {t("staff.money.report.yearly", { year })}
          </ButtonLink>
        </p>
        <p className="soft">{t("staff.money.report.rule")}</p>
      </div>
    </Part>
  );
}
