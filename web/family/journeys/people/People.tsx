import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { PersonRow } from "./PersonRow.tsx";

/** Everybody inside whom the reader is connected to, and where each request stands. */
export default function People() {
  const { t } = useWords();
  const people = useQuery(reading(api.ownConnections));
  usePageTitle(t("family.people.title"));
  if (!people.data && !people.error) return <Waiting />;
  return (
    <>
      <h1>{t("family.people.title")}</h1>
      <Rule />
      <div className="stack gap-6">
        {people.error && <Refusal problem={people.error} />}
        {people.data?.length === 0 && (
          <Empty
            drawing="people"
            title={t("family.home.nobody")}
            action={
              <Go to={paths.addPerson} look="button">
                {t("family.add.act")}
              </Go>
            }
          >
            {t("family.home.nobody.more")}
          </Empty>
        )}
        {people.data && people.data.length > 0 && (
          <>
            <ul className="list rows card">
              {people.data.map((connection) => (
                <li key={connection.id}>
                  <PersonRow connection={connection} />
                </li>
              ))}
            </ul>
            <Go to={paths.addPerson} look="button" wide>
              <Icon name="plus" />
              {t("family.add.act")}
            </Go>
          </>
        )}
      </div>
    </>
  );
}
