import type { Page } from "playwright-core";

/** From and to, in epoch milliseconds of this machine. */
export type Span = [from: number, to: number];

declare global {
  interface Window {
    throughlinePackets?: () => Promise<Span[]>;
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
  const peers = new Map<RTCPeerConnection, number>();
  let before = Date.now();
  const arrivedUntil = (now: number) => {
    const last = spans.at(-1);
    if (last && last[1] >= before) last[1] = now;
    else spans.push([before, now]);
    localStorage.setItem(KEPT, JSON.stringify(spans));
  };
  // What came since the last look can't be asked of a closed connection or page: one that was receiving then counts until now.
  const cameUntilNow = () => {
    if ((spans.at(-1)?.[1] ?? 0) >= before) arrivedUntil(Date.now());
  };
  addEventListener("pagehide", cameUntilNow);
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.set(this, 0);
    }

    override close() {
      if (peers.has(this)) cameUntilNow();
      peers.delete(this);
      super.close();
    }
  };
  const look = async () => {
    const startedAt = Date.now();
    let grown = false;
    for (const [peer, seen] of [...peers]) {
      let packets = 0;
      for (const each of (await peer.getStats()).values()) if (each.type === "inbound-rtp") packets += each.packetsReceived ?? 0;
      if (packets > seen) grown = true;
      if (peers.has(peer)) peers.set(peer, packets);
      if (peer.connectionState === "closed") peers.delete(peer);
    }
    if (grown) arrivedUntil(Date.now());
    before = startedAt;
  };
  let looking = Promise.resolve();
  const lookOnceMore = () => {
    looking = looking.then(look);
    return looking;
  };
  window.throughlinePackets = () => lookOnceMore().then(() => spans);
  const lookOn = () => lookOnceMore().then(() => setTimeout(lookOn, everyMs));
  if (location.protocol.startsWith("http")) setTimeout(lookOn, everyMs);
}

/** When packets arrived in this browser since it was first metered. */
export const spansOf = (page: Page): Promise<Span[]> => page.evaluate(() => window.throughlinePackets?.() ?? []);

/** For how long packets arrived at both. */
export function bothMs(one: readonly Span[], other: readonly Span[]): number {
  let sum = 0;
  for (const [from, to] of one) for (const [start, end] of other) sum += Math.max(0, Math.min(to, end) - Math.max(from, start));
  return sum;
}
