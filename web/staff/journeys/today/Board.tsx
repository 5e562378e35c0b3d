import { type KeyboardEvent, useRef, useState } from "react";
import { paths } from "#web/staff/paths.ts";
import type { BoardOfDay, BoardVisit } from "#web/staff/shell/board.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { givenName } from "#web/staff/shell/names.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { clockOf, placed, STEP_MINUTES, shortName, type VisitState, WINDOW_MINUTES, withoutReplaced } from "./board.rules.ts";
import { neighbour } from "./neighbour.ts";

export interface BoardProps {
  visits: readonly BoardVisit[];
  stations: BoardOfDay["stations"];
  states: ReadonlyMap<string, VisitState>;
  day: string;
  /** The first minute shown, since midnight at the facility. */
  from: number;
  /** Minutes since midnight, if this is today. */
  now: number | undefined;
  onFrom: (from: string) => void;
}

/** Stations down, half hours across, the line where now is. One stop for the Tab key; arrows go from visit to visit. */
export function Board({ visits, stations, states, day, from, now, onFrom }: BoardProps) {
  const { t } = useWords();
  const format = useFormat();
  const [stop, setStop] = useState<string>();
  const grid = useRef<HTMLDivElement>(null);
  const columns = Array.from({ length: WINDOW_MINUTES / STEP_MINUTES }, (_, index) => from + index * STEP_MINUTES);
  const clock = (minutes: number) => format.time(`${day}T${clockOf(minutes % 1440)}:00Z`, "UTC");
  const rows = stations.map((station) => ({
    station,
    places: placed(withoutReplaced(visits.filter((visit) => visit.stationId === station.id)), from),
  }));
  const drawn = rows.flatMap(({ places }) => places.map(({ visit }) => visit.id));
  const first = drawn.includes(stop ?? "") ? stop : (drawn.find((id) => states.get(id) === "live") ?? drawn[0]);
  const share = now === undefined ? -1 : (now - from) / WINDOW_MINUTES;
  const last = from + WINDOW_MINUTES;
  const move = (event: KeyboardEvent) => {
    const to = neighbour(grid.current, event.target as HTMLElement, event.key);
    if (!to) return;
    event.preventDefault();
    setStop(to.dataset.visit);
    to.focus();
  };
  return (
    <section aria-labelledby="board" className="boardwrap">
      <h2 className="hidden" id="board">
        {t("staff.board.title", { from: clock(from), to: clock(last) })}
      </h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the links inside; each link is a stop of its own for screen readers. */}
      <div className="board" ref={grid} onKeyDown={move}>
        <div className="board-hours" aria-hidden="true">
          {columns.map((minutes, index) => (
            <span key={minutes}>
              {index === 0 || minutes % 720 === 0 ? clock(minutes) : clock(minutes).replace(/\s?[ap]\.?\s?m\.?$/u, "")}
            </span>
          ))}
        </div>
        <ul className="board-rows">
          {rows.map(({ station, places }) => (
            <li key={station.id} className="board-row">
              <h3>
                <b>{station.name}</b>
                <span>{station.unit ?? t("staff.station.no_unit")}</span>
              </h3>
              <ul className="board-track" aria-label={station.name}>
                {places.map(({ visit, left, width }) => (
                  <li key={visit.id} style={{ left: `${left * 100}%`, width: `${width * 100}%` }}>
                    <Cell
                      visit={visit}
                      state={states.get(visit.id) ?? "booked"}
                      isStop={visit.id === first}
                      onFocus={() => setStop(visit.id)}
                    />
                  </li>
                ))}
              </ul>
              {station.status !== "active" && (
                <p className="blocked">
                  <Icon name="warning" />
                  {t(station.status === "blocked" ? "staff.station.blocked" : "staff.station.inactive")}
                </p>
              )}
            </li>
          ))}
        </ul>
        {share >= 0 && share <= 1 && (
          <div className="nowline" aria-hidden="true">
            <span style={{ left: `${share * 100}%` }} />
          </div>
        )}
      </div>
      {drawn.length === 0 && (
        <p className="board-none" role="status">
          {t(visits.length === 0 ? "staff.board.none" : "staff.board.none_now")}
        </p>
      )}
      <div className="spread board-foot">
        <Legend />
        <span className="row">
          <Button kind="quiet" size="small" isDisabled={from === 0} onPress={() => onFrom(clockOf(Math.max(0, from - WINDOW_MINUTES)))}>
            <Icon name="previous" />
            {t("staff.board.before", { time: clock(from) })}
          </Button>
          <Button
            kind="quiet"
            size="small"
            isDisabled={last >= 1440}
            onPress={() => onFrom(clockOf(Math.min(last, 1440 - WINDOW_MINUTES)))}
          >
            {t("staff.board.after", { time: clock(last) })}
            <Icon name="next" />
          </Button>
        </span>
      </div>
    </section>
  );
}

function Cell({ visit, state, isStop, onFocus }: { visit: BoardVisit; state: VisitState; isStop: boolean; onFocus: () => void }) {
  const { t } = useWords();
  const format = useFormat();
  const word = t(`staff.state.${state}`);
  const along = visit.party.length + visit.adults.length;
  const told = ["late", "missed", "trouble", "cancelled", "waiting"].includes(state);
  const facts = {
    resident: visit.residentName,
    contact: along > 0 ? `${visit.contactName} +${along}` : visit.contactName,
    time: format.time(visit.startsAt, visit.timeZone),
    state: word,
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notes where the focus is.
    <span data-stop={isStop} onFocus={onFocus} className="cell">
      <Go
        to={paths.visit}
        params={{ visitId: visit.id }}
        className={`visit visit-${state}`}
        data={{ "data-visit": visit.id, tabIndex: isStop ? 0 : -1 }}
      >
        <span className="hidden">{t("staff.board.visit", facts)}</span>
        <b aria-hidden="true">{shortName(visit.residentName)}</b>
        <span aria-hidden="true" className={told ? "tag" : undefined}>
          {told ? word : givenName(visit.contactName)}
          {!told && along > 0 && ` +${along}`}
        </span>
      </Go>
    </span>
  );
}

function Legend() {
  const { t } = useWords();
  return (
    <p className="row legend" aria-hidden="true">
      {(["live", "booked", "done", "late"] as const).map((state) => (
        <span className="row" key={state}>
          <i data-k={state} />
          {t(state === "late" ? "staff.needs.title" : `staff.state.${state}`)}
        </span>
      ))}
    </p>
  );
}
