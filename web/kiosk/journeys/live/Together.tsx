import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { Seat } from "#contracts/live-limits.ts";
import { api } from "#web/client/api.ts";
import { callBytes, urlOf } from "#web/client/call.ts";
import { reading } from "#web/client/query.ts";
import { Keyboard } from "#web/kiosk/parts/Keyboard.tsx";
import { isIn, ownLeg } from "#web/live/legs.rules.ts";
import type { RoomHandle, RoomSnapshot } from "#web/live/room-types.ts";
import { Button } from "#web/ui/Button.tsx";
import { useLegName } from "#web/ui/leg-name.ts";
import SharedSheet from "#web/ui/together/SharedSheet.tsx";
import { Shelf } from "#web/ui/together/Shelf.tsx";
import { useTogetherWords } from "#web/ui/together/words.ts";

const WORDS_LENGTH_MAX = 200;

/** The sheet at the kiosk: the faces above it, what can be put up comes from the facility's own shelf. */
export default function Together({ handle, snapshot, onClose }: { handle: RoomHandle; snapshot: RoomSnapshot; onClose: () => void }) {
  const { room, link } = snapshot;
  const visitId = room?.visitId ?? "";
  const legName = useLegName();
  const nameOf = useCallback(
    (seat: Seat) => {
      const leg = room?.legs.find((one) => one.seat === seat);
      return leg ? legName(leg) : "";
    },
    [room, legName],
  );
  const load = useCallback((pictureId: string) => callBytes(urlOf(api.pictureInside.path, { visitId, pictureId })), [visitId]);
  const own = room && ownLeg(room);
  if (!room?.seat) return null;
  return (
    <SharedSheet
      line={handle.together}
      seat={room.seat}
      isUp={link === "open" && room.status !== "paused" && own !== null && own !== undefined && isIn(own)}
      nameOf={nameOf}
      load={load}
      onClose={onClose}
      writing={(put) => <Writing onPut={put} />}
      adding={(putUp) => <FromShelf visitId={visitId} load={load} onPutUp={putUp} />}
    />
  );
}

function FromShelf({ visitId, load, onPutUp }: { visitId: string; load: (id: string) => Promise<Blob>; onPutUp: (id: string) => void }) {
  const { data } = useQuery(reading(api.shelfInside, { params: { visitId } }));
  return data ? <Shelf shelf={data.shelf} load={load} onPutUp={onPutUp} /> : null;
}

/** No keyboard stands there: letters on the screen. */
function Writing({ onPut }: { onPut: (words: string) => void }) {
  const { t } = useTogetherWords();
  const [words, setWords] = useState("");
  return (
    <>
      <p className="input" role="status">
        {words || t("together.write.what")}
      </p>
      <Keyboard
        kind="words"
        onKey={(key) => setWords((words + key).slice(0, WORDS_LENGTH_MAX))}
        onDelete={() => setWords(words.slice(0, -1))}
        onClear={() => setWords("")}
      />
      <Button isDisabled={!words.trim()} onPress={() => onPut(words.trim())}>
        {t("together.write.put")}
      </Button>
    </>
  );
}
