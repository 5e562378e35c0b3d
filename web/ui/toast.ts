export interface ToastWords {
  words: string;
  /** Takes the act back; shown as "Undo". */
  undo?: () => void;
}

const TOAST_MS = 8000;
const waiting: (() => void)[] = [];
let wanted = false;

/** Says what just happened, for eight seconds, with a way to take it back. Never for something that must be read. */
export async function toast(words: string, undo?: () => void): Promise<void> {
  wanted = true;
  for (const tell of waiting) tell();
  const { queue } = await import("./ToastRegion.tsx");
  queue.add({ words, ...(undo ? { undo } : {}) }, { timeout: TOAST_MS });
}

/** Whether a toast was ever asked for: until then the region's code is not loaded. */
export const toastsWanted = {
  subscribe: (tell: () => void) => {
    waiting.push(tell);
    return () => void waiting.splice(waiting.indexOf(tell), 1);
  },
  read: () => wanted,
};
