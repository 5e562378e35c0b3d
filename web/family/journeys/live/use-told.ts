import { useCallback, useEffect, useRef, useState } from "react";
import { useWords } from "#web/family/words.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { told } from "./told.rules.ts";

/** One line that is read out politely: what happened in the room, what one's own presses did, and chat that is not in sight. */
export function useTold(shown: RoomSnapshot, name: string, chatOpen: boolean): { polite: string; say: (words: string) => void } {
  const { t } = useWords();
  const [polite, setPolite] = useState("");
  const before = useRef(shown.room);
  const lines = useRef(shown.chat.length);
  const say = useCallback((words: string) => setPolite(words), []);
  useEffect(() => {
    const { room } = shown;
    if (!room || room === before.current) return;
    const news = told(before.current, room).map((id) => t(id, { name }));
    before.current = room;
    if (news.length > 0) say(news.join(" "));
  }, [shown, name, t, say]);
  useEffect(() => {
    const fresh = shown.chat.slice(lines.current).filter((line) => line.side !== shown.room?.me);
    lines.current = shown.chat.length;
    if (fresh.length > 0 && !chatOpen) say(fresh.map(({ words }) => t("live.chat.said", { who: name, words })).join(" "));
  }, [shown.chat, shown.room?.me, chatOpen, name, t, say]);
  return { polite, say };
}
