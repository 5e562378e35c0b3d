import { useQuery } from "@tanstack/react-query";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { rosterStaff } from "#contracts/roster.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { Head } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Feeds } from "./Feeds.tsx";
import { History } from "./History.tsx";
import { Mappings } from "./Mappings.tsx";
import { TakeIn } from "./TakeIn.tsx";

export type RosterPage = AnswerOf<typeof rosterStaff.rosterPage>;

/** Lists of residents from the jail's own system: taken in by hand, looked for by feeds, and what was taken in before. */
export default function Roster() {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  const page = useQuery(reading(api.rosterPage, { params: { facilityId } }));
  usePageTitle(t("staff.roster.title"));
  return (
    <>
      <Head title={t("staff.roster.title")} beside={<p className="soft now-words">{t("staff.roster.lead")}</p>} />
      {page.error && <Refusal problem={page.error} />}
      {!page.data && !page.error && <Skeleton height="20rem" />}
      {page.data && (
        <div className="stack">
          {page.data.nameless > 0 && (
            <Banner tone="warn">
              <p>
                {t("staff.roster.nameless", { count: page.data.nameless })} <Go to={paths.residents}>{t("staff.roster.nameless.go")}</Go>
              </p>
            </Banner>
          )}
          {can("roster.import") && <TakeIn page={page.data} />}
          <History page={page.data} />
          <Feeds page={page.data} />
          <Mappings page={page.data} />
        </div>
      )}
    </>
  );
}
