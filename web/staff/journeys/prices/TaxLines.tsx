import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { MILLIONTHS_A_PERCENT } from "#contracts/price-limits.ts";
import type { TaxLine } from "#contracts/taxes.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { usePriceWords } from "#web/ui/Law.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { toast } from "#web/ui/toast.ts";
import { EndTax } from "./EndTax.tsx";
import { LONG } from "./page.ts";
import { StateTax } from "./StateTax.tsx";

const tones = { stated: "warn", confirmed: "good", refused: "stop" } as const;

/** Taxes by name and law: stated by one of staff, confirmed by another. */
export function TaxLines({ editable }: { editable: boolean }) {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<TaxLine>();
  const page = useQuery(reading(api.taxLines, { params: { facilityId } }));
  const decide = useAct(api.decideTax, {
    onDone: (line) => {
      void toast(t(line.state === "confirmed" ? "staff.taxes.confirmed" : "staff.taxes.refused"));
      void queries.invalidateQueries();
    },
  });
  const act = (row: TaxLine, decision: "confirmed" | "refused") =>
    decide.mutate({ params: { facilityId, taxId: row.id }, body: { decision } });
  const columns = useColumns();
  const state: Column<TaxLine> = {
    id: "state",
    header: t("staff.taxes.state"),
    cell: (row) => (
      <div>
        <Pill tone={tones[row.state]}>{t(`staff.taxes.state.${row.state}`)}</Pill> {row.decidedBy}
        <span className="law-line soft">{t("staff.taxes.by", { name: row.statedBy })}</span>
        {row.state === "stated" && row.own && <span className="law-line soft">{t("staff.taxes.own")}</span>}
        {row.state === "stated" && !row.own && can("tax.confirm") && (
          <p className="row row-wrap gap-2">
            <Button size="small" label={t("staff.taxes.confirm.of", { name: row.name })} onPress={() => act(row, "confirmed")}>
              {t("staff.taxes.confirm")}
            </Button>
            <Button
              size="small"
              kind="stop-second"
              label={t("staff.taxes.refuse.of", { name: row.name })}
              onPress={() => act(row, "refused")}
            >
              {t("staff.taxes.refuse")}
            </Button>
          </p>
        )}
        {row.state === "confirmed" && can("tax.confirm") && (row.validThrough === null || row.validThrough >= row.validFrom) && (
          <p className="row gap-2">
            <Button size="small" kind="second" label={t("staff.taxes.end.of", { name: row.name })} onPress={() => setEnding(row)}>
              {t("staff.taxes.end")}
            </Button>
          </p>
        )}
      </div>
    ),
    value: (row) => t(`staff.taxes.state.${row.state}`),
  };
  const error = page.error ?? decide.error;
  return (
    <Part id="taxes" title={t("staff.taxes")} beside={editable && <Button onPress={() => setAdding(true)}>{t("staff.taxes.add")}</Button>}>
      <p className="soft">{t("staff.taxes.lead")}</p>
      {error && <Refusal problem={error} />}
      {page.data && (
        <Table
          caption={t("staff.taxes.list")}
          hideCaption
          columns={[...columns, state]}
          rows={page.data.rows}
          rowId={(row) => row.id}
          empty={<p className="soft">{t("staff.taxes.none")}</p>}
        />
      )}
      {adding && page.data && <StateTax today={page.data.today} onClose={() => setAdding(false)} />}
      {ending && page.data && <EndTax line={ending} today={page.data.today} onClose={() => setEnding(undefined)} />}
    </Part>
  );
}

function useColumns(): Column<TaxLine>[] {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  const day = (each: string) => format.day(each, LONG);
  const days = ({ validFrom, validThrough }: TaxLine) =>
    validThrough !== null && validThrough < validFrom
      ? t("staff.taxes.days.none")
      : validThrough === null
        ? t("staff.taxes.days.from", { from: day(validFrom) })
        : t("staff.taxes.days.span", { from: day(validFrom), through: day(validThrough) });
  const name = (row: TaxLine) => (row.authority === "unstated" ? t("staff.taxes.before") : row.name);
  const law = (row: TaxLine) =>
    row.authority === "unstated" ? t("staff.taxes.before.says") : `${t(`staff.taxes.authority.${row.authority}`)}: ${row.citation}`;
  const percent = (row: TaxLine) => `${format.number(row.millionths / MILLIONTHS_A_PERCENT)} %`;
  return [
    {
      id: "name",
      header: t("staff.taxes.name"),
      cell: (row) => (
        <>
          <b>{name(row)}</b>
          <span className="law-line soft">{words.service(row.service)}</span>
        </>
      ),
      value: name,
    },
    {
      id: "percent",
      header: t("staff.taxes.percent"),
      cell: percent,
      value: (row) => row.millionths,
      says: percent,
      num: true,
    },
    {
      id: "law",
      header: t("staff.taxes.law"),
      cell: (row) =>
        row.link ? (
          <a href={row.link} rel="noreferrer">
            {law(row)}
          </a>
        ) : (
          law(row)
        ),
      value: law,
    },
    { id: "days", header: t("staff.taxes.days"), cell: days, value: (row) => row.validFrom },
  ];
}
