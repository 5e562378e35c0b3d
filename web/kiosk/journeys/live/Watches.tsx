import { type Id, useWords } from "#web/kiosk/words.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { Notice } from "#web/ui/Stage.tsx";
import { knows } from "#web/words/words.tsx";

/**
 * Who asks to watch or watches now, by role. It stands on every screen of a visit, the waiting room too: the room's driver
 * tells the server that the notice was seen once an element with that `data-watch` is painted.
 */
export function Watches({ room }: { room: RoomSnapshot["room"] }) {
  const { t } = useWords();
  return (
    <>
      {room?.watches.map(({ watchId, role, live, part }) => {
        const id = `live.role.${role}`;
        return (
          <div key={watchId} data-watch={watchId}>
            <Notice kind="watch">
              {t(`live.watch.${part ? "part." : ""}${live ? "live" : "asking"}`, { role: t(knows(id) ? (id as Id) : "live.role.staff") })}
            </Notice>
          </div>
        );
      })}
    </>
  );
}
