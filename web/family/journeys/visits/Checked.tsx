import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { linesOf } from "#web/family/journeys/check/found.rules.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { ownZone } from "#web/ui/format.ts";
import { useNow } from "#web/ui/Time.tsx";

/** When the reader's own phone or computer was last checked and how it came out, and the way to check it before the visit. */
export function Checked() {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow(60_000);
  const own = useQuery(reading(api.ownCheck));
  // Whether it was checked is no reason to hold up the page of a visit.
  if (!own.data) return null;
  const { last } = own.data;
  const zone = ownZone();
  const when = last && { day: times.nearDay(last.endedAt, zone, now), time: times.time(last.endedAt, zone) };
  const wrong = last ? linesOf(last).filter(({ good }) => !good).length : 0;
  return (
    <p>
      {!when && t("family.equipment.checked.never")}
      {when && (wrong === 0 ? t("family.equipment.checked.good", when) : t("family.equipment.checked.fix", { ...when, count: wrong }))}{" "}
      <Go to={paths.equipment}>{t("family.equipment.act")}</Go>
    </p>
  );
}
