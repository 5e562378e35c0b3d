import { captionsOf } from "#web/live/captions.rules.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import type { live } from "#web/words/en/live.ts";
import { useWords } from "#web/words/words.tsx";
import { useLegName } from "./leg-name.ts";

/** What others type, large over the picture while the chat is closed: letter by letter, then the whole line for a while. */
export function Captions({ shown, standing }: { shown: RoomSnapshot; standing: boolean }) {
  const { t } = useWords<keyof typeof live>();
  const nameOf = useLegName();
  const captions = captionsOf(shown, standing);
  const whoOf = (seat: string) => {
    const leg = shown.room?.legs.find((one) => one.seat === seat);
    return leg ? nameOf(leg) : "";
  };
  // Read out elsewhere, a finished line at a time: letters would be noise.
  return (
    <div className="captions" aria-hidden="true" data-standing={standing || undefined}>
      {captions.map(({ id, seat, words, live: going }) => (
        <p key={id}>
          {t("live.chat.said", { who: whoOf(seat), words })}
          {going && <span className="cursor" />}
        </p>
      ))}
    </div>
  );
}
