import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import type { Seat } from "#contracts/live-limits.ts";
import { api } from "#web/client/api.ts";
import { callBytes, urlOf } from "#web/client/call.ts";
import { reading } from "#web/client/query.ts";
import { OwnSheets } from "#web/family/journeys/visits/OwnSheets.tsx";
import { isIn, ownLeg } from "#web/live/legs.rules.ts";
import type { RoomHandle, RoomSnapshot } from "#web/live/room-types.ts";
import { useLegName } from "#web/ui/leg-name.ts";
import SharedSheet from "#web/ui/together/SharedSheet.tsx";
import { Shelf } from "#web/ui/together/Shelf.tsx";

/** The sheet on a family's screen: beneath a strip of faces on a phone, beside them on a desk. */
export default function Together({
  visitId,
  room,
  shown,
  onClose,
}: {
  visitId: string;
  room: RoomHandle;
  shown: RoomSnapshot;
  onClose: () => void;
}) {
  const now = shown.room;
  const legName = useLegName();
  const nameOf = useCallback(
    (seat: Seat) => {
      const leg = now?.legs.find((one) => one.seat === seat);
      return leg ? legName(leg) : "";
    },
    [now, legName],
  );
  const load = useCallback((pictureId: string) => callBytes(urlOf(api.pictureOutside.path, { visitId, pictureId })), [visitId]);
  const own = now && ownLeg(now);
  if (!now?.seat) return null;
  const isUp = shown.link === "open" && now.status !== "paused" && own !== undefined && own !== null && isIn(own);
  return (
    <SharedSheet
      line={room.together}
      seat={now.seat}
      isUp={isUp}
      nameOf={nameOf}
      load={load}
      onClose={onClose}
      adding={(putUp, decisions) => <Adding visitId={visitId} load={load} decisions={decisions} onPutUp={putUp} />}
    />
  );
}

function Adding({
  visitId,
  load,
  decisions,
  onPutUp,
}: {
  visitId: string;
  load: (pictureId: string) => Promise<Blob>;
  decisions: number;
  onPutUp: (sheetId: string) => void;
}) {
  const sheets = useQuery(reading(api.ownSheets, { params: { visitId } }));
  const { refetch } = sheets;
  // The facility has just decided about one of them.
  useEffect(() => {
    if (decisions > 0) void refetch();
  }, [decisions, refetch]);
  return (
    <>
      <OwnSheets visitId={visitId} onPutUp={onPutUp} />
      {sheets.data && <Shelf shelf={sheets.data.shelf} load={load} onPutUp={onPutUp} />}
    </>
  );
}
