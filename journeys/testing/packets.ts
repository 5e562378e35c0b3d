import type { Page } from "playwright-core";

/** From and to, in epoch milliseconds of this machine. */
export type Span = [from: number, to: number];

declare global {
  interface Window {
    throughlinePackets?: { spans: Span[] };
  }
}

const LOOK_EVERY_MS = 200;

/**
 * Notes in the page, from its next load on and across later ones, in which stretches of time packets of the other side arrived: read off every peer
 * connection by the browser's own statistics, without anything of the page's own code. Edges are generous, by one look at most.
 */
export async function meterPackets(page: Page): Promise<void> {
  await page.addInitScript(inPage, LOOK_EVERY_MS);
}

// Self-contained: its text is sent to the page, where nothing of this file exists.
function inPage(everyMs: number): void {
  const KEPT = "journey.packets";
  // A page before its first address may keep nothing.
  const kept = location.protocol.startsWith("http") ? localStorage.getItem(KEPT) : null;
  const spans = JSON.parse(kept ?? "[]") as [number, number][];
  window.throughlinePackets = { spans };
  const peers = new Map<RTCPeerConnection, number>();
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.set(this, 0);
    }
  };
  let before = Date.now();
  const look = async () => {
    const startedAt = Date.now();
    let grown = false;
    for (const [peer, seen] of [...peers]) {
      let packets = 0;
      for (const each of (await peer.getStats()).values()) if (each.type === "inbound-rtp") packets += each.packetsReceived ?? 0;
      if (packets > seen) grown = true;
      peers.set(peer, packets);
      if (peer.connectionState === "closed") peers.delete(peer);
    }
    const now = Date.now();
    const last = spans.at(-1);
    if (grown && last && last[1] >= before) last[1] = now;
    else if (grown) spans.push([before, now]);
    if (grown) localStorage.setItem(KEPT, JSON.stringify(spans));
    before = startedAt;
    setTimeout(look, everyMs);
  };
  if (location.protocol.startsWith("http")) setTimeout(look, everyMs);
}

/** When packets arrived in this browser since it was first metered. */
export const spansOf = (page: Page): Promise<Span[]> => page.evaluate(() => window.throughlinePackets?.spans ?? []);

/** For how long packets arrived at both. */
export function bothMs(one: readonly Span[], other: readonly Span[]): number {
  let sum = 0;
  for (const [from, to] of one) for (const [start, end] of other) sum += Math.max(0, Math.min(to, end) - Math.max(from, start));
  return sum;
}
