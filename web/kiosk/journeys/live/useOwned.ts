import { useEffect, useState, useSyncExternalStore } from "react";

interface Owned<Snapshot> {
  subscribe(listener: () => void): () => void;
  snapshot(): Snapshot;
  close(): void;
}

/** Something with a life of its own, opened with the screen and closed with it, and what it shows now. */
export function useOwned<Snapshot, Handle extends Owned<Snapshot>>(open: () => Handle, key: string): [Handle, Snapshot] | null {
  const [handle, setHandle] = useState<Handle | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says when it is another one.
  useEffect(() => {
    const opened = open();
    setHandle(opened);
    return () => opened.close();
  }, [key]);
  const shown = useSyncExternalStore(
    (tell) => handle?.subscribe(tell) ?? (() => undefined),
    () => handle?.snapshot() ?? null,
  );
  return handle && shown ? [handle, shown] : null;
}
