import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { FREE_MINUTES_MAX, freePeriods, services } from "#contracts/price-limits.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { atMostCents } from "#web/ui/at-most.rules.ts";
import { Button } from "#web/ui/Button.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { LawNow, usePriceWords } from "#web/ui/Law.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { Lowerings } from "./PricesNow.tsx";
import { LONG, type PricesPage } from "./page.ts";
import { holdsOn, microsOf, typedDollars, wholeOf } from "./typed.rules.ts";

type Service = (typeof services)[number];
const EXAMPLE_MINUTES = 20;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A new price from a day on, with the law of that day beside it: what it does not allow is said while it is typed. */
export function SetPrice({ page }: { page: PricesPage }) {
  const [service, setService] = useState<Service>("video");
  const [asked, setAsked] = useState(0);
  // Another service begins with what stands for it, and so does the one that was just set.
  return <Form key={`${service} ${asked}`} page={page} service={service} onService={setService} onSet={() => setAsked(asked + 1)} />;
}

function Form(props: { page: PricesPage; service: Service; onService: (service: Service) => void; onSet: () => void }) {
  const { page, service, onService, onSet } = props;
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const stands = page.prices.find((each) => each.service === service)?.tariff;
  const [id] = useState(newId);
  const [from, setFrom] = useState(page.today);
  const [dollars, setDollars] = useState(stands ? typedDollars(stands.microsPerMinute) : "");
  const [parts, setParts] = useState(() => {
    const { agency, family, resident } = stands?.split ?? { agency: 0, family: 100, resident: 0 };
    return { agency: String(agency), family: String(family), resident: String(resident) };
  });
  const [free, setFree] = useState(stands?.freeMinutes ? String(stands.freeMinutes) : "");
  const [period, setPeriod] = useState<(typeof freePeriods)[number] | "">(stands?.freePeriod ?? "week");
  const save = useAct(api.setTariff, {
    onDone: () => {
      void toast(t("staff.prices.set.done"));
      void queries.invalidateQueries();
      onSet();
    },
  });
  const dayFits = DAY.test(from);
  const law = useQuery({
    ...reading(api.lawOnDay, { params: { facilityId }, query: { service, day: dayFits ? from : page.today } }),
    placeholderData: (before) => before,
  }).data;

  const microsPerMinute = microsOf(dollars);
  const taxes = useQuery(reading(api.taxLines, { params: { facilityId } })).data?.rows ?? [];
  const taxMillionths = taxes
    .filter((each) => each.service === service && holdsOn(each, from))
    .reduce((sum, each) => sum + each.millionths, 0);
  const freeMinutes = wholeOf(free, FREE_MINUTES_MAX);
  const split = { agency: wholeOf(parts.agency, 100), family: wholeOf(parts.family, 100), resident: wholeOf(parts.resident, 100) };
  const sum = (split.agency ?? 0) + (split.family ?? 0) + (split.resident ?? 0);
  const familyPays = (split.family ?? 0) + (split.resident ?? 0) > 0;
  const asks = (microsPerMinute ?? 0) > 0;
  const cap = law?.law.cap;
  const isAbove = cap && microsPerMinute !== undefined && microsPerMinute > cap.microsPerMinute;
  const wrong = (value: unknown, says: string) => (value === undefined ? says : undefined);
  const fits = microsPerMinute !== undefined && freeMinutes !== undefined;
  const day = dayFits ? format.day(from, LONG) : "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { agency, family, resident } = split;
    if (!fits || agency === undefined || family === undefined || resident === undefined || period === "" || !dayFits) return;
    save.mutate({
      params: { facilityId },
      body: {
        id,
        service,
        validFrom: from,
        microsPerMinute,
        split: { agency, family, resident },
        freeMinutes,
        freePeriod: period,
      },
    });
  };
  const percent = (payer: keyof typeof parts) => (
    <TextField
      label={t(`shared.payer.${payer}`)}
      inputMode="numeric"
      value={parts[payer]}
      onChange={(value) => setParts({ ...parts, [payer]: value })}
      wrong={wrong(split[payer], t("staff.prices.set.percent.wrong"))}
    />
  );
  return (
    <Part id="set" title={t("staff.prices.set")}>
      <p className="soft">{t("staff.prices.set.lead")}</p>
      <form className="prices-set" onSubmit={submit} noValidate>
        <div className="stack">
          <div className="prices-pair">
            <Select
              label={t("staff.prices.service")}
              value={service}
              onChange={onService}
              options={services.map((value) => ({ value, label: words.service(value) }))}
            />
            <TextField label={t("staff.prices.set.from")} type="date" value={from} onChange={setFrom} />
          </div>
          <TextField
            label={t("staff.prices.set.dollars")}
            hint={t("staff.prices.set.dollars.hint")}
            value={dollars}
            onChange={setDollars}
            wrong={
              dollars !== "" && microsPerMinute === undefined
                ? t("staff.prices.set.dollars.wrong")
                : isAbove
                  ? t("staff.prices.set.above", { price: format.perMinute(cap.microsPerMinute) })
                  : undefined
            }
          />
          <fieldset className="prices-parts">
            <legend>{t("staff.prices.set.parts")}</legend>
            <div className="prices-three">
              {percent("agency")}
              {percent("family")}
              {percent("resident")}
            </div>
            {sum !== 100 && <p className="wrong">{t("staff.prices.set.parts.sum", { sum })}</p>}
            {law?.law.free && familyPays && asks && <p className="wrong">{t("staff.prices.set.parts.free_law")}</p>}
          </fieldset>
          <div className="prices-pair">
            <TextField
              label={t("staff.prices.set.free")}
              inputMode="numeric"
              value={free}
              onChange={setFree}
              wrong={wrong(freeMinutes, t("staff.prices.set.free.wrong"))}
            />
            <Select
              label={t("staff.prices.set.period")}
              value={period}
              onChange={setPeriod}
              options={freePeriods.map((value) => ({ value, label: t(`staff.prices.period.${value}`) }))}
            />
          </div>
        </div>
        <div className="prices-law">
          <h3>{t("staff.prices.set.law", { day })}</h3>
          {law && !law.known && <p>{t("staff.prices.set.unknown")}</p>}
          {law && <LawNow law={law.law} known={law.known} />}
          {law && <Lowerings of={law.lowerings} micros={microsPerMinute ?? 0} familyPays={familyPays} />}
          {asks && !isAbove && (
            <p className="prices-example">
              {t("staff.prices.set.example", { sum: format.money(atMostCents(microsPerMinute ?? 0, taxMillionths, EXAMPLE_MINUTES)) })}
            </p>
          )}
        </div>
        <div className="prices-act">
          {save.error && <Refusal problem={save.error} />}
          <Button type="submit" isPending={save.isPending} isDisabled={!fits || !dayFits}>
            {fits && dayFits
              ? t("staff.prices.set.act", {
                  service: words.service(service),
                  price: asks ? format.perMinute(microsPerMinute) : t("staff.prices.none"),
                  day,
                })
              : t("staff.prices.set.act.none")}
          </Button>
        </div>
      </form>
    </Part>
  );
}
