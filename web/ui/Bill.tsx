import type { ReactNode } from "react";
import type { Bill as BillOf } from "#contracts/bills.ts";
import type { bill as words } from "#web/words/en/bill.ts";
import { useWords } from "#web/words/words.tsx";
import { useFormat } from "./format.ts";
import { Money } from "./Money.tsx";
import { addsUp, paidSeconds } from "./quote-sum.rules.ts";
import { usePrice } from "./quote-words.ts";
import { Taxes } from "./Taxes.tsx";

type BillId = keyof typeof words;
type Row = readonly [name: string, fact: ReactNode];

/** A visit's bill: what was promised, connected, taken, given back and let go, with its law beside it; the reader's own part, or all payers'. */
export function Bill({ bill, publicRule = "/public/credits" }: { bill: BillOf; publicRule?: string | null }) {
  const { t } = useWords<BillId>();
  const rows = useRows(bill);
  return (
    <div className="bill">
      <dl className="facts">
        {rows.map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="nums">{fact}</dd>
          </div>
        ))}
      </dl>
      {bill.taxes.length > 0 && (
        <p className="gap-3">
          {t("bill.taxes")} <Taxes of={bill.taxes} linked={publicRule !== null} />
        </p>
      )}
      <Causes bill={bill} />
      {publicRule && (
        <p className="gap-3">
          <a href={publicRule}>{t("bill.rule")}</a>
        </p>
      )}
    </div>
  );
}

/** The rule decides within a minute of the end: until then there is something to wait for. */
export const stillDeciding = (bill: BillOf | null | undefined): boolean =>
  Boolean(bill?.charge && !bill.found && (!bill.charge.nothing || bill.charge.planSeconds > 0));
/** Nobody whom the reader may know of could be asked for anything. */
export const isOfNobody = (bill: BillOf): boolean => bill.planSeconds === 0 && bill.parts.every(({ quotedCents }) => quotedCents === 0);

function useRows(bill: BillOf): Row[] {
  const { t } = useWords<BillId>();
  const format = useFormat();
  const price = usePrice();
  const { charge, cap, freeLaw, of, quotedCents, takenCents, creditedCents, taxBackCents, letGoCents } = bill;
  const connected = charge !== null && charge.seconds > 0;
  const paid = takenCents > 0;
  const nothing = charge?.nothing ?? (charge && !paid ? "other_pays" : null);
  const planUsed = charge?.planSeconds ?? 0;
  const planBack = bill.credits.reduce((sum, credit) => sum + (credit.planCents > 0 ? 0 : credit.planSeconds), 0);
  const planCents = bill.credits.reduce((sum, credit) => sum + credit.planCents, 0);
  // Who pays a part reads it as a part: else the sum would be wrong.
  const share = of === "all" ? 100 : (bill.parts.find(({ payer }) => payer === of)?.percent ?? 0);
  const money = format.money(quotedCents);
  const taxed = bill.quotedTaxCents > 0;
  const sum = {
    ...{ money, percent: share, price: price(bill.microsPerMinute) },
    ...{ time: format.minutes(paidSeconds(bill)), tax: format.money(bill.quotedTaxCents) },
  };
  const asSum = (): string => {
    if (!addsUp(bill, quotedCents - bill.quotedTaxCents, share)) return money;
    if (share !== 100) return t(taxed ? "bill.row.quoted.part.taxed" : "bill.row.quoted.part", sum);
    return t(taxed ? "bill.row.quoted.taxed" : "bill.row.quoted.is", sum);
  };
  const quoted =
    bill.planSeconds > 0
      ? t(quotedCents > 0 ? "bill.row.quoted.plan" : "bill.row.quoted.plan.all", { money, time: format.duration(bill.planSeconds) })
      : asSum();
  const rows: [boolean, string, ReactNode][] = [
    [true, "quoted", quoted],
    [charge === null && bill.planSeconds > 0, "plan_kept", format.duration(bill.planSeconds)],
    [charge === null && quotedCents > 0, "kept", <Money key="kept" cents={quotedCents} />],
    [connected, "connected", format.duration(charge?.seconds ?? 0)],
    [connected && bill.freeSeconds > 0, "free", format.duration(Math.min(bill.freeSeconds, charge?.seconds ?? 0))],
    [planUsed > 0, "plan", format.duration(planUsed)],
    [connected && (planUsed === 0 || paid), "price", price(charge?.microsPerMinute ?? 0)],
    [
      charge !== null,
      "taken",
      nothing
        ? t(`bill.nothing.${nothing}`)
        : t("bill.row.taken.is", { money: format.money(takenCents), time: format.duration(charge?.chargedSeconds ?? 0) }),
    ],
    [bill.takenTaxCents > 0, "tax", <Money key="tax" cents={bill.takenTaxCents} />],
    [planBack > 0, "plan_back", format.duration(planBack)],
    [planCents > 0, "plan_cents", <Money key="plan_cents" cents={planCents} />],
    [creditedCents > 0, "back", <Money key="back" cents={creditedCents} />],
    [taxBackCents > 0, "tax_back", <Money key="tax_back" cents={taxBackCents} />],
    [creditedCents + taxBackCents > 0, "pays", <Money key="pays" cents={takenCents - creditedCents - taxBackCents} />],
    [letGoCents > 0, "let_go", <Money key="go" cents={letGoCents} />],
    [
      cap !== null && freeLaw === null,
      "law",
      t("bill.row.law.is", { price: price(cap?.microsPerMinute ?? 0), authority: cap?.authority ?? "", law: cap?.law ?? "" }),
    ],
    [freeLaw !== null, "law", t("bill.row.law.free", { authority: freeLaw?.authority ?? "", law: freeLaw?.law ?? "" })],
  ];
  const parts: Row[] =
    of === "all" || bill.parts.length > 1
      ? bill.parts.map((part) => [
          t(`bill.row.payer.${part.payer}`, { percent: part.percent }),
          charge
            ? t("bill.row.payer.is", { taken: format.money(part.takenCents), back: format.money(part.creditedCents + part.taxBackCents) })
            : t("bill.row.payer.quoted", { money: format.money(part.quotedCents) }),
        ])
      : [];
  return [
    ...rows.filter(([shown]) => shown).map(([, name, fact]): Row => [t(`bill.row.${name}` as BillId), fact]),
    ...(charge || bill.parts.length > 1 ? parts : []),
  ];
}

