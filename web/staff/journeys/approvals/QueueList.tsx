import { shortName } from "#web/staff/journeys/today/board.rules.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Face } from "#web/ui/Person.tsx";
import { useNow } from "#web/ui/Time.tsx";
import type { Connection } from "./Approvals.tsx";
import { useWhen } from "./when.ts";

/** Who waits, the soonest deadline first: whom they ask for, by when they hear, and who looks at it already. */
export function QueueList(props: { rows: readonly Connection[]; chosenId: string | undefined; label: string; filters: object }) {
  const { t } = useWords();
  const { zone } = useHere();
  const now = useNow(60_000);
  const when = useWhen(zone, now);
  return (
    <ul className="queue" aria-label={props.label}>
      {props.rows.map((row) => (
        <li key={row.id}>
          <Go
            to={paths.approvals}
            search={{ ...props.filters, request: row.id } as Record<string, string>}
            current={row.id === props.chosenId}
          >
            <Face name={row.contact.name} {...(row.id === props.chosenId ? {} : { tone: "plain" as const })} />
            <span className="person-words">
              <b>{row.contact.name}</b>
              <span>
                {t("staff.approvals.who", { relationship: t(`staff.rel.${row.relationship}`), resident: shortName(row.resident.name) })}
              </span>
              {row.overdue && row.dueAt ? (
                <span className="flagged stop">{t("staff.approvals.overdue", { when: when.lastDay(row.dueAt) })}</span>
              ) : (
                <span>
                  {row.decidedAt
                    ? `${t(`staff.connection.${row.status}`)}, ${when.day(row.decidedAt)}`
                    : row.dueAt
                      ? t("staff.approvals.due", { when: when.lastDay(row.dueAt) })
                      : when.moment(row.requestedAt)}
                </span>
              )}
              {row.reviewer && (
                <span className="flagged warn">
                  {row.reviewer.mine ? t("staff.approvals.looks_you") : t("staff.approvals.looks", { name: row.reviewer.name })}
                </span>
              )}
            </span>
          </Go>
        </li>
      ))}
    </ul>
  );
}
