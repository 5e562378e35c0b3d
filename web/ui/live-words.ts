import type { Room } from "#contracts/live.ts";
import type { live } from "#web/words/en/live.ts";
import { useWords } from "#web/words/words.tsx";
import { useFormat } from "./format.ts";

type Warned = NonNullable<Room["notice"]>;

/** Why a visit stands still, as both sides may know it; times as this zone's clock says them. */
export function usePausedWords(): (room: Room, zone: string) => string {
  const { t } = useWords<keyof typeof live>();
  const format = useFormat();
  return (room, zone) => {
    const { pausedFor, mustBeWatched, watches } = room;
    if (pausedFor === null) return "";
    if (pausedFor === "staff")
      return t("live.paused.staff", { time: format.time(room.endsAt, zone), recorded: String(room.kind === "recorded") });
    if (pausedFor !== "watch_needed") return t(`live.paused.${pausedFor}`);
    if (watches.length > 0) return t("live.paused.watch_coming");
    const time = format.time(mustBeWatched?.toldAt ?? room.now, zone);
    return t(mustBeWatched?.begun ? "live.paused.watch_gone" : "live.paused.watch_needed", { time });
  };
}

/** A warning: those of the list in the reader's language, typed words as typed, with the language they are in where it is another. */
export function useWarningWords(): (notice: Warned) => { who: string; words: string; lang: string | undefined } {
  const { t, locale } = useWords<keyof typeof live>();
  return ({ warning, words, locale: written }) => {
    const other = written !== null && written !== locale;
    return {
      who: t(other ? `live.notice.warning.${written}` : "live.notice.warning"),
      words: warning ? t(`live.warning.${warning}`) : (words ?? ""),
      lang: other ? written : undefined,
    };
  };
}
