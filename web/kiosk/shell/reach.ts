/** Whether all that is pressed stands in the lower part of a high screen, for somebody who sits or is small (ADA standards 308). */
let low = false;
const listeners = new Set<() => void>();

export const reach = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  read: (): boolean => low,
  set(now: boolean): void {
    low = now;
    document.documentElement.dataset.reach = now ? "low" : "full";
    for (const listener of listeners) listener();
  },
};