/** What was given back, cause by cause, and what the home's own line took. */
function Causes({ bill }: { bill: BillOf }) {
  const { t } = useWords<BillId>();
  const format = useFormat();
  const causeWords = useCauseWords();
  const { charge, credits, found, of, takenCents } = bill;
  const fromPlan = (charge?.planSeconds ?? 0) > 0;
  if (!charge || (!fromPlan && (charge.nothing || (takenCents === 0 && of !== "all")))) return null;
  const home = found?.causes.filter(({ where }) => where === "home").reduce((sum, { seconds }) => sum + seconds, 0) ?? 0;
  return (
    <div className="gap-4">
      <h3>{t("bill.causes")}</h3>
      {credits.length > 0 && (
        <ul className="bill-causes">
          {credits.map((credit) => (
            <li key={credit.id} className="spread">
              <span>{causeWords(credit)}</span>
              <span className="nums">
                {[
                  ...(credit.planSeconds > 0 ? [format.duration(credit.planSeconds)] : []),
                  ...(credit.cents > 0 || credit.planSeconds === 0 ? [format.money(credit.cents)] : []),
                ].join(" + ")}
              </span>
            </li>
          ))}
        </ul>
      )}
      {credits.length === 0 && <p>{t(found ? "bill.causes.none" : "bill.waiting")}</p>}
      {home > 0 && <p className="soft gap-2">{t(of === "family" ? "bill.home" : "bill.home.of", { time: format.duration(home) })}</p>}
    </div>
  );
}

/** Of these the cause alone does not say who failed. */
const named: readonly string[] = ["line", "device", "drops", "decided"];

/** One cause with its time, as every screen says it. */
export function useCauseWords() {
  const { t } = useWords<BillId>();
  const format = useFormat();
  return ({ where, what, seconds }: Pick<BillOf["credits"][number], "where" | "what" | "seconds">): string =>
    t(named.includes(what) ? "bill.cause.row.of" : "bill.cause.row", {
      time: format.duration(seconds),
      cause: t(`bill.cause.${what}`),
      where: t(`bill.where.${where}`),
    });
}
