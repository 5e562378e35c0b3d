import type { ReactNode } from "react";
import type { Statement as Shape, StatementLine } from "#contracts/statements.ts";
import type { statement as words } from "#web/words/en/statement.ts";
import type { wallet } from "#web/words/en/wallet.ts";
import { useWords } from "#web/words/words.tsx";
import { dayIn, useFormat } from "./format.ts";
import { Money } from "./Money.tsx";
import { usePrice } from "./quote-words.ts";
import { type Happened, withTaxes } from "./with-taxes.rules.ts";

/** On one line of a phone. */
const SHORT = { weekday: "short", month: "short", day: "numeric" } as const;
type Id = keyof typeof words | keyof typeof wallet;

/** A month of a wallet: what there was, what moved by kind, every movement with what stood behind it, and what there is. */
export function Statement({ statement, linkOf }: { statement: Shape; linkOf?: (visitId: string, words: string) => ReactNode }) {
  const { t } = useWords<Id>();
  const format = useFormat();
  const { openingCents, closingCents, addedCents, visitsCents, creditedCents, goneCents, timeZone, lines } = statement;
  const sums = [
    ["opening", openingCents],
    ["added", addedCents],
    ["visits", -visitsCents],
    ["credited", creditedCents],
    ["gone", -goneCents],
    ["closing", closingCents],
  ] as const;
  const ends = ["opening", "closing"];
  const told = withTaxes(lines);
  const left = told.map((_, at) => told.slice(0, at + 1).reduce((sum, { cents }) => sum + cents, openingCents));
  return (
    <div className="stack">
      <dl className="card facts">
        {sums
          .filter(([name, cents]) => cents !== 0 || ends.includes(name))
          .map(([name, cents]) => (
            <div key={name}>
              <dt>{t(`statement.${name}`)}</dt>
              <dd>
                <Money cents={cents} />
              </dd>
            </div>
          ))}
      </dl>
      <div className="gap-4">
        <h2>{t("statement.lines")}</h2>
        <p className="soft">{t("statement.clock", { zone: format.zone(timeZone, lines[0]?.at ?? `${statement.month}-15T12:00:00Z`) })}</p>
      </div>
      {lines.length === 0 && <p>{t("statement.none")}</p>}
      {lines.length > 0 && (
        <ol className="list card">
          {told.map((line, at) => (
            <Line key={line.id} line={line} leftCents={left[at] ?? closingCents} timeZone={timeZone} {...(linkOf ? { linkOf } : {})} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Line({
  line,
  leftCents,
  timeZone,
  linkOf,
}: {
  line: Happened<StatementLine>;
  leftCents: number;
  timeZone: string;
  linkOf?: (visitId: string, words: string) => ReactNode;
}) {
  const { t } = useWords<Id>();
  const format = useFormat();
  const price = usePrice();
  const { at, cents, taxCents, move, name, visitId, day, facilityName, visit, creditSeconds } = line;
  const law = visit?.law;
  return (
    <li className="spread">
      <div className="grow">
        <b>{t(`wallet.move.${move}`, { name: name ?? "none" })}</b>
        <p className="soft">
          {[`${format.day(dayIn(at, timeZone), SHORT)}, ${format.time(at, timeZone)}`, facilityName].filter(Boolean).join(" · ")}
        </p>
        {visit && (
          <p>
            {t(visit.seconds === visit.chargedSeconds ? "statement.connected.all" : "statement.connected", {
              connected: format.duration(visit.seconds),
              charged: format.duration(visit.chargedSeconds),
              price: price(visit.microsPerMinute),
            })}
          </p>
        )}
        {taxCents < 0 && <p>{t("wallet.move.taxes", { sum: format.money(-taxCents) })}</p>}
        {law && (
          <p className="soft">
            {t(law.microsPerMinute === 0 ? "statement.law.free" : "statement.law", {
              ...{ price: price(law.microsPerMinute), authority: law.authority, law: law.law },
            })}
          </p>
        )}
        {creditSeconds !== null && <p>{t("statement.credit", { time: format.duration(creditSeconds) })}</p>}
        {visitId && day && linkOf && <p>{linkOf(visitId, t("wallet.move.of_visit", { day: format.dayInside(day, SHORT) }))}</p>}
        <p className="soft">{t("statement.after", { sum: format.money(leftCents) })}</p>
      </div>
      <span className="sum" data-way={cents > 0 ? "in" : "out"}>
        {cents > 0 && "+"}
        <Money cents={cents} />
      </span>
    </li>
  );
}
