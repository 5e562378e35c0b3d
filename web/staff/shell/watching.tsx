import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { api } from "#web/client/api.ts";
import type { WatchHandle, WatchSnapshot } from "#web/live/room-types.ts";
import { openWatch } from "#web/live/watch-driver.ts";

const Watching = createContext<WatchHandle | null>(null);
const closed: WatchSnapshot = {
  link: "connecting",
  rooms: {},
  watches: {},
  chat: {},
  typing: {},
  refused: null,
  closed: null,
  boardChanges: 0,
};
const never = () => () => {};

/** One socket for each facility on the screen: news of the board wherever one is, and watching on the page Live. */
export function WatchingProvider({ facilityId, children }: { facilityId: string; children: ReactNode }) {
  const [handle, setHandle] = useState<WatchHandle | null>(null);
  useEffect(() => {
    const opened = openWatch(facilityId);
    setHandle(opened);
    return () => {
      opened.close();
      setHandle(null);
    };
  }, [facilityId]);
  return (
    <Watching.Provider value={handle}>
      <News />
      {children}
    </Watching.Provider>
  );
}

/** What the socket told so far, and the handle to act with (null for the moment before it opens). */
export function useWatching(): { handle: WatchHandle | null; seen: WatchSnapshot } {
  const handle = useContext(Watching);
  const seen = useSyncExternalStore(handle?.subscribe ?? never, () => handle?.snapshot() ?? closed);
  return { handle, seen };
}

/** Reads again what the board's news is about. */
function News() {
  const queries = useQueryClient();
  const { boardChanges, closed: why } = useWatching().seen;
  useEffect(() => {
    if (boardChanges === 0) return;
    const told = [api.board.id, api.staffVisit.id, api.connectionQueue.id, api.stationList.id];
    void queries.invalidateQueries({ predicate: ({ queryKey }) => told.includes(String(queryKey[0]) as never) });
  }, [boardChanges, queries]);
  useEffect(() => {
    // A grant was taken away or the sign-in ended: asking who is signed in leads to the sign-in page.
    if (why === "signed_out") void queries.invalidateQueries();
  }, [why, queries]);
  return null;
}
