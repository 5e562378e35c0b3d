import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { useNow } from "#web/ui/Time.tsx";
import type { RepairRow } from "./Repairs.tsx";

/** What a repair rests on: each thing once, how often it was found, and when last; what a visit's measurements found leads to that visit. */
export function Findings({ findings }: { findings: RepairRow["findings"] }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone, can } = useHere();
  const now = useNow(60_000);
  if (findings.length === 0) return "–";
  return (
    <ul className="list-plain">
      {[...Map.groupBy(findings, ({ what }) => what)].map(([what, all]) => {
        const { at, visitId } = all.at(-1)!;
        const when = `${format.nearDay(at, zone, now)}, ${format.time(at, zone)}`;
        return (
          <li key={what}>
            {t(`staff.finding.${what}`)} {visitId === null && <span className="soft">{when}</span>}
            {visitId !== null && (
              <>
                <span className="soft">{t("staff.finding.visits", { count: all.length, when })}</span>{" "}
                {can("visit.read") && (
                  <Go to={paths.visit} params={{ visitId }}>
                    {t("staff.finding.visit")}
                  </Go>
                )}
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
