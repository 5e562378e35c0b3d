import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Back } from "#web/family/shell/parts.tsx";
import { useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { ButtonLink } from "#web/ui/Button.tsx";
import { Select } from "#web/ui/Field.tsx";
import { dayIn, ownZone, useFormat } from "#web/ui/format.ts";
import { monthsBack } from "#web/ui/months.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Statement } from "#web/ui/Statement.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { statementFile } from "./Statements.tsx";

const MONTHS = 13;

/** One month of the reader's wallet, line by line; the month stands in the address. */
export default function StatementPage() {
  const { t } = useWords();
  const format = useFormat();
  const navigate = useNavigate();
  const now = useNow(60_000);
  const zone = ownZone();
  const { month = "" } = useParams({ strict: false });
  const found = useQuery(reading(api.ownStatement, { params: { month }, query: { zone } }));
  const name = (value: string) => format.day(`${value}-15`, { month: "long", year: "numeric" });
  const title = t("statement.title", { month: name(month) });
  usePageTitle(title);
  const months = monthsBack(dayIn(now, zone).slice(0, 7), MONTHS);
  const file = statementFile(month, zone);
  return (
    <>
      <Back to={paths.wallet}>{t("statement.back")}</Back>
      <h1>{title}</h1>
      <Rule />
      <div className="stack gap-6">
        <Select
          label={t("statement.month")}
          value={month}
          onChange={(value) => void navigate({ to: paths.statement, params: { month: value } })}
          options={(months.includes(month) ? months : [month, ...months]).map((value) => ({ value, label: name(value) }))}
        />
        {found.error && <Refusal problem={found.error} />}
        {!found.data && !found.error && <Waiting />}
      </div>
      {found.data && (
        <div className="gap-6">
          <Statement
            statement={found.data}
            linkOf={(visitId, words) => (
              <Go to={paths.visit} params={{ visitId }}>
                {words}
              </Go>
            )}
          />
          <div className="stack gap-6">
            <ButtonLink href={file("pdf")} kind="second" wide download={`wallet-${month}.pdf`}>
              {t("wallet.statement.pdf")}
            </ButtonLink>
            <ButtonLink href={file("csv")} kind="quiet" download={`wallet-${month}.csv`}>
              {t("wallet.statement.csv")}
            </ButtonLink>
          </div>
        </div>
      )}
    </>
  );
}
