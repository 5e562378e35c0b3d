import { useCallback, useEffect, useRef, useState } from "react";
import type { Seat } from "#contracts/live.ts";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { useWords } from "#web/family/words.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { useLegName } from "#web/ui/leg-name.ts";
import { told } from "./told.rules.ts";

/** One line that is read out politely: what happened in the room, what one's own presses did, and chat that is not in sight. */
export function useTold(shown: RoomSnapshot, name: string, chatOpen: boolean): { polite: string; say: (words: string) => void } {
  const { t } = useWords();
  const [polite, setPolite] = useState("");
  const before = useRef(shown.room);
  const lines = useRef(shown.chat.length);
  const nameOf = useLegName();
  const say = useCallback((words: string) => setPolite(words), []);
  useEffect(() => {
    const { room } = shown;
    if (!room || room === before.current) return;
    const news = told(before.current, room).map(({ id, of }) => t(id, { name: of ? firstName(nameOf(of)) : name }));
    before.current = room;
    if (news.length > 0) say(news.join(" "));
  }, [shown, name, t, say, nameOf]);
  useEffect(() => {
    const fresh = shown.chat.slice(lines.current).filter((line) => line.seat !== shown.room?.seat);
    lines.current = shown.chat.length;
    const whoIs = (seat: Seat): string => {
      const leg = shown.room?.legs.find((one) => one.seat === seat);
      return leg ? firstName(nameOf(leg)) : "";
    };
    if (fresh.length > 0 && !chatOpen) say(fresh.map(({ seat, words }) => t("live.chat.said", { who: whoIs(seat), words })).join(" "));
  }, [shown.chat, shown.room, chatOpen, t, say, nameOf]);
  return { polite, say };
}
