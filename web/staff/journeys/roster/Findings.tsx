import type { RosterPlan } from "#contracts/roster.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { download, toCsv } from "#web/ui/csv.ts";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";

const ROWS_SHOWN_MAX = 10;
const LINES_SHOWN_MAX = 5;

/** Rows that were not taken and what was odd about others: by line, never by what stands in it. */
export function Findings({
  findings: { counts, rejected, warnings },
  fileName,
}: {
  findings: Pick<RosterPlan, "counts" | "rejected" | "warnings">;
  fileName: string;
}) {
  const { t } = useWords();
  const format = useFormat();
  const take = () =>
    download(
      `${fileName}-rejected.csv`,
      toCsv([
        [t("staff.roster.line"), t("staff.roster.why")],
        ...rejected.map(({ line, reason }) => [line, t(`staff.roster.rejected.${reason}`)]),
      ]),
    );
  return (
    <>
      {counts.rejected > 0 && (
        <div className="stack">
          <h3 className="h3">{t("staff.roster.rejected", { count: counts.rejected })}</h3>
          <ul className="list-plain">
            {rejected.slice(0, ROWS_SHOWN_MAX).map(({ line, reason }) => (
              <li key={`${line} ${reason}`}>
                {t("staff.roster.at_line", { line: format.number(line) })} {t(`staff.roster.rejected.${reason}`)}
              </li>
            ))}
          </ul>
          {counts.rejected > ROWS_SHOWN_MAX && (
            <p className="soft">{t("staff.roster.more_rows", { count: counts.rejected - ROWS_SHOWN_MAX })}</p>
          )}
          <p className="soft">{t("staff.roster.rejected.means")}</p>
          <div>
            <Button kind="second" size="small" onPress={take}>
              <Icon name="download" />
              {t("staff.roster.download", { count: rejected.length })}
            </Button>
          </div>
        </div>
      )}
      {warnings.length > 0 && (
        <div className="stack">
          <h3 className="h3">{t("staff.roster.warnings", { count: counts.warnings })}</h3>
          <ul className="list-plain">
            {warnings.map(({ code, column, count, lines }) => (
              <li key={`${code} ${column}`}>
                <b>{format.number(count)}</b> × {column === null ? "" : `${column}: `}
                {t(`staff.roster.warning.${code}`)}{" "}
                <span className="soft">
                  {t("staff.roster.lines", { lines: lines.slice(0, LINES_SHOWN_MAX).join(", ") })}
                  {count > LINES_SHOWN_MAX && " …"}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
