import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { PlanOffer } from "#contracts/plans.ts";
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
import { OfferPlan } from "./OfferPlan.tsx";
import { LONG } from "./page.ts";

/** Plans that are offered here, and a new one. */
export function Plans({ editable }: { editable: boolean }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const page = useQuery(reading(api.planOffers, { params: { facilityId } }));
  const columns = useColumns(editable);
  const [asked, setAsked] = useState(0);
  return (
    <>
      <Part id="plans" title={t("staff.plans.title")}>
        <p className="soft">{t("staff.plans.lead")}</p>
        {page.error && <Refusal problem={page.error} />}
        {page.data && (
          <Table
            caption={t("staff.plans.rows")}
            hideCaption
            columns={columns}
            rows={page.data.offers}
            rowId={(row) => row.id}
            empty={<p className="soft">{t("staff.plans.none")}</p>}
            exportAs="plans"
          />
        )}
      </Part>
      {editable && page.data && <OfferPlan key={asked} today={page.data.today} onOffered={() => setAsked(asked + 1)} />}
    </>
  );
}

const tones = { coming: "line", on_sale: "good", held_by_law: "warn", over: "line", withdrawn: "line" } as const;

function useColumns(editable: boolean): Column<PlanOffer>[] {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  const what = (row: PlanOffer) =>
    t("staff.plans.what.is", { service: words.service(row.service), minutes: row.minutes, sum: format.money(row.priceCents) });
  const sold = (row: PlanOffer) =>
    t("staff.plans.sold.is", { from: format.day(row.soldFrom, LONG), through: format.day(row.soldThrough, LONG) });
  return [
    {
      id: "what",
      header: t("staff.plans.what"),
      cell: (row) => (
        <>
          {what(row)}
          <span className="law-line soft">{t("staff.plans.days", { days: row.days })}</span>
        </>
      ),
      value: what,
    },
    {
      id: "each",
      header: t("staff.plans.each"),
      cell: (row) => (
        <>
          {format.perMinute(row.microsPerMinute)}
          {row.cap && (
            <span className="law-line soft">{t("staff.plans.each.cap", { price: format.perMinute(row.cap.microsPerMinute) })}</span>
          )}
        </>
      ),
      value: (row) => row.microsPerMinute,
      says: (row) => format.perMinute(row.microsPerMinute),
    },
    { id: "sold", header: t("staff.plans.sold"), cell: sold, value: (row) => row.soldFrom },
    { id: "bought", header: t("staff.plans.bought"), cell: (row) => format.number(row.bought), value: (row) => row.bought },
    {
      id: "state",
      header: t("staff.plans.state"),
      cell: (row) => (
        <>
          <Pill tone={tones[row.state]}>{t(`staff.plans.state.${row.state}`)}</Pill>
          {editable && row.state !== "withdrawn" && row.state !== "over" && <Withdraw offer={row} name={what(row)} />}
        </>
      ),
      value: (row) => t(`staff.plans.state.${row.state}`),
    },
  ];
}

function Withdraw({ offer, name }: { offer: PlanOffer; name: string }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const withdraw = useAct(api.withdrawPlan, {
    onDone: async () => {
      void toast(t("staff.plans.withdrawn"));
      await queries.invalidateQueries();
    },
  });
  return (
    <div className="gap-2">
      {withdraw.error && <Refusal problem={withdraw.error} />}
      <Button
        kind="second"
        size="small"
        label={t("staff.plans.withdraw.of", { plan: name })}
        isPending={withdraw.isPending}
        onPress={() => withdraw.mutate({ params: { facilityId, offerId: offer.id } })}
      >
        {t("staff.plans.withdraw")}
      </Button>
    </div>
  );
}
