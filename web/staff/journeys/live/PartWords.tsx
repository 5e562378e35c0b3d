import { type FormEvent, useState } from "react";
import { CHAT_LENGTH_MAX } from "#contracts/live-limits.ts";
import type { RoomHandle, RoomSnapshot } from "#web/live/room-types.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useLegName } from "#web/ui/leg-name.ts";

const LINES_MAX = 6;

/** What somebody who takes part types: a captioner's or an interpreter's words, large on every screen letter by letter. And what the others typed. */
export function PartWords({ room, shown }: { room: Pick<RoomHandle, "say" | "type">; shown: RoomSnapshot }) {
  const { t } = useWords();
  const nameOf = useLegName();
  const [words, setWords] = useState("");
  const whoOf = (seat: string) => {
    const leg = shown.room?.legs.find((one) => one.seat === seat);
    return seat === shown.room?.seat ? t("live.record.you") : leg ? nameOf(leg) : "";
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const typed = words.trim();
    // Nobody reads anything while the visit is paused: the words stay here.
    if (typed === "" || shown.room?.status === "paused") return;
    room.say(typed);
    setWords("");
  };
  return (
    <form className="stack" onSubmit={send}>
      {shown.chat.length > 0 && (
        <ol className="log">
          {shown.chat.slice(-LINES_MAX).map((line) => (
            <li key={line.id}>
              <b>{whoOf(line.seat)}:</b> {line.words}
            </li>
          ))}
        </ol>
      )}
      <TextField
        label={t("live.chat.words")}
        hint={t("staff.part.words")}
        maxLength={CHAT_LENGTH_MAX}
        autoComplete="off"
        value={words}
        onChange={(now) => {
          setWords(now);
          room.type(now);
        }}
      />
      <Button type="submit" kind="second" size="small" isDisabled={words.trim() === ""}>
        {t("live.chat.send")}
      </Button>
    </form>
  );
}
