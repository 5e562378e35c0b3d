import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { Head } from "#web/staff/shell/parts.tsx";
import { carries, useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Cash } from "./Cash.tsx";
import { Payouts } from "./Payouts.tsx";
import { Report } from "./Report.tsx";

/** Money that goes through hands at this facility: handed in, and to be paid out. */
export default function Money() {
  const { t } = useWords();
  const { can, me } = useHere();
  // What holds for the whole agency is for those whose own role does.
  const seesPayouts = me.grants.some((grant) => grant.facilityId === null && carries([grant.role], "reconciliation.read"));
  usePageTitle(t("staff.money.title"));
  return (
    <>
      <Head title={t("staff.money.title")} beside={<p className="soft now-words">{t("staff.money.lead")}</p>}>
        {seesPayouts && (
          <Go to={paths.reconciliation} look="second">
            {t("staff.reconciliation.link")}
          </Go>
        )}
      </Head>
      <div className="stack">
        {can("cash.read") && <Cash />}
        {can("cash.read") && <Payouts />}
        {can("money.read") && <Report />}
      </div>
    </>
  );
}
