import type { Room, Seat } from "#contracts/live.ts";
import type { ChatRow, WatchSnapshot } from "#web/live/room-types.ts";
import type { BoardVisit } from "#web/staff/shell/board.ts";
import { givenName } from "#web/staff/shell/names.ts";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { useLegName } from "#web/ui/leg-name.ts";

/** What both sides typed, as they see it; only while one watches. */
export function Chat({
  lines,
  typing,
  room,
  visit,
  isLive,
}: {
  lines: readonly ChatRow[];
  /** What somebody types just now. */
  typing: WatchSnapshot["typing"][string];
  room: Room | undefined;
  visit: BoardVisit;
  isLive: boolean;
}) {
  const nameOf = useLegName();
  const { t } = useWords();
  const format = useFormat();
  const nameAt = (seat: Seat) => {
    const leg = room?.legs.find((one) => one.seat === seat);
    return givenName(leg ? nameOf(leg) : seat === "resident" ? visit.residentName : visit.contactName);
  };
  const whoOf = (line: ChatRow) => nameAt(line.seat);
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
        {Object.entries(typing).map(([seat, line]) => (
          <li key={line.id} className="soft" aria-hidden="true">
            <b>{nameAt(seat as Seat)}:</b> {line.words} …
          </li>
        ))}
      </ol>
    </section>
  );
}
