import { useState } from "react";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useWords } from "#web/family/words.ts";
import { ButtonLink } from "#web/ui/Button.tsx";
import { Select } from "#web/ui/Field.tsx";
import { dayIn, ownZone, useFormat } from "#web/ui/format.ts";
import { monthsBack } from "#web/ui/months.ts";
import { useNow } from "#web/ui/Time.tsx";

const MONTHS = 13;

/** Where a month's statement is fetched as a file. */
export const statementFile = (month: string, zone: string) => (as: "pdf" | "csv") =>
  `/api/outside/wallet/statements/${month}/file?zone=${encodeURIComponent(zone)}&as=${as}`;

/** A statement of each month, to print or to calculate with. */
export function Statements() {
  const { t } = useWords();
  const format = useFormat();
  const now = useNow(60_000);
  const zone = ownZone();
  const months = monthsBack(dayIn(now, zone).slice(0, 7), MONTHS);
  const [month, setMonth] = useState(months[0] ?? "");
  const file = statementFile(month, zone);
  return (
    <div className="card stack">
      <Select
        label={t("wallet.statement.month")}
        value={month}
        onChange={setMonth}
        options={months.map((value) => ({ value, label: format.day(`${value}-15`, { month: "long", year: "numeric" }) }))}
      />
      <Go to={paths.statement} params={{ month }} look="second" wide>
        {t("statement.look")}
      </Go>
      <ButtonLink href={file("pdf")} kind="quiet" download={`wallet-${month}.pdf`}>
        {t("wallet.statement.pdf")}
      </ButtonLink>
      <ButtonLink href={file("csv")} kind="quiet" download={`wallet-${month}.csv`}>
        {t("wallet.statement.csv")}
      </ButtonLink>
    </div>
  );
}
