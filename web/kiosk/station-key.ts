import { serverNow } from "./shell/server-clock.ts";
import { makeProof, makeStationKey, type Proven, type StationKey } from "./station-proof.ts";

const DATABASE = "throughline-station";
const STORE = "keys";
const NAME = "station";

/** The key of this browser; undefined until it is made, or after the browser's storage was cleared. */
let known: StationKey | undefined;

/** Reads this browser's key, if it has one. */
export async function loadStationKey(): Promise<boolean> {
  known = await inStore<StationKey | undefined>("readonly", (store) => store.get(NAME));
  return known !== undefined;
}

/** Makes a fresh key, and keeps it before it is used: a key that could be lost by a reload would lose the station. */
export async function renewStationKey(): Promise<void> {
  const made = await makeStationKey();
  await inStore("readwrite", (store) => store.put(made, NAME));
  known = made;
}

/** Whether this browser holds a key; it may not be a station's yet, or not any more. */
export const hasStationKey = (): boolean => known !== undefined;

/** The proof for one request by this station's key; empty when there is no key to prove with. */
export async function prove(proven: Proven): Promise<string> {
  return known ? makeProof(known, proven, serverNow()) : "";
}

// IndexedDB keeps the private key as an object, not as bytes: the one place of a browser that can.
function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => {
        opening.result.close();
        resolve(request.result as T);
      };
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    };
  });
}
