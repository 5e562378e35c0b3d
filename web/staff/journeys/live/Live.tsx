import { useEffect, useRef, useState } from "react";
import { type BoardVisit, isLive, offsetOf, useBoard } from "#web/staff/shell/board.ts";
import { useFilters } from "#web/staff/shell/filters.ts";
import { Head } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWatching } from "#web/staff/shell/watching.tsx";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { useWallKeys } from "./keys.ts";
import { type Act, Panel } from "./Panel.tsx";
import { Tile } from "./Tile.tsx";
import { wallOrder } from "./tile.rules.ts";
import { useAway } from "./use-away.ts";

/** So many visits one officer watches at once, as the server has it. */
const WATCHES_MAX = 9;
const CROWDED_FROM = 4;

/** Every visit that runs, and the one that is chosen: watch it, warn both sides, end it. */
export default function Live() {
  const { t } = useWords();
  const { can } = useHere();
  const board = useBoard();
  const { handle, seen } = useWatching();
  const [filters, change] = useFilters<"visit" | "unit">();
  const now = useNow(1000, offsetOf(board));
  usePageTitle(t("staff.live.title"));
  // Leaving the page ends every watch: nobody is watched by an empty chair.
  const watching = useRef(seen.watches);
  watching.current = seen.watches;
  useEffect(
    () => () => {
      for (const visitId of Object.keys(watching.current)) handle?.unwatch(visitId);
    },
    [handle],
  );

  const wentAway = useAway(() => {
    const open = Object.keys(watching.current);
    for (const visitId of open) handle?.unwatch(visitId);
    return open.length > 0;
  });

  const stations = board.data?.stations ?? [];
  const units = [...new Set(stations.flatMap(({ unit }) => unit ?? []))];
  const unitOf = (stationId: string) => stations.find(({ id }) => id === stationId)?.unit;
  const all = board.data?.visits.filter(isLive) ?? [];
  const visits = wallOrder(all.filter((visit) => !filters.unit || unitOf(visit.stationId) === filters.unit));
  const chosen = board.data?.visits.find(({ id }) => id === filters.visit);
  const watched = Object.entries(seen.watches).filter(([, watch]) => watch.state === "live").length;
  const [asked, setAsked] = useState<Act | null>(null);
  const choose = (id: string) => {
    setAsked(null);
    change({ visit: id === filters.visit ? undefined : id }, { replace: true });
  };
  const opened = Object.values(seen.watches).filter(({ state }) => state !== "ended").length;
  const isWatched = (id: string) => seen.watches[id] !== undefined && seen.watches[id].state !== "ended";
  const mayOpen = (visit: BoardVisit) => can("visit.watch") && visit.room !== "privileged" && seen.link === "open";
  const pictures = (visit: BoardVisit) => {
    if (isWatched(visit.id)) handle?.unwatch(visit.id);
    else if (mayOpen(visit) && opened < WATCHES_MAX) handle?.watch(visit.id);
  };
  useWallKeys({
    mayAct: can("visit.intervene") && chosen !== undefined && isLive(chosen) && seen.link === "open",
    onChoose: (index) => {
      const visit = visits[index];
      if (visit && visit.id !== filters.visit) choose(visit.id);
    },
    onAct: setAsked,
    onPictures: () => chosen && isLive(chosen) && pictures(chosen),
    onLetGo: () => chosen && choose(chosen.id),
  });
  return (
    <>
      <Head
        title={t("staff.live.title")}
        beside={
          <p className="soft now-words">
            {t("staff.live.count", {
              live: all.filter(({ live }) => live !== "waiting").length,
              waiting: all.filter(({ live }) => live === "waiting").length,
            })}{" "}
            {watched > 0 && t("staff.live.watching", { count: watched })}
          </p>
        }
      >
        <label>
          <span className="hidden">{t("staff.unit")}</span>
          <select
            className="input"
            data-size="small"
            value={filters.unit ?? ""}
            onChange={(event) => change({ unit: event.target.value }, { replace: true })}
          >
            <option value="">{t("staff.unit.all")}</option>
            {units.map((unit) => (
              <option key={unit}>{unit}</option>
            ))}
          </select>
        </label>
      </Head>
      {seen.link === "lost" && (
        <div className="filters">
          <Banner tone="warn" live>
            {t("staff.live.link_lost")}
          </Banner>
        </div>
      )}
      {wentAway && (
        <div className="filters">
          <Banner live>{t("staff.live.away")}</Banner>
        </div>
      )}
      {board.error && <Refusal problem={board.error} />}
      {!board.data && !board.error && <Skeleton height="20rem" />}
      {board.data && (
        <div className={chosen ? "cols live-cols" : ""}>
          {visits.length === 0 ? (
            <section aria-labelledby="none">
              <h2 id="none" className="hidden">
                {t("staff.live_now.title")}
              </h2>
              <Empty drawing="calm" title={t("staff.live.none")}>
                {t("staff.live.none.more")}
              </Empty>
            </section>
          ) : (
            <div className="stack">
              <ul className="wall" data-crowded={visits.length > CROWDED_FROM || undefined} aria-label={t("staff.live.title")}>
                {visits.map((visit, index) => (
                  <li key={visit.id}>
                    <Tile
                      visit={visit}
                      now={now}
                      seen={seen}
                      index={index}
                      isChosen={visit.id === chosen?.id}
                      onChoose={() => choose(visit.id)}
                      onPictures={mayOpen(visit) && (isWatched(visit.id) || opened < WATCHES_MAX) ? () => pictures(visit) : undefined}
                    />
                  </li>
                ))}
              </ul>
              <p className="soft">{t("staff.live.keys")}</p>
            </div>
          )}
          {chosen && (
            <Panel
              key={chosen.id}
              visit={chosen}
              now={now}
              mayWatch={can("visit.watch")}
              mayAct={can("visit.intervene")}
              asked={asked}
              onAsk={setAsked}
            />
          )}
        </div>
      )}
    </>
  );
}
