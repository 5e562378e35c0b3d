import { paths } from "#web/staff/paths.ts";
import { type BoardVisit, isLive } from "#web/staff/shell/board.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useWords } from "#web/staff/words.ts";
import { countdown } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { shortName } from "./board.rules.ts";

/** What runs now, with the time that is left. */
export function LiveNow({ visits, now }: { visits: readonly BoardVisit[]; now: number }) {
  const { t } = useWords();
  const live = visits.filter(isLive);
  return (
    <section className="card livenow" aria-labelledby="live">
      <div className="spread">
        <h2 id="live">{t("staff.live_now.title")}</h2>
        <Go to={paths.live} look="quiet">
          {t("staff.live_now.go")}
          <Icon name="next" />
        </Go>
      </div>
      {live.length === 0 ? (
        <p className="soft gap-2">{t("staff.live_now.none")}</p>
      ) : (
        <table className="table">
          <caption className="hidden">{t("staff.live_now.title")}</caption>
          <thead className="hidden">
            <tr>
              <th scope="col">{t("staff.table.station")}</th>
              <th scope="col">{t("staff.table.resident")}</th>
              <th scope="col">{t("staff.live.left")}</th>
            </tr>
          </thead>
          <tbody>
            {live.map((visit) => (
              <tr key={visit.id}>
                <th scope="row">{visit.stationName}</th>
                <td>
                  <Go to={paths.live} search={{ visit: visit.id }}>
                    {shortName(visit.residentName)}
                  </Go>
                </td>
                <td className="num">
                  {Date.parse(visit.startsAt) > now ? t("staff.state.waiting") : countdown((Date.parse(visit.endsAt) - now) / 1000)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
