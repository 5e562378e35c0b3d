import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { PLAN_DAYS_MAX, PLAN_MINUTES_MAX, PLAN_PRICE_CENTS_MAX, type PlanService, planServices } from "#contracts/plan-limits.ts";
import type { plansStaff } from "#contracts/plans.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { addDays } from "#web/ui/days.ts";
import { Select, TextField } from "#web/ui/Field.tsx";
import { dollarsToCents, useFormat } from "#web/ui/format.ts";
import { usePriceWords } from "#web/ui/Law.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { LONG } from "./page.ts";
import { wholeOf } from "./typed.rules.ts";

type PlanLaw = AnswerOf<typeof plansStaff.planLaw>;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MICROS_A_CENT = 10_000;
const SALE_DAYS = 30;

/** A new plan, with what it is held against beside the field: what may not be is said while it is typed. */
export function OfferPlan({ today, onOffered }: { today: string; onOffered: () => void }) {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [id] = useState(newId);
  const [service, setService] = useState<PlanService>("video");
  const [typedMinutes, setMinutes] = useState("100");
  const [typedDays, setDays] = useState(String(PLAN_DAYS_MAX));
  const [dollars, setDollars] = useState("");
  const [soldFrom, setFrom] = useState(today);
  const [soldThrough, setThrough] = useState(() => addDays(today, SALE_DAYS));
  const offer = useAct(api.offerPlan, {
    onDone: async () => {
      void toast(t("staff.plans.offer.done"));
      await queries.invalidateQueries();
      onOffered();
    },
  });
  const minutes = positive(typedMinutes, PLAN_MINUTES_MAX);
  const days = positive(typedDays, PLAN_DAYS_MAX);
  const cents = dollarsToCents(dollars);
  const priceCents = cents !== undefined && cents > 0 && cents <= PLAN_PRICE_CENTS_MAX ? cents : undefined;
  const daysFit = DAY.test(soldFrom) && DAY.test(soldThrough);
  const law = useQuery({
    ...reading(api.planLaw, {
      params: { facilityId },
      query: { service, from: daysFit ? soldFrom : today, through: daysFit ? soldThrough : today, days: days ?? PLAN_DAYS_MAX },
    }),
    placeholderData: (before) => before,
  }).data;
  const most = law && minutes !== undefined ? mostCents(law, minutes) : undefined;
  const isAbove = most !== undefined && priceCents !== undefined && priceCents > most;
  const fits = minutes !== undefined && days !== undefined && priceCents !== undefined && daysFit;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fits) offer.mutate({ params: { facilityId }, body: { id, service, minutes, days, priceCents, soldFrom, soldThrough } });
  };
  const wrongPrice = dollars !== "" && priceCents === undefined ? t("staff.plans.offer.price.wrong") : undefined;
  return (
    <Part id="offer-plan" title={t("staff.plans.offer")}>
      <form className="prices-set" onSubmit={submit} noValidate>
        <div className="stack">
          <div className="prices-pair">
            <Select
              label={t("staff.prices.service")}
              value={service}
              onChange={setService}
              options={planServices.map((value) => ({ value, label: words.service(value) }))}
            />
            <TextField
              label={t("staff.plans.offer.minutes")}
              inputMode="numeric"
              value={typedMinutes}
              onChange={setMinutes}
              wrong={minutes === undefined ? t("staff.plans.offer.minutes.wrong") : undefined}
            />
          </div>
          <TextField
            label={t("staff.plans.offer.price")}
            hint={t("staff.plans.offer.price.hint")}
            value={dollars}
            onChange={setDollars}
            wrong={isAbove ? t("staff.plans.offer.above") : wrongPrice}
          />
          <TextField
            label={t("staff.plans.offer.days")}
            hint={t("staff.plans.offer.days.hint")}
            inputMode="numeric"
            value={typedDays}
            onChange={setDays}
            wrong={days === undefined ? t("staff.plans.offer.days.wrong") : undefined}
          />
          <div className="prices-pair">
            <TextField label={t("staff.plans.offer.from")} type="date" value={soldFrom} onChange={setFrom} />
            <TextField label={t("staff.plans.offer.through")} type="date" value={soldThrough} onChange={setThrough} />
          </div>
        </div>
        {law && <HeldAgainst law={law} minutes={minutes} priceCents={priceCents} most={most} />}
        <div className="prices-act">
          {offer.error && <Refusal problem={offer.error} />}
          <Button type="submit" isPending={offer.isPending} isDisabled={!fits}>
            {fits ? t("staff.plans.offer.act", { minutes, sum: format.money(priceCents) }) : t("staff.plans.offer.act.none")}
          </Button>
        </div>
      </form>
    </Part>
  );
}

function positive(typed: string, max: number): number | undefined {
  const value = typed.trim() === "" ? undefined : wholeOf(typed, max);
  return value === 0 ? undefined : value;
}

/** What so many minutes may cost at most: at the lowest cap, and no dearer than without the plan. */
const mostCents = ({ cap, tariffMicros }: PlanLaw, minutes: number): number =>
  Math.floor((Math.min(cap?.microsPerMinute ?? 0, tariffMicros ?? 0) * minutes) / MICROS_A_CENT);

interface Held {
  law: PlanLaw;
  minutes: number | undefined;
  priceCents: number | undefined;
  most: number | undefined;
}

function HeldAgainst({ law, minutes, priceCents, most }: Held) {
  const { t } = useWords();
  const format = useFormat();
  const { cap, capDay, freeLaw, tariffMicros, othersPay, known, lastDay } = law;
  const each = minutes && priceCents ? Math.ceil((priceCents * MICROS_A_CENT) / minutes) : undefined;
  const isSold = known && cap !== null && !freeLaw && !othersPay && (tariffMicros ?? 0) > 0;
  return (
    <div className="prices-law">
      <h3>{t("staff.plans.offer.law", { day: format.day(lastDay, LONG) })}</h3>
      {!known && <p>{t("staff.plans.offer.unknown")}</p>}
      {known && !cap && <p className="warn-word">{t("staff.plans.offer.no_cap")}</p>}
      {cap && capDay && (
        <p>
          {t("staff.plans.offer.cap", {
            price: format.perMinute(cap.microsPerMinute),
            day: format.day(capDay, LONG),
            authority: cap.authority,
            law: cap.law,
          })}
        </p>
      )}
      {freeLaw && <p className="warn-word">{t("staff.plans.offer.free_law", { law: freeLaw.law })}</p>}
      {othersPay && <p className="warn-word">{t("staff.plans.offer.others")}</p>}
      {known &&
        (tariffMicros ? (
          <p>{t("staff.plans.offer.tariff", { price: format.perMinute(tariffMicros) })}</p>
        ) : (
          <p className="warn-word">{t("staff.plans.offer.no_tariff")}</p>
        ))}
      {isSold && most !== undefined && minutes !== undefined && (
        <p className="prices-example">{t("staff.plans.offer.most", { minutes, sum: format.money(most) })}</p>
      )}
      {isSold && each !== undefined && <p>{t("staff.plans.offer.each", { price: format.perMinute(each) })}</p>}
    </div>
  );
}
