import { type FormEvent, useEffect, useRef, useState } from "react";
import { CHAT_LENGTH_MAX } from "#contracts/live-limits.ts";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { Button } from "#web/ui/Button.tsx";
import { ownZone } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { useLegName } from "#web/ui/leg-name.ts";

/** Typed words beside the picture, for when sound is bad; kept as the recording is, and it says so. */
export function Chat({ shown, onSay, onClose }: { shown: RoomSnapshot; onSay: (words: string) => void; onClose: () => void }) {
  const { t } = useWords();
  const times = useTimes();
  const nameOf = useLegName();
  const [words, setWords] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => input.current?.focus(), []);
  const last = shown.chat.at(-1)?.id;
  useEffect(() => {
    if (last) end.current?.scrollIntoView({ block: "nearest" });
  }, [last]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const typed = words.trim();
    if (typed === "") return;
    onSay(typed);
    setWords("");
  };
  return (
    <section
      className="chat panel"
      aria-label={t("live.chat.title")}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div className="spread">
        <h2 className="h3">{t("live.chat.title")}</h2>
        <button type="button" className="chat-close" onClick={onClose} aria-label={t("live.chat.close")}>
          <Icon name="cross" />
        </button>
      </div>
      <p className="soft2">{t(shown.room?.kind === "recorded" ? "live.chat.recorded" : "live.chat.unrecorded")}</p>
      <div className="chat-lines" role="log" aria-live="polite" aria-label={t("live.chat.title")}>
        {shown.chat.length === 0 && <p className="soft2">{t("live.chat.empty")}</p>}
        <ol>
          {shown.chat.map((line) => {
            const mine = line.seat === shown.room?.seat;
            const from = shown.room?.legs.find(({ seat }) => seat === line.seat);
            return (
              <li key={line.id} data-mine={mine ? "yes" : undefined} ref={line.id === last ? end : undefined}>
                <p className="soft2">
                  {mine ? t("live.chat.you") : from && firstName(nameOf(from))},{" "}
                  <time dateTime={line.at}>{times.time(line.at, ownZone())}</time>
                </p>
                <p className="chat-words">{line.words}</p>
              </li>
            );
          })}
        </ol>
      </div>
      <form className="chat-form" onSubmit={send}>
        <input
          ref={input}
          className="input"
          aria-label={t("live.chat.words")}
          placeholder={t("live.chat.words")}
          maxLength={CHAT_LENGTH_MAX}
          autoComplete="off"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button type="submit" isDisabled={shown.link !== "open"}>
          {t("live.chat.send")}
        </Button>
      </form>
    </section>
  );
}
