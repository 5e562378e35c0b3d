import { type FormEvent, useEffect, useRef, useState } from "react";
import { CHAT_LENGTH_MAX } from "#contracts/live-limits.ts";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import type { RoomHandle, RoomSnapshot } from "#web/live/room-types.ts";
import { Button } from "#web/ui/Button.tsx";
import { ownZone } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { useLegName } from "#web/ui/leg-name.ts";
import { useDraft } from "#web/ui/useDraft.ts";

type Switch = { on: boolean };

/** Typed words beside the picture, for when sound is bad; kept as the recording is, and it says so. */
export function Chat({
  shown,
  room,
  large,
  onLarge,
  onClose,
}: {
  shown: RoomSnapshot;
  room: Pick<RoomHandle, "say" | "type">;
  /** The others' words stand large over the picture while this is closed. */
  large: boolean;
  onLarge: (on: boolean) => void;
  onClose: () => void;
}) {
  const { t } = useWords();
  const times = useTimes();
  const nameOf = useLegName();
  const [words, setWords] = useState("");
  const [letters, setLetters] = useDraft<Switch>("letters", { on: true });
  const input = useRef<HTMLInputElement>(null);
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    input.current?.focus();
    return () => {
      // Closed from within: whoever walks by keys goes on where they opened it.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const last = shown.chat.at(-1)?.id;
  useEffect(() => {
    if (last) end.current?.scrollIntoView({ block: "nearest" });
  }, [last]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const typed = words.trim();
    if (typed === "") return;
    // Nobody reads anything while the visit is paused: the words stay here.
    if (shown.room?.status === "paused") return;
    room.say(typed);
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
      <p className="soft2">{t(`live.chat.${shown.room?.kind ?? "unrecorded"}`)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what was said before is scrolled to by keyboard too (WCAG 2.1.1). */}
      <div className="chat-lines" role="log" aria-live="polite" aria-label={t("live.chat.title")} tabIndex={0}>
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
          {Object.entries(shown.typing).map(([seat, line]) => {
            const from = shown.room?.legs.find((leg) => leg.seat === seat);
            return (
              <li key={line.id} data-going="yes" aria-hidden="true">
                <p className="soft2">{t("live.chat.typing", { who: from ? firstName(nameOf(from)) : "" })}</p>
                <p className="chat-words">{line.words}</p>
              </li>
            );
          })}
        </ol>
      </div>
      <div className="chat-ways">
        <label className="switch">
          <input type="checkbox" checked={letters.on} onChange={(event) => setLetters({ on: event.target.checked })} />
          {t("live.chat.letters")}
        </label>
        <label className="switch">
          <input type="checkbox" checked={large} onChange={(event) => onLarge(event.target.checked)} />
          {t("live.chat.large")}
        </label>
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
          onChange={(event) => {
            setWords(event.target.value);
            if (letters.on) room.type(event.target.value);
          }}
        />
        <Button type="submit" isDisabled={shown.link !== "open" || shown.room?.status === "paused"}>
          {t("live.chat.send")}
        </Button>
      </form>
    </section>
  );
}
