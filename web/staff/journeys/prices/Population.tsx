import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { PricesPage } from "./page.ts";
import { thousandthsOf } from "./typed.rules.ts";

const THOUSAND = 1000;

/** The year whose average counts, the tier that follows, what was told, and a field for what is missing. */
export function Population({ page, editable }: { page: PricesPage; editable: boolean }) {
  const { t } = useWords();
  const format = useFormat();
  const { countingYear, counting, populations, facts } = page;
  const year = String(countingYear);
  const people = (thousandths: number) => format.number(thousandths / THOUSAND);
  const cap = page.prices.map(({ law }) => law.cap).find((each) => each && (each.adpFrom > 0 || each.adpBelow !== null));
  return (
    <Part id="people" title={t("staff.prices.people")}>
      {facts.kind === "prison" && <p>{t("staff.prices.people.prison")}</p>}
      {counting && facts.kind === "jail" && (
        <p>{t("staff.prices.people.counts", { year, people: people(counting.residentsThousandths) })}</p>
      )}
      {!counting && facts.kind === "jail" && (
        <Banner tone="warn">
          <p>{t("staff.prices.people.missing", { year })}</p>
        </Banner>
      )}
      {counting && cap && (
        <p>
          <b>
            {cap.adpBelow === null
              ? t("staff.prices.people.tier.top", { from: format.number(cap.adpFrom) })
              : cap.adpFrom === 0
                ? t("staff.prices.people.tier.low", { below: format.number(cap.adpBelow) })
                : t("staff.prices.people.tier", { from: format.number(cap.adpFrom), below: format.number(cap.adpBelow) })}
          </b>
        </p>
      )}
      {populations.length > 0 && (
        <ul className="list">
          {populations.map((each) => (
            <li key={`${each.year} ${each.toldAt}`}>
              {t("staff.prices.people.list", {
                year: String(each.year),
                people: people(each.residentsThousandths),
                source: t(`staff.prices.people.${each.source}`),
              })}
            </li>
          ))}
        </ul>
      )}
      {editable && <Form key={populations.length} year={year} />}
    </Part>
  );
}

function Form({ year: counting }: { year: string }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [id] = useState(newId);
  const [year, setYear] = useState(counting);
  const [number, setNumber] = useState("");
  const tell = useAct(api.tellPopulation, {
    onDone: () => {
      void toast(t("staff.prices.people.saved"));
      void queries.invalidateQueries();
    },
  });
  const residentsThousandths = thousandthsOf(number);
  const isYear = /^20\d{2}$/.test(year.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (residentsThousandths === undefined || !isYear) return;
    tell.mutate({ params: { facilityId }, body: { id, year: Number(year), residentsThousandths } });
  };
  return (
    <form className="stack gap-3" onSubmit={submit} noValidate>
      <TextField label={t("staff.prices.people.year")} inputMode="numeric" value={year} onChange={setYear} maxLength={4} />
      <TextField
        label={t("staff.prices.people.number")}
        hint={t("staff.prices.people.number.hint")}
        value={number}
        onChange={setNumber}
        wrong={number !== "" && residentsThousandths === undefined ? t("staff.prices.people.number.wrong") : undefined}
      />
      {tell.error && <Refusal problem={tell.error} />}
      <div className="row">
        <Button kind="second" type="submit" isPending={tell.isPending} isDisabled={residentsThousandths === undefined || !isYear}>
          {t("staff.prices.people.tell")}
        </Button>
      </div>
    </form>
  );
}
