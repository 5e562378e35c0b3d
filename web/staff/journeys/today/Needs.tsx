import { type Path, paths } from "#web/staff/paths.ts";
import type { BoardOfDay, BoardVisit, Need } from "#web/staff/shell/board.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { Icon, type IconName } from "#web/ui/Icon.tsx";
import { useNow } from "#web/ui/Time.tsx";

const looks: Record<Need["code"], { icon: IconName; tone: "warn" | "stop" | "line" }> = {
  media_unavailable: { icon: "warning", tone: "stop" },
  recording_unproven: { icon: "warning", tone: "stop" },
  watch_needed: { icon: "eye", tone: "stop" },
  resident_late: { icon: "clock", tone: "warn" },
  family_late: { icon: "clock", tone: "warn" },
  station_silent: { icon: "station", tone: "stop" },
  repair_open: { icon: "station", tone: "line" },
  connection_waiting: { icon: "id", tone: "line" },
  access_review: { icon: "key", tone: "line" },
  access_review_overdue: { icon: "key", tone: "warn" },
  law_facts_missing: { icon: "help", tone: "line" },
};
const pages: Record<Need["code"], Path | null> = {
  media_unavailable: null,
  recording_unproven: paths.live,
  watch_needed: paths.live,
  resident_late: paths.visit,
  family_late: paths.visit,
  station_silent: paths.stations,
  repair_open: paths.stations,
  connection_waiting: paths.approvals,
  access_review: paths.review,
  access_review_overdue: paths.review,
  law_facts_missing: paths.prices,
};

/** What needs a person now, the most pressing first, each with the page where it is dealt with. */
export function Needs(props: { needs: readonly Need[]; visits: readonly BoardVisit[]; stations: BoardOfDay["stations"] }) {
  const { t } = useWords();
  const { needs, visits, stations } = props;
  return (
    <section className="card" aria-labelledby="needs">
      <div className="spread">
        <h2 id="needs">{t("staff.needs.title")}</h2>
        {needs.length > 0 && (
          <span className="pill nums" data-tone="warn">
            {needs.length}
          </span>
        )}
      </div>
      {needs.length === 0 && <p className="soft gap-2">{t("staff.needs.none")}</p>}
      <ul className="list todo">
        {needs.map((need) => (
          <li key={`${need.code} ${need.visitId} ${need.stationId}`}>
            <One
              need={need}
              visit={visits.find(({ id }) => id === need.visitId)}
              station={stations.find(({ id }) => id === need.stationId)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ need, visit, station }: { need: Need; visit: BoardVisit | undefined; station: BoardOfDay["stations"][number] | undefined }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  const { code, facts } = need;
  const now = useNow(60_000);
  const { icon, tone } = looks[code];
  const page = pages[code];
  const seen = facts.lastSeenAt;
  const moment = facts.startsAt ?? facts.since;
  const words = {
    when:
      typeof facts.doBy === "string"
        ? format.day(facts.doBy, { month: "long", day: "numeric" })
        : typeof moment === "string"
          ? `${format.nearDay(moment, zone, now)}, ${format.time(moment, zone)}`
          : "",
    resident: visit?.residentName ?? "",
    contact: visit?.contactName ?? "",
    station: station?.name ?? visit?.stationName ?? "",
    minutes: Number(facts.minutes ?? 0),
    count: Number(facts.count ?? 0),
    seen: typeof seen === "string" ? format.time(seen, zone) : "never",
    ends: visit ? format.time(visit.endsAt, zone) : "",
  };
  return (
    <>
      <span className={`mk ${tone}`}>
        <Icon name={icon} />
      </span>
      <div className="grow">
        <h3>{t(`staff.needs.${code}`, words)}</h3>
        <p className="soft">{t(`staff.needs.${code}.more`, words)}</p>
        {page && (
          <Go
            to={page}
            look="quiet"
            {...(page === paths.visit && need.visitId ? { params: { visitId: need.visitId } } : {})}
            {...(code === "repair_open" ? { search: { view: "repairs" } } : {})}
            {...(page === paths.live && visit ? { search: { visit: visit.id } } : {})}
          >
            {t(`staff.needs.${code}.go` as "staff.needs.resident_late.go")}
            <Icon name="next" />
          </Go>
        )}
      </div>
    </>
  );
}
