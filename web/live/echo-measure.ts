import type { Measured } from "#contracts/equipment.ts";

/** What the browser counted of an echo test. */
export interface Counters {
  roundTripSeconds: number | null;
  received: number;
  lost: number;
  bytes: number;
  /** Decoded whole. */
  pictures: number;
  sentBytes: number;
  sent: number;
  /** Of what was sent, what the engine says it never got; null where it said nothing. */
  sentLost: number | null;
  relayed: boolean | null;
}
const PERCENT = 100;

/** What is reported of an echo test; nothing where nothing came back. */
export function measuredOf(counted: Counters & { soundLevel: number | null }, seconds: number): Measured | null {
  const { roundTripSeconds, received, lost, bytes, pictures, soundLevel, sentBytes, sent, sentLost, relayed } = counted;
  if (roundTripSeconds === null || received === 0) return null;
  return {
    roundTripMs: Math.round(roundTripSeconds * 1000),
    lostPercent: percent(lost, received + lost),
    receivedKbps: kbps(bytes, seconds),
    soundLevel: soundLevel === null ? null : Math.min(1, Math.round(soundLevel * 1000) / 1000),
    pictures,
    sentKbps: sent === 0 ? null : kbps(sentBytes, seconds),
    sentLostPercent: sentLost === null || sent === 0 ? null : percent(Math.min(sentLost, sent), sent),
    way: relayed === null ? null : relayed ? "relayed" : "direct",
  };
}

const percent = (part: number, of: number): number => Math.round((PERCENT * 10 * part) / of) / 10;
const kbps = (bytes: number, seconds: number): number => Math.round((bytes * 8) / 1000 / seconds);

/** Sums what a connection's statistics say of an echo. */
export function countersOf(stats: RTCStatsReport): Counters {
  const counters: Counters = {
    ...{ roundTripSeconds: null, received: 0, lost: 0, bytes: 0, pictures: 0 },
    ...{ sentBytes: 0, sent: 0, sentLost: null, relayed: null },
  };
  for (const stat of stats.values()) {
    if (stat.type === "candidate-pair" && stat.nominated && stat.currentRoundTripTime !== undefined) {
      counters.roundTripSeconds = stat.currentRoundTripTime;
      counters.relayed = stats.get(stat.localCandidateId)?.candidateType === "relay";
    }
    if (stat.type === "outbound-rtp") {
      counters.sentBytes += stat.bytesSent ?? 0;
      counters.sent += stat.packetsSent ?? 0;
    }
    if (stat.type === "remote-inbound-rtp") counters.sentLost = (counters.sentLost ?? 0) + Math.max(0, stat.packetsLost ?? 0);
    if (stat.type !== "inbound-rtp") continue;
    counters.received += stat.packetsReceived ?? 0;
    counters.lost += Math.max(0, stat.packetsLost ?? 0);
    counters.bytes += stat.bytesReceived ?? 0;
    counters.pictures += stat.framesDecoded ?? 0;
  }
  return counters;
}
