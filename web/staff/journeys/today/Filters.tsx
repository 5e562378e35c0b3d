import { SearchField } from "#web/staff/shell/SearchField.tsx";
import { type Id, useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import type { VisitState } from "./board.rules.ts";
import type { TodayFilter } from "./Today.tsx";

const shows = ["live", "needs", "booked", "done", "off"] as const;

/** What is shown of the day, all of it in the address, and the day in numbers. */
export function Filters(props: {
  filters: Partial<Record<TodayFilter, string>>;
  change: (part: Partial<Record<TodayFilter, string | undefined>>, how?: { replace?: boolean }) => void;
  units: readonly string[];
  states: readonly VisitState[];
  isToday: boolean;
}) {
  const { filters, change, units, states, isToday } = props;
  const { t } = useWords();
  const count = (...of: VisitState[]) => states.filter((state) => of.includes(state)).length;
  const tally: [Id, number, boolean][] = [
    ["staff.tally.all", states.length - count("cancelled"), true],
    ["staff.tally.done", count("done"), true],
    ["staff.tally.live", count("live", "trouble"), isToday],
    ["staff.tally.late", count("late"), isToday],
    ["staff.tally.missed", count("missed"), true],
  ];
  return (
    <div className="bar filters">
      <SearchField label={t("staff.today.find")} value={filters.find ?? ""} onChange={(find) => change({ find }, { replace: true })} />
      <label>
        <span className="hidden">{t("staff.unit")}</span>
        <select className="input" data-size="small" value={filters.unit ?? ""} onChange={(event) => change({ unit: event.target.value })}>
          <option value="">{t("staff.unit.all")}</option>
          {units.map((unit) => (
            <option key={unit}>{unit}</option>
          ))}
        </select>
      </label>
      <label>
        <span className="hidden">{t("staff.today.show")}</span>
        <select className="input" data-size="small" value={filters.show ?? ""} onChange={(event) => change({ show: event.target.value })}>
          <option value="">{t("staff.today.show.all")}</option>
          {shows.map((show) => (
            <option key={show} value={show}>
              {t(`staff.today.show.${show}`)}
            </option>
          ))}
        </select>
      </label>
      <Button
        kind="second"
        size="small"
        pressed={filters.view === "table"}
        onPress={() => change({ view: filters.view === "table" ? undefined : "table" })}
      >
        {t("staff.today.as_table")}
      </Button>
      <span className="grow" />
      <p className="tally nums">
        {tally.map(
          ([id, value, shown]) =>
            shown && (
              <span key={id}>
                <b>{value}</b> {t(id)}
              </span>
            ),
        )}
      </p>
    </div>
  );
}
