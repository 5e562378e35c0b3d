import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { PersonChip } from "#web/ui/Person.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { type Connection, mayVisit, useConnectionWords } from "./connection-words.ts";

/** One of the reader's people, leading to their page; the state is shown where it is not simply good. */
export function PersonRow({ connection }: { connection: Connection }) {
  const words = useConnectionWords();
  const { words: status, tone, icon } = words.status(connection);
  const about = [words.person(connection), connection.facility?.name].filter(Boolean).join(" · ");
  return (
    <Go to={paths.person} params={{ connectionId: connection.id }} look="row">
      <PersonChip name={connection.residentName} about={about} {...(mayVisit(connection) ? {} : { tone: "plain" as const })}>
        {!mayVisit(connection) && (
          <Pill {...(tone ? { tone } : {})} {...(icon ? { icon } : {})}>
            {status}
          </Pill>
        )}
      </PersonChip>
      <Icon name="next" />
    </Go>
  );
}
