import { Part } from "#web/staff/shell/parts.tsx";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { usePriceWords } from "#web/ui/Law.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { LONG, type PricesPage } from "./page.ts";

type Row = PricesPage["prices"][number]["coming"][number] & { replaced?: boolean };

function useColumns(): Column<Row>[] {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  const price = (row: Row) => (row.microsPerMinute === 0 ? t("staff.prices.none") : format.perMinute(row.microsPerMinute));
  const more = (row: Row) => words.freeMinutes(row.freeMinutes, row.freePeriod);
  return [
    { id: "from", header: t("staff.prices.from"), cell: (row) => format.day(row.validFrom, LONG), value: (row) => row.validFrom },
    {
      id: "service",
      header: t("staff.prices.service"),
      cell: (row) => words.service(row.service),
      value: (row) => words.service(row.service),
    },
    {
      id: "price",
      header: t("staff.prices.price"),
      cell: (row) => (
        <>
          {price(row)}
          {row.replaced && <span className="law-line soft">{t("staff.prices.replaced")}</span>}
        </>
      ),
      value: price,
    },
    {
      id: "pays",
      header: t("staff.prices.pays"),
      cell: (row) => (
        <>
          {words.payers(row.split)}
          <span className="law-line soft">{more(row)}</span>
        </>
      ),
      value: (row) => [words.payers(row.split), more(row)].filter(Boolean).join("; "),
    },
  ];
}

/** Prices that were told for days to come, soonest first. */
export function Later({ page }: { page: PricesPage }) {
  const { t } = useWords();
  const columns = useColumns();
  const rows = page.prices.flatMap(({ coming }) => coming).toSorted((one, other) => (one.validFrom < other.validFrom ? -1 : 1));
  if (rows.length === 0) return null;
  return (
    <Part id="later" title={t("staff.prices.later")}>
      <Table caption={t("staff.prices.later.rows")} hideCaption columns={columns} rows={rows} rowId={(row) => row.id} />
    </Part>
  );
}

/** Prices that held before, or were told anew: none is ever changed. */
export function Earlier({ page }: { page: PricesPage }) {
  const { t } = useWords();
  const columns = useColumns();
  const rows = page.prices.flatMap(({ past }) => past).toSorted((one, other) => (one.validFrom > other.validFrom ? -1 : 1));
  return (
    <Part id="before" title={t("staff.prices.before")}>
      <Table
        caption={t("staff.prices.before.rows")}
        hideCaption
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        empty={<p className="soft">{t("staff.prices.before.none")}</p>}
        exportAs="prices"
      />
    </Part>
  );
}
