import { useEffect } from "react";
import { offsetOf, useBoard } from "#web/staff/shell/board.ts";
import { clockMinutes } from "#web/staff/shell/clock.ts";
import { useFilters } from "#web/staff/shell/filters.ts";
import { Head } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { addDays } from "#web/ui/days.ts";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Board } from "./Board.tsx";
import { BoardTable } from "./BoardTable.tsx";
import { fits, stateOf, windowStart } from "./board.rules.ts";
import { Filters } from "./Filters.tsx";
import { Flags } from "./Flags.tsx";
import { LiveNow } from "./LiveNow.tsx";
import { Needs } from "./Needs.tsx";
import { NotDeleted } from "./NotDeleted.tsx";

export type TodayFilter = "day" | "from" | "find" | "unit" | "show" | "view";

/** The day's visits by station and half hour, what needs a person, and what is live. */
export default function Today() {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  const [filters, change] = useFilters<TodayFilter>();
  const asked = /^\d{4}-\d{2}-\d{2}$/.test(filters.day ?? "") ? filters.day : undefined;
  const board = useBoard(asked);
  const now = useNow(1000, offsetOf(board));
  const today = dayIn(now, zone);
  const day = board.data?.day ?? asked ?? today;
  const isToday = day === today;
  usePageTitle(isToday ? t("staff.today.title") : format.day(day));
  useEffect(() => {
    // A day in the address that turned out to be today is written plainly, so that tomorrow the same address is today again.
    if (asked === today) change({ day: undefined }, { replace: true });
  }, [asked, today, change]);
  const go = (to: string) => change({ day: to === today ? undefined : to, from: undefined });

  const { visits = [], needs = [], stations = [] } = board.data ?? {};
  const states = new Map(visits.map((visit) => [visit.id, stateOf(visit, isToday ? needs : [])]));
  const units = [...new Set(stations.flatMap(({ unit }) => unit ?? []))];
  const rows = stations.filter(({ unit }) => !filters.unit || unit === filters.unit);
  const shown = visits.filter((visit) => {
    const here = rows.some(({ id }) => id === visit.stationId);
    const state = states.get(visit.id);
    return here && (!filters.find || fits(visit, filters.find)) && (!filters.show || groups[filters.show]?.includes(state ?? ""));
  });
  const nowMinutes = isToday ? clockMinutes(now, zone) : undefined;
  return (
    <>
      <Head
        title={format.day(day)}
        beside={
          isToday ? (
            <p className="now-words">
              <b className="nums">{format.time(now, zone)}</b> <span className="soft">{format.zone(zone, now)}</span>
            </p>
          ) : (
            <p className="now-words soft">{format.zone(zone, now)}</p>
          )
        }
      >
        <Button kind="second" size="small" label={t("staff.today.day_before")} onPress={() => go(addDays(day, -1))}>
          <Icon name="previous" />
        </Button>
        <Button kind="second" size="small" isDisabled={isToday} onPress={() => go(today)}>
          {t("staff.today.title")}
        </Button>
        <Button kind="second" size="small" label={t("staff.today.day_after")} onPress={() => go(addDays(day, 1))}>
          <Icon name="next" />
        </Button>
        <label>
          <span className="hidden">{t("staff.today.go_to_day")}</span>
          <input
            className="input"
            type="date"
            data-size="small"
            value={day}
            onChange={(event) => event.target.value && go(event.target.value)}
          />
        </label>
      </Head>
      <Filters filters={filters} change={change} units={units} states={[...states.values()]} isToday={isToday} />
      {board.error && <Refusal problem={board.error} />}
      {!board.data && !board.error && <Skeleton height="28rem" />}
      {board.data && (
        <div className="cols">
          {filters.view === "table" ? (
            <BoardTable visits={shown} states={states} day={day} />
          ) : (
            <Board
              visits={shown}
              stations={rows}
              states={states}
              day={day}
              from={windowStart(filters.from, nowMinutes, visits)}
              now={nowMinutes}
              onFrom={(from) => change({ from })}
            />
          )}
          <div className="side">
            {isToday && <Flags />}
            {isToday && <Needs needs={needs} visits={visits} stations={stations} />}
            {isToday && <NotDeleted />}
            {isToday && <LiveNow visits={visits} now={now} />}
            {!isToday && <p className="card soft">{t("staff.today.other_day")}</p>}
          </div>
        </div>
      )}
    </>
  );
}

const groups: Record<string, readonly string[]> = {
  live: ["live", "waiting", "trouble"],
  needs: ["late", "trouble", "missed"],
  booked: ["booked", "waiting", "late"],
  done: ["done"],
  off: ["cancelled", "missed"],
};
