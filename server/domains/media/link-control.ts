import { type LinkCap, limited, lowered, RAISE_EVERY_MS, raised } from "./link-cap.rules.ts";

export interface LinkControl {
  kbps(): number;
  lower(): void;
  limit(maxKbps: number): void;
  stop(): void;
}

const LOWER_EVERY_MS = 1000;

/** Keeps one publisher's cap: the engine does not adapt to a weak viewer, so we lower what is sent to it and feel our way back up. */
export function createLinkControl(maxKbps: number, apply: (kbps: number, cut: boolean) => void): LinkControl {
  let cap: LinkCap = { kbps: maxKbps, maxKbps };
  let timer: NodeJS.Timeout | undefined;
  let loweredAt = Number.NEGATIVE_INFINITY;

  function change(next: LinkCap): void {
    const { kbps } = cap;
    cap = next;
    if (next.kbps !== kbps) apply(next.kbps, next.kbps < kbps);
    if (cap.kbps < cap.maxKbps) timer ??= setInterval(raise, RAISE_EVERY_MS).unref();
    else stop();
  }
  function raise(): void {
    if (performance.now() - loweredAt >= RAISE_EVERY_MS) change(raised(cap));
  }
  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    kbps: () => cap.kbps,
    lower() {
      // The engine tells of each second with losses; the cut needs one to show.
      if (performance.now() - loweredAt < LOWER_EVERY_MS) return;
      loweredAt = performance.now();
      change(lowered(cap));
    },
    limit: (max) => change(limited(cap, max)),
    stop,
  };
}
