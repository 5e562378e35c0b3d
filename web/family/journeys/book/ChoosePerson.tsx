import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { mayVisit, useConnectionWords } from "#web/family/journeys/people/connection-words.ts";
import { PersonRow } from "#web/family/journeys/people/PersonRow.tsx";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Part } from "#web/family/shell/parts.tsx";
import { useWords } from "#web/family/words.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { PersonChip } from "#web/ui/Person.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { BookSteps } from "./BookSteps.tsx";

/** The first step of booking: with whom. */
export default function ChoosePerson() {
  const { t } = useWords();
  const words = useConnectionWords();
  const people = useQuery(reading(api.ownConnections));
  usePageTitle(t("family.book.who"));
  if (!people.data && !people.error) return <Waiting />;
  const ready = people.data?.filter(mayVisit) ?? [];
  const others = people.data?.filter((connection) => !mayVisit(connection)) ?? [];
  return (
    <>
      <BookSteps now="person" />
      <h1>{t("family.book.who")}</h1>
      <div className="stack gap-5">
        {people.error && <Refusal problem={people.error} />}
        {people.data && ready.length === 0 && (
          <Empty
            drawing="people"
            title={t("family.book.nobody")}
            action={
              <Go to={paths.addPerson} look="button">
                {t("family.add.act")}
              </Go>
            }
          >
            {t("family.home.nobody.more")}
          </Empty>
        )}
        {ready.length > 0 && (
          <ul className="list rows card">
            {ready.map((connection) => (
              <li key={connection.id}>
                <Go to={paths.pickTime} params={{ connectionId: connection.id }} look="row">
                  <PersonChip
                    name={connection.residentName}
                    about={[words.person(connection), connection.facility?.name].filter(Boolean).join(" · ")}
                  />
                  <Icon name="next" />
                </Go>
              </li>
            ))}
          </ul>
        )}
      </div>
      {others.length > 0 && (
        <Part id="others" title={t("family.book.not_yet")}>
          <ul className="list rows card">
            {others.map((connection) => (
              <li key={connection.id}>
                <PersonRow connection={connection} />
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}
