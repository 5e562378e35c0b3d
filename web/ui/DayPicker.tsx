import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useWords } from "#web/words/words.tsx";
import { Button } from "./Button.tsx";
import { stepDay, weeksOf } from "./days.ts";
import { useFormat } from "./format.ts";
import { Icon } from "./Icon.tsx";

export interface DayState {
  /** `2026-11-21` */
  day: string;
  /** How many starts are free. */
  free: number;
  /** Visits are held that day, but every place is taken. */
  full?: boolean;
}
export interface DayPickerProps {
  from: string;
  through: string;
  days: readonly DayState[];
  value: string | undefined;
  onChange: (day: string) => void;
  /** Full days can be pressed too (a waiting list). */
  fullChoosable?: boolean;
}

const WEEKS_SHOWN = 5;
const arrows: Record<string, -1 | 1 | -7 | 7> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A calendar that shows what is free. One stop for the Tab key; arrows go from free day to free day. */
export function DayPicker({ from, through, days, value, onChange, fullChoosable = false }: DayPickerProps) {
  const { t, locale } = useWords();
  const format = useFormat();
  const id = useId();
  const weeks = weeksOf(from, through);
  const states = new Map(days.map((state) => [state.day, state]));
  const choosable = days
    .filter((state) => state.free > 0 || (fullChoosable && state.full))
    .map((state) => state.day)
    .sort();
  const pageOf = (day: string) => Math.floor(weeks.findIndex((week) => week.includes(day)) / WEEKS_SHOWN);
  const [page, setPage] = useState(() => Math.max(0, pageOf(value ?? choosable[0] ?? from)));
  const shown = weeks.slice(page * WEEKS_SHOWN, (page + 1) * WEEKS_SHOWN);
  const shownDays = shown.flat();
  const stop = value && shownDays.includes(value) ? value : choosable.find((day) => shownDays.includes(day));
  const table = useRef<HTMLTableElement>(null);
  const focusNext = useRef<string>(undefined);

  // After the arrow keys turned the page, the day that they led to is there only now.
  useEffect(() => {
    if (focusNext.current === undefined) return;
    table.current?.querySelector<HTMLButtonElement>(`[data-day="${focusNext.current}"]`)?.focus();
    focusNext.current = undefined;
  });

  const move = (event: KeyboardEvent<HTMLTableElement>) => {
    const at = (event.target as HTMLElement).dataset.day;
    const step = arrows[event.key];
    const ends = { Home: choosable[0], End: choosable.at(-1) }[event.key];
    if (!at || (!step && !ends)) return;
    event.preventDefault();
    const to = step ? stepDay(choosable, at, step) : (ends ?? at);
    focusNext.current = to;
    setPage(pageOf(to));
    table.current?.querySelector<HTMLButtonElement>(`[data-day="${to}"]`)?.focus();
  };

  const short = { month: "short", day: "numeric" } as const;
  const span = t("shared.calendar.span", {
    from: format.day(shownDays[0] ?? from, short),
    to: format.day(shownDays.at(-1) ?? through, short),
  });
  return (
    <div>
      <div className="spread calendar-head">
        <h2 id={id} aria-live="polite">
          {span}
        </h2>
        <p className="soft">{t("shared.day.legend")}</p>
      </div>
      <table className="calendar" aria-labelledby={id} ref={table} onKeyDown={move}>
        <thead>
          <tr>
            {shownDays.slice(0, 7).map((day) => (
              <th key={day} scope="col">
                <abbr title={format.day(day, { weekday: "long" })}>
                  {format.day(day, { weekday: "short" }).slice(0, locale === "en" ? 2 : 3)}
                </abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day}>
                  <Day
                    state={states.get(day) ?? { day, free: 0 }}
                    chosen={day === value}
                    isStop={day === stop}
                    choosable={choosable.includes(day)}
                    onChoose={onChange}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {weeks.length > WEEKS_SHOWN && (
        <div className="spread">
          <Button kind="quiet" isDisabled={page === 0} onPress={() => setPage(page - 1)}>
            <Icon name="previous" />
            {t("shared.calendar.earlier")}
          </Button>
          <Button kind="quiet" isDisabled={(page + 1) * WEEKS_SHOWN >= weeks.length} onPress={() => setPage(page + 1)}>
            {t("shared.calendar.later")}
            <Icon name="next" />
          </Button>
        </div>
      )}
    </div>
  );
}

function Day({
  state,
  chosen,
  isStop,
  choosable,
  onChoose,
}: {
  state: DayState;
  chosen: boolean;
  isStop: boolean;
  choosable: boolean;
  onChoose: (day: string) => void;
}) {
  const { t } = useWords();
  const format = useFormat();
  const { day, free, full = false } = state;
  const number = Number(day.slice(8));
  const words =
    free > 0
      ? t("shared.day.free", { day: format.day(day), count: free })
      : t(full ? "shared.day.full" : "shared.day.none", { day: format.day(day) });
  if (!choosable)
    return (
      <span className="day" data-state="none">
        <span aria-hidden="true">{number}</span>
        {full && <small aria-hidden="true">{t("shared.day.full_short")}</small>}
        <span className="hidden">{words}</span>
      </span>
    );
  return (
    <button type="button" className="day" data-day={day} aria-pressed={chosen} tabIndex={isStop ? 0 : -1} onClick={() => onChoose(day)}>
      <span aria-hidden="true">{number}</span>
      <small aria-hidden="true">{free > 0 ? free : t("shared.day.full_short")}</small>
      <span className="hidden">{words}</span>
    </button>
  );
}
