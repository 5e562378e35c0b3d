import { useCallback, useEffect, useMemo } from "react";
import { api } from "#web/client/api.ts";
import { callBytes, urlOf } from "#web/client/call.ts";
import type { WatchHandle } from "#web/live/room-types.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { StillSheet } from "#web/ui/together/StillSheet.tsx";
import { useSheet } from "#web/ui/together/useSheet.ts";

/** The sheet as staff see it who watch: exactly while the faces are shown to them, and to look at only. */
export default function WatchedSheet({ handle, visitId, isUp }: { handle: WatchHandle; visitId: string; isUp: boolean }) {
  const { facilityId } = useHere();
  const line = useMemo(
    () => ({ say: () => {}, hear: (listener: Parameters<WatchHandle["hearTogether"]>[1]) => handle.hearTogether(visitId, listener) }),
    [handle, visitId],
  );
  const [sheet, shown] = useSheet(line, null, isUp, () => handle.askTogether(visitId));
  useEffect(() => () => sheet.close(), [sheet]);
  const load = useCallback(
    (pictureId: string) => callBytes(urlOf(api.pictureWatched.path, { facilityId, visitId, pictureId })),
    [facilityId, visitId],
  );
  return shown.isOpen && isUp ? <StillSheet pages={shown.pages} page={shown.page} marks={shown.marks} load={load} /> : null;
}
