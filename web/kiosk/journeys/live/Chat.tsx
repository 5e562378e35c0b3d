import { useEffect, useRef, useState } from "react";
import { CHAT_LENGTH_MAX } from "#contracts/live-limits.ts";
import { Keyboard } from "#web/kiosk/parts/Keyboard.tsx";
import { useWords } from "#web/kiosk/words.ts";
import type { ChatRow, RoomHandle, RoomSnapshot } from "#web/live/room-types.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { useLegName } from "#web/ui/leg-name.ts";

const phrases = ["hear", "no_hear", "see", "wait", "love", "miss", "how", "bye"] as const;

/** Typed chat without a keyboard: ready sentences, and letters on the screen for everything else. */
export function Chat({
  room,
  lines,
  handle,
  snapshot,
  large,
  onLarge,
  onClose,
}: {
  room: NonNullable<RoomSnapshot["room"]>;
  lines: readonly ChatRow[];
  handle: Pick<RoomHandle, "say" | "type">;
  snapshot: RoomSnapshot;
  /** The others' words stand large over the picture while this is closed. */
  large: boolean;
  onLarge: (on: boolean) => void;
  onClose: () => void;
}) {
  const { t } = useWords();
  const legName = useLegName();
  const [typing, setTyping] = useState(false);
  const [words, show] = useState("");
  const setWords = (now: string) => {
    show(now);
    handle.type(now);
  };
  // Nobody reads anything while the visit is paused: the words stay here.
  const isHeld = snapshot.link !== "open" || room.status === "paused";
  const end = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line comes into sight.
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [lines.length, typing]);
  const send = () => {
    if (words.trim() === "" || isHeld) return;
    handle.say(words.trim());
    show("");
  };
  useEffect(() => {
    if (!typing) return;
    const heard = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLButtonElement) return;
      if (event.key === "Enter") send();
      else if (event.key === "Backspace") setWords(words.slice(0, -1));
      else if (event.key.length === 1) setWords((words + event.key).slice(0, CHAT_LENGTH_MAX));
    };
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  });
  return (
    <section className="chat" aria-label={t("live.chat.title")}>
      <div className="spread">
        <h2 className="grow">{t("live.chat.title")}</h2>
        {typing && (
          <Button kind="second" onPress={() => setTyping(false)}>
            {t("kiosk.chat.phrases")}
          </Button>
        )}
        <Button kind="second" onPress={onClose}>
          <Icon name="cross" />
          {t("live.chat.close")}
        </Button>
      </div>
      <p className="soft">{t(`live.chat.${room.kind}`)}</p>
      <div className="chat-lines" role="log">
        <ol className="chat-list">
          {lines.length === 0 && <li className="soft">{t("live.chat.empty")}</li>}
          {lines.map((line, index) => (
            <li key={line.id} data-mine={line.seat === room.seat ? "yes" : undefined} ref={index === lines.length - 1 ? end : undefined}>
              {t("live.chat.said", { who: nameOf(line), words: line.words })}
            </li>
          ))}
          {Object.entries(snapshot.typing).map(([seat, line]) => (
            <li key={line.id} data-going="yes" aria-hidden="true">
              {t("live.chat.said", { who: whoIs(seat), words: line.words })}
              <span className="cursor" />
            </li>
          ))}
        </ol>
      </div>
      <Button kind="second" pressed={large} onPress={() => onLarge(!large)}>
        {t("live.chat.large")}
      </Button>
      {typing ? (
        <>
          <div className="typed">
            <output className="lead grow" aria-label={t("live.chat.words")}>
              {words}
              <span className="cursor" aria-hidden="true" />
            </output>
            <Button isDisabled={words.trim() === "" || isHeld} onPress={send}>
              {t("live.chat.send")}
            </Button>
          </div>
          <Keyboard
            kind="words"
            onKey={(key) => setWords((words + key).slice(0, CHAT_LENGTH_MAX))}
            onDelete={() => setWords(words.slice(0, -1))}
            onClear={() => setWords("")}
          />
        </>
      ) : (
        <>
          <div className="phrases">
            {phrases.map((id) => (
              <Button key={id} kind="second" isDisabled={isHeld} onPress={() => handle.say(t(`kiosk.phrase.${id}`))}>
                {t(`kiosk.phrase.${id}`)}
              </Button>
            ))}
          </div>
          <Button wide onPress={() => setTyping(true)}>
            {t("kiosk.chat.type")}
          </Button>
        </>
      )}
    </section>
  );

  function nameOf(line: ChatRow): string {
    if (line.seat === room.seat) return t("live.chat.you");
    return whoIs(line.seat);
  }
  function whoIs(seat: string): string {
    const from = room.legs.find((leg) => leg.seat === seat);
    return from ? legName(from) : "";
  }
}
