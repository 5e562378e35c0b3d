import type { Room } from "#contracts/live.ts";
import type { ChatRow } from "#web/live/room-types.ts";
import type { BoardVisit } from "#web/staff/shell/board.ts";
import { givenName } from "#web/staff/shell/names.ts";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { useLegName } from "#web/ui/leg-name.ts";

/** What both sides typed, as they see it; only while one watches. */
export function Chat({
  lines,
  room,
  visit,
  isLive,
}: {
  lines: readonly ChatRow[];
  room: Room | undefined;
  visit: BoardVisit;
  isLive: boolean;
}) {
  const nameOf = useLegName();
  const { t } = useWords();
  const format = useFormat();
  const whoOf = (line: ChatRow) => {
    const leg = room?.legs.find(({ seat }) => seat === line.seat);
    return givenName(leg ? nameOf(leg) : line.side === "family" ? visit.contactName : visit.residentName);
  };
  // The server tells the whole chat when a watch begins anew.
  const once = [...new Map(lines.map((line) => [line.id, line])).values()];
  if (!isLive && once.length === 0) return null;
  return (
    <section aria-labelledby="chat" className="chat">
      <h3 id="chat">{t("live.chat.title")}</h3>
      {once.length === 0 && <p className="soft">{t("staff.chat.none")}</p>}
      <ol className="log" aria-live="polite">
        {once.map((line) => (
          <li key={line.id}>
            <span className="soft nums">{format.time(line.at, visit.timeZone)}</span> <b>{whoOf(line)}:</b> {line.words}
          </li>
        ))}
      </ol>
    </section>
  );
}
