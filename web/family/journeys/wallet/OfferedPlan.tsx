import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { PlanForMe } from "#contracts/plans.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { usePrice } from "#web/ui/quote-words.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Taxes } from "#web/ui/Taxes.tsx";
import { toast } from "#web/ui/toast.ts";

/** A plan that can be bought here: what it is in three lines, and all of it before anything is kept. */
export function OfferedPlan({ offer, freeCents }: { offer: PlanForMe; freeCents: number }) {
  const { t } = useWords();
  const times = useTimes();
  const price = usePrice();
  const [open, setOpen] = useState(false);
  const { facilityName: facility, minutes, days, priceCents, taxCents, microsPerMinute, tariffMicros, service } = offer;
  const sum = times.money(priceCents + taxCents);
  const same = microsPerMinute >= tariffMicros;
  return (
    <div className="card stack">
      <div>
        <h3>{t("plans.offer", { minutes, sum })}</h3>
        <p>{t(service === "video" ? "plans.offer.where" : `plans.offer.where.${service}`, { facility })}</p>
        <p>{t("plans.offer.days", { days })}</p>
        <p>{t(same ? "plans.offer.each.same" : "plans.offer.each", { price: price(microsPerMinute), usual: price(tariffMicros) })}</p>
      </div>
      <Button kind="second" wide label={t("plans.offer.look.of", { minutes, facility })} onPress={() => setOpen(true)}>
        {t("plans.offer.look")}
      </Button>
      <Buy offer={offer} freeCents={freeCents} isOpen={open} onClose={() => setOpen(false)} />
    </div>
  );
}

function Buy({ offer, freeCents, isOpen, onClose }: { offer: PlanForMe; freeCents: number; isOpen: boolean; onClose: () => void }) {
  const { t } = useWords();
  const times = useTimes();
  const price = usePrice();
  const queries = useQueryClient();
  const [id, setId] = useState(newId);
  const buy = useAct(api.buyPlan, {
    onDone: async () => {
      onClose();
      setId(newId());
      void toast(t("plans.buy.done"));
      await queries.invalidateQueries();
    },
  });
  const { id: offerId, minutes, facilityName: facility, microsPerMinute, tariffMicros, throughDay, backDay, cap } = offer;
  const cents = offer.priceCents + offer.taxCents;
  const [sum, missing] = [times.money(cents), cents - freeCents];
  const close = () => {
    onClose();
    buy.reset();
  };
  const rows: [string, string][] = [
    [t("plans.buy.price"), offer.taxCents > 0 ? t("plans.buy.price.is", { sum }) : sum],
    [t("plans.buy.each"), t("plans.buy.each.is", { price: price(microsPerMinute), usual: price(tariffMicros) })],
    [t("plans.buy.until"), t("plans.buy.until.is", { day: times.dayInside(throughDay) })],
  ];
  if (cap)
    rows.push([t("plans.buy.law"), t("plans.buy.law.is", { price: price(cap.microsPerMinute), authority: cap.authority, law: cap.law })]);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={t("plans.buy.title", { minutes, facility })}
      actions={
        <>
          {missing <= 0 && (
            <Button isPending={buy.isPending} onPress={() => buy.mutate({ body: { id, offerId, atMostCents: cents } })}>
              {t("plans.buy.act", { sum })}
            </Button>
          )}
          <Button kind="second" onPress={close}>
            {t("plans.buy.no")}
          </Button>
        </>
      }
    >
      <div className="stack">
        <dl className="facts buy-facts">
          {rows.map(([name, fact]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="nums">{fact}</dd>
            </div>
          ))}
        </dl>
        {offer.taxes.length > 0 && (
          <p>
            {t("plans.buy.taxes", { sum: times.money(offer.taxCents) })} <Taxes of={offer.taxes} />
          </p>
        )}
        <p>
          <b>{t("plans.buy.rule", { day: times.dayInside(backDay) })}</b>
        </p>
        <p>{t(offer.taxCents > 0 ? "plans.buy.used.taxed" : "plans.buy.used", { price: price(microsPerMinute) })}</p>
        {missing > 0 ? (
          <Banner tone="warn">
            <p>{t("plans.buy.short", { sum: times.money(missing) })}</p>
          </Banner>
        ) : (
          <p>{t("plans.buy.kept", { sum })}</p>
        )}
        {buy.error && <Refusal problem={buy.error} />}
      </div>
    </Dialog>
  );
}
