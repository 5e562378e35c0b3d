import type { connectionsStaff } from "#contracts/connections.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { shortName } from "#web/staff/journeys/today/board.rules.ts";
import { paths } from "#web/staff/paths.ts";
import { useFilters } from "#web/staff/shell/filters.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { More } from "#web/staff/shell/More.tsx";
import { usePages } from "#web/staff/shell/pages.ts";
import { Head } from "#web/staff/shell/parts.tsx";
import { SearchField } from "#web/staff/shell/SearchField.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Face } from "#web/ui/Person.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Decide } from "./Decide.tsx";
import { Request } from "./Request.tsx";

export type Connection = AnswerOf<typeof connectionsStaff.connectionQueue>["rows"][number];
const PAGE_SIZE = 50;
const DAY_MS = 86_400_000;

/** Who asks to be connected to whom: the queue, one request beside it, and the decision with the words that the family reads. */
export default function Approvals() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const [filters, change] = useFilters<"status" | "find" | "request">();
  const now = useNow(60_000);
  const status = filters.status === "decided" ? "decided" : "waiting";
  const pages = usePages<Connection>([api.connectionQueue.id, { facilityId, status }], (after, signal) =>
    call(api.connectionQueue, { params: { facilityId }, query: { status, limit: PAGE_SIZE, ...(after ? { after } : {}) }, signal }),
  );
  usePageTitle(t("staff.approvals.title"));
  const find = (filters.find ?? "").toLocaleLowerCase();
  const rows = pages.rows?.filter(({ contact, resident }) =>
    `${contact.name} ${resident.name} ${resident.bookingNumber}`.toLocaleLowerCase().includes(find),
  );
  const chosen = rows?.find(({ id }) => id === filters.request) ?? rows?.[0];
  const when = (at: string) => {
    const near = Math.abs(now - Date.parse(at)) < 2 * DAY_MS;
    return `${near ? format.nearDay(at, zone, now) : format.day(dayIn(at, zone), { month: "short", day: "numeric" })}, ${format.time(at, zone)}`;
  };
  const deciding = status === "waiting" && can("connection.decide");
  const after = rows && chosen ? rows[rows.indexOf(chosen) + 1] : undefined;
  return (
    <>
      <Head
        title={t("staff.approvals.title")}
        beside={
          pages.rows && status === "waiting" && <p className="soft now-words">{t("staff.approvals.count", { count: pages.rows.length })}</p>
        }
      >
        <SearchField
          label={t("staff.approvals.find")}
          value={filters.find ?? ""}
          onChange={(text) => change({ find: text }, { replace: true })}
        />
      </Head>
      <nav className="views" aria-label={t("staff.approvals.views")}>
        {(["waiting", "decided"] as const).map((view) => (
          <Go key={view} to={paths.approvals} {...(view === "decided" ? { search: { status: view } } : {})} current={view === status}>
            {t(`staff.approvals.${view}`)}
          </Go>
        ))}
      </nav>
      {pages.error && <Refusal problem={pages.error} />}
      {!rows && !pages.error && <Skeleton height="20rem" />}
      <h2 className="hidden">{t(`staff.approvals.${status}`)}</h2>
      {rows?.length === 0 && (
        <Empty
          drawing="people"
          title={t(find ? "staff.approvals.not_found" : status === "waiting" ? "staff.approvals.none" : "staff.approvals.none_decided")}
        >
          {t(find ? "staff.approvals.not_found.more" : "staff.approvals.none.more")}
        </Empty>
      )}
      {rows && chosen && (
        <div className={deciding ? "queue-cols" : "queue-cols two"}>
          <div>
            <ul className="queue" aria-label={t(`staff.approvals.${status}`)}>
              {rows.map((row) => (
                <li key={row.id}>
                  <Go
                    to={paths.approvals}
                    search={{ ...filters, request: row.id } as Record<string, string>}
                    current={row.id === chosen.id}
                  >
                    <Face name={row.contact.name} {...(row.id === chosen.id ? {} : { tone: "plain" as const })} />
                    <span className="person-words">
                      <b>{row.contact.name}</b>
                      <span>
                        {t("staff.approvals.who", {
                          relationship: t(`staff.rel.${row.relationship}`),
                          resident: shortName(row.resident.name),
                        })}
                      </span>
                      <span>{when(row.decidedAt ?? row.requestedAt)}</span>
                    </span>
                  </Go>
                </li>
              ))}
            </ul>
            <More pages={pages} />
          </div>
          <Request key={chosen.id} connection={chosen} />
          {deciding && (
            <Decide key={`decide ${chosen.id}`} connection={chosen} onDone={() => change({ request: after?.id }, { replace: true })} />
          )}
        </div>
      )}
    </>
  );
}
