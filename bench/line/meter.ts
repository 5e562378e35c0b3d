import type { Page } from "playwright-core";

/** What a page has shown and heard of the other side so far. */
export interface Shown {
  atMs: number;
  frames: number;
  /** Of sound that the decoder made up, because none came. */
  concealedSeconds: number;
  soundSeconds: number;
  bytes: number;
}

declare global {
  interface Window {
    throughlineLine: { series: Shown[]; relay?: (address: string, port: number) => Promise<number> };
  }
}

const LOOK_EVERY_MS = 100;
const SAMPLES_PER_SECOND = 48_000;

/** Runs in a page before anything else: notes ten times a second what `video[data-far]` has drawn, and what all peer connections received. */
export const meterScript = (viaRelay: boolean) => `(${inPage.toString()})(${LOOK_EVERY_MS}, ${SAMPLES_PER_SECOND}, ${viaRelay})`;

// Self-contained: its text is sent to the page, where nothing of this file exists.
function inPage(everyMs: number, samplesPerSecond: number, viaRelay: boolean): void {
  const peers = new Set<RTCPeerConnection>();
  const line: Window["throughlineLine"] = { series: [] };
  window.throughlineLine = line;
  /** Whoever answers is named by an address; on a long line that is the relay's, which passes everything on. */
  const rerouted = async (text: string) => {
    let out = text;
    for (const [whole, head, address, port] of text.matchAll(/(candidate:\S+ \d+ udp \d+ )(\d+\.\d+\.\d+\.\d+) (\d+)/gi)) {
      const there = await (window as unknown as { throughlineRelay(address: string, port: number): Promise<number> }).throughlineRelay(
        address ?? "",
        Number(port),
      );
      out = out.replace(whole, `${head}${address} ${there}`);
    }
    return out;
  };
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.add(this);
    }
    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const sdp = description.sdp ?? "";
      return super.setRemoteDescription(viaRelay ? { ...description, sdp: await rerouted(sdp) } : description);
    }
    override async addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
      if (!viaRelay || !candidate?.candidate) return super.addIceCandidate(candidate ?? undefined);
      return super.addIceCandidate({ ...candidate, candidate: await rerouted(candidate.candidate) });
    }
    override close(): void {
      peers.delete(this);
      super.close();
    }
  } as typeof RTCPeerConnection;

  const seen = new Map<string, { concealed: number; samples: number; bytes: number }>();
  const total = { frames: 0, concealed: 0, samples: 0, bytes: 0 };
  let video: HTMLVideoElement | null = null;
  let drawn = 0;
  let looks = 0;
  const look = async () => {
    const now = document.querySelector<HTMLVideoElement>("video[data-far]");
    const count = now?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
    total.frames += Math.max(0, now === video ? count - drawn : count);
    // A stream that begins anew counts from nothing.
    video = now;
    drawn = count;
    if (looks++ % 5 === 0)
      for (const peer of peers)
        for (const each of (await peer.getStats()).values()) {
          if (each.type !== "inbound-rtp") continue;
          const at = { concealed: each.concealedSamples ?? 0, samples: each.totalSamplesReceived ?? 0, bytes: each.bytesReceived ?? 0 };
          const key = `${each.id} ${each.ssrc}`;
          const before = seen.get(key) ?? { concealed: 0, samples: 0, bytes: 0 };
          seen.set(key, at);
          total.concealed += Math.max(0, at.concealed - before.concealed);
          total.samples += Math.max(0, at.samples - before.samples);
          total.bytes += Math.max(0, at.bytes - before.bytes);
        }
    line.series.push({
      atMs: performance.now(),
      frames: total.frames,
      concealedSeconds: total.concealed / samplesPerSecond,
      soundSeconds: total.samples / samplesPerSecond,
      bytes: total.bytes,
    });
  };
  const again = () => void look().finally(() => setTimeout(again, everyMs));
  again();
}

/** Everything noted from now on, for so long. */
export async function watch(page: Page, forMs: number): Promise<Shown[]> {
  return page.evaluate(async (ms) => {
    const from = window.throughlineLine.series.length;
    await new Promise((resolve) => setTimeout(resolve, ms));
    return window.throughlineLine.series.slice(Math.max(0, from - 1));
  }, forMs);
}

/** What one stretch of a call was like for the one who watched and heard it. */
export interface Felt {
  /** Frames a second around the fifth second, and over all. */
  atFive: number;
  over: number;
  frozenSeconds: number;
  concealed: number;
  kbps: number;
  /** Until the picture moved as it should; null where it never did. */
  movesAfterMs: number | null;
}

/** A picture that stands longer than this is frozen. */
const FROZEN_MS = 500;
const MOVES_FRAMES_PER_SECOND = 15;
const MOVES_OVER_MS = 1000;

/** Sums a stretch up; `fromMs` is where the count of "after" begins. */
export function feltOf(series: readonly Shown[], fromMs = 0): Felt {
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last) throw new Error("nothing was noted");
  const at = (ms: number) => series.findLast((each) => each.atMs - first.atMs <= ms) ?? first;
  const rate = (from: Shown, to: Shown) => ((to.frames - from.frames) * 1000) / Math.max(1, to.atMs - from.atMs);
  let frozenMs = 0;
  let changed = first;
  for (const each of series) {
    if (each.frames === changed.frames && each !== last) continue;
    frozenMs += Math.max(0, each.atMs - changed.atMs - FROZEN_MS);
    changed = each;
  }
  const moving = series.find((each) => {
    const ms = each.atMs - first.atMs;
    return ms >= fromMs + MOVES_OVER_MS && rate(at(ms - MOVES_OVER_MS), each) >= MOVES_FRAMES_PER_SECOND;
  });
  const sound = last.soundSeconds - first.soundSeconds;
  return {
    atFive: rate(at(4000), at(6000)),
    over: rate(first, last),
    frozenSeconds: frozenMs / 1000,
    concealed: sound > 0 ? (last.concealedSeconds - first.concealedSeconds) / sound : 1,
    kbps: ((last.bytes - first.bytes) * 8) / (last.atMs - first.atMs),
    movesAfterMs: moving ? moving.atMs - first.atMs - fromMs : null,
  };
}
