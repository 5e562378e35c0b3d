import { useEffect, useState, useSyncExternalStore } from "react";

interface Opened<Snapshot> {
  subscribe(listener: () => void): () => void;
  snapshot(): Snapshot;
  close(): void;
}

/** Opens a thing with a life of its own (devices, a socket) while `wanted`, and closes it when the page goes. */
export function useOpened<Handle extends Opened<unknown>>(open: () => Handle, wanted: boolean, again = 0): Handle | null {
  const [handle, setHandle] = useState<Handle | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once for each `wanted` and `again`; a new function each drawing means nothing.
  useEffect(() => {
    if (!wanted) return;
    const made = open();
    setHandle(made);
    return () => {
      made.close();
      setHandle(null);
    };
  }, [wanted, again]);
  return handle;
}

const never = () => () => {};
/** What such a thing shows now; null while there is none. */
export function useSnapshot<Snapshot>(handle: Opened<Snapshot> | null): Snapshot | null {
  return useSyncExternalStore(handle?.subscribe ?? never, () => handle?.snapshot() ?? null);
}
