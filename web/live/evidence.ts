import type { Evidence, Seat } from "#contracts/live.ts";
import { seats } from "#contracts/live-limits.ts";

/** What was received of one sender, in all. */
export interface Part {
  sound: number;
  picture: number;
  frames: number;
  frozenMs: number;
  concealedMs: number;
}
/** Totals read off the connections; a report is the growth between two of them. */
export interface Totals {
  /** By who sent it; what cannot be told apart goes under an empty name. */
  by: Readonly<Record<string, Part>>;
  lost: number;
  bytes: number;
  roundTripMs: number | null;
}
export const noTotals: Totals = { by: {}, lost: 0, bytes: 0, roundTripMs: null };

const nothing: Part = { sound: 0, picture: 0, frames: 0, frozenMs: 0, concealedMs: 0 };
const parts = ["sound", "picture", "frames", "frozenMs", "concealedMs"] as const;
const SAMPLES_PER_MS = 48;

/** Adds up what this page received, from the browser's own statistics (W3C webrtc-stats); `senderOf` knows whose a track is. */
export function totalsOf(
  receive: RTCStatsReport | null,
  send: RTCStatsReport | null,
  senderOf: (trackId: string) => string | undefined,
): Totals {
  const by: Record<string, Part> = {};
  let [lost, bytes, roundTripMs] = [0, 0, null as number | null];
  for (const each of receive?.values() ?? []) {
    if (each.type !== "inbound-rtp") continue;
    lost += Math.max(0, each.packetsLost ?? 0);
    bytes += (each.bytesReceived ?? 0) + (each.headerBytesReceived ?? 0);
    const sender = senderOf(each.trackIdentifier ?? "") ?? "";
    const part = { ...(by[sender] ?? nothing) };
    by[sender] = part;
    if (each.kind === "audio") {
      part.sound += each.packetsReceived ?? 0;
      part.concealedMs += (each.concealedSamples ?? 0) / SAMPLES_PER_MS;
    } else {
      part.picture += each.packetsReceived ?? 0;
      part.frames += each.framesDecoded ?? 0;
      part.frozenMs += (each.totalFreezesDuration ?? 0) * 1000;
    }
  }
  for (const each of send?.values() ?? [])
    if (each.type === "candidate-pair" && each.nominated && each.currentRoundTripTime !== undefined)
      roundTripMs = Math.round(each.currentRoundTripTime * 1000);
  return { by, lost, bytes, roundTripMs };
}

/** Counters that began anew after a rejoin count from nothing: never below zero, never twice. */
export const grown = (before: number, after: number) => Math.max(0, Math.round(after >= before ? after - before : after));

/** One second's report: of each sender, and of all of them together. */
export function reportOf(before: Totals, after: Totals, seq: number, atMs: number): Evidence {
  const senders = Object.entries(after.by).map(([sender, now]) => {
    const was = before.by[sender] ?? nothing;
    return { sender, part: Object.fromEntries(parts.map((name) => [name, grown(was[name], now[name])])) as unknown as Part };
  });
  const sum = (name: keyof Part) => senders.reduce((all, { part }) => all + part[name], 0);
  const known = senders.every(({ sender }) => (seats as readonly string[]).includes(sender));
  return {
    type: "evidence",
    seq,
    atMs,
    sound: sum("sound"),
    picture: sum("picture"),
    frames: sum("frames"),
    frozenMs: sum("frozenMs"),
    concealedMs: sum("concealedMs"),
    lost: grown(before.lost, after.lost),
    bytes: grown(before.bytes, after.bytes),
    roundTripMs: after.roundTripMs,
    ...(known ? { from: senders.map(({ sender, part }) => ({ seat: sender as Seat, ...part })) } : {}),
  };
}
