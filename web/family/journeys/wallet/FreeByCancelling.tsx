import { useQueries } from "@tanstack/react-query";
import type { Kept } from "#contracts/wallets.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { CancelVisit } from "#web/family/journeys/visits/CancelVisit.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";

/** What is kept for booked visits can be had back too: each can be cancelled from here, which frees its money at once. */
export function FreeByCancelling({ kept }: { kept: readonly Kept[] }) {
  const { t } = useWords();
  const times = useTimes();
  const visits = kept.filter((each) => each.for === "visit");
  const found = useQueries({ queries: visits.map(({ subjectId }) => reading(api.ownVisit, { params: { visitId: subjectId } })) });
  if (visits.length === 0) return null;
  return (
    <div className="stack">
      <p className="soft">{t("wallet.back.kept")}</p>
      <ul className="list">
        {visits.map(({ id, cents, withName, day }, index) => {
          const visit = found[index]?.data;
          return (
            <li key={id} className="stack">
              <p>
                {t("wallet.kept.visit", { name: withName ?? "none", day: day ? times.dayInside(day) : "" })}: {times.money(cents)}
              </p>
              {visit?.canCancel && <CancelVisit visit={visit} words={t("wallet.back.cancel", { sum: times.money(cents) })} />}
              {visit && !visit.canCancel && <p className="soft">{t("wallet.back.late")}</p>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
