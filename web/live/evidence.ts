import type { Evidence } from "#contracts/live.ts";

/** Totals read off the connections; a report is the growth between two of them. */
export interface Totals {
  sound: number;
  picture: number;
  frames: number;
  frozenMs: number;
  concealedMs: number;
  lost: number;
  bytes: number;
  roundTripMs: number | null;
}
export const noTotals: Totals = { sound: 0, picture: 0, frames: 0, frozenMs: 0, concealedMs: 0, lost: 0, bytes: 0, roundTripMs: null };

const SAMPLES_PER_MS = 48;

/** Adds up what this page received, from the browser's own statistics (W3C webrtc-stats). */
export function totalsOf(receive: RTCStatsReport | null, send: RTCStatsReport | null): Totals {
  const totals = { ...noTotals };
  for (const each of receive?.values() ?? []) {
    if (each.type !== "inbound-rtp") continue;
    totals.lost += Math.max(0, each.packetsLost ?? 0);
    totals.bytes += (each.bytesReceived ?? 0) + (each.headerBytesReceived ?? 0);
    if (each.kind === "audio") {
      totals.sound += each.packetsReceived ?? 0;
      totals.concealedMs += (each.concealedSamples ?? 0) / SAMPLES_PER_MS;
    } else {
      totals.picture += each.packetsReceived ?? 0;
      totals.frames += each.framesDecoded ?? 0;
      totals.frozenMs += (each.totalFreezesDuration ?? 0) * 1000;
    }
  }
  for (const each of send?.values() ?? [])
    if (each.type === "candidate-pair" && each.nominated && each.currentRoundTripTime !== undefined)
      totals.roundTripMs = Math.round(each.currentRoundTripTime * 1000);
  return totals;
}

/** One second's report. Counters that began anew after a rejoin count from nothing: never below zero, never twice. */
export function reportOf(before: Totals, after: Totals, seq: number, atMs: number): Evidence {
  const grown = (name: "sound" | "picture" | "frames" | "frozenMs" | "concealedMs" | "lost" | "bytes") =>
    Math.max(0, Math.round(after[name] >= before[name] ? after[name] - before[name] : after[name]));
  return {
    type: "evidence",
    seq,
    atMs,
    sound: grown("sound"),
    picture: grown("picture"),
    frames: grown("frames"),
    frozenMs: grown("frozenMs"),
    concealedMs: grown("concealedMs"),
    lost: grown("lost"),
    bytes: grown("bytes"),
    roundTripMs: after.roundTripMs,
  };
}
