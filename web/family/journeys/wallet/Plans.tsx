import { useQuery } from "@tanstack/react-query";
import type { OwnPlan } from "#contracts/plans.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { dayIn, ownZone } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Taxes } from "#web/ui/Taxes.tsx";
import { OfferedPlan } from "./OfferedPlan.tsx";
import { RunningPlan } from "./RunningPlan.tsx";
import type { OwnWallet } from "./wallet-words.ts";

/** Minutes bought together: what runs, what is offered where the reader's people are, and what came of earlier ones. Nothing where there is none. */
export function Plans({ wallet }: { wallet: OwnWallet }) {
  const { t } = useWords();
  const read = useQuery(reading(api.ownPlans));
  if (read.error) return <Refusal problem={read.error} />;
  const { plans = [], offers = [] } = read.data ?? {};
  if (plans.length === 0 && offers.length === 0) return null;
  const open = plans.filter(({ state }) => state !== "ended");
  const ended = plans.filter(({ state }) => state === "ended");
  return (
    <Part id="plans" title={t("plans.title")}>
      <div className="stack">
        <p className="soft">{t("plans.lead")}</p>
        {open.map((plan) => (
          <RunningPlan key={plan.id} plan={plan} />
        ))}
        {offers.map((offer) => (
          <OfferedPlan key={offer.id} offer={offer} freeCents={wallet.freeCents} />
        ))}
        {ended.length > 0 && <Earlier plans={ended} />}
      </div>
    </Part>
  );
}

function Earlier({ plans }: { plans: readonly OwnPlan[] }) {
  const { t } = useWords();
  const times = useTimes();
  return (
    <section aria-labelledby="plans-before">
      <h3 id="plans-before">{t("plans.before")}</h3>
      <ul className="list card gap-2">
        {plans.map(({ id, minutes, facilityName, closing, endedAt, usedSeconds, priceCents, taxCents, ...came }) => (
          <li key={id} className="sign-in">
            <div className="grow">
              <b>{t("plans.before.one", { minutes, facility: facilityName })}</b>
              <p>
                {t("plans.before.took", {
                  used: times.duration(usedSeconds),
                  taken: times.money(came.takenCents),
                  back: times.money(priceCents + taxCents - came.takenCents),
                })}
              </p>
              {came.takenTaxCents > 0 && (
                <p>
                  {t("plans.before.taxes", { sum: times.money(came.takenTaxCents) })} <Taxes of={came.taxes} />
                </p>
              )}
              {came.returnedCents > 0 && <p>{t("plans.before.returned", { sum: times.money(came.returnedCents) })}</p>}
              {closing && endedAt && (
                <p className="soft">{t(`plans.why.${closing}`, { day: times.dayInside(dayIn(endedAt, ownZone())) })}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
