import type { Evidence } from "#contracts/live.ts";
import { grown } from "./evidence.ts";

type Own = NonNullable<Evidence["own"]>;
/** Totals of what this page sent, as the browser counts them (W3C webrtc-stats), and what the far end of the way up says it missed. */
export interface Sent {
  sound: number;
  picture: number;
  bytes: number;
  frames: number;
  lost: number;
  limited: Own["limited"];
}
export const nothingSent: Sent = { sound: 0, picture: 0, bytes: 0, frames: 0, lost: 0, limited: null };

/** Adds up what was sent over a connection. */
export function sentOf(send: RTCStatsReport | null): Sent {
  const sent = { ...nothingSent };
  for (const each of send?.values() ?? []) {
    if (each.type === "remote-inbound-rtp") sent.lost += Math.max(0, each.packetsLost ?? 0);
    if (each.type !== "outbound-rtp") continue;
    sent.bytes += (each.bytesSent ?? 0) + (each.headerBytesSent ?? 0);
    if (each.kind === "audio") sent.sound += each.packetsSent ?? 0;
    else {
      sent.picture += each.packetsSent ?? 0;
      sent.frames += each.framesEncoded ?? 0;
      sent.limited = each.qualityLimitationReason ?? sent.limited;
    }
  }
  return sent;
}

/** What this end has to say of itself: what it sent since the last report, and how its devices stand. Nothing here needs to be asked for. */
export function ownEnd(before: Sent, after: Sent, local: MediaStream | null): Own {
  const stateOf = (kind: "audio" | "video"): Own["camera"] => {
    const track = local?.getTracks().find((one) => one.kind === kind);
    if (!track) return "none";
    return track.readyState === "ended" ? "ended" : track.muted ? "muted" : "works";
  };
  return {
    sound: grown(before.sound, after.sound),
    picture: grown(before.picture, after.picture),
    bytes: grown(before.bytes, after.bytes),
    frames: grown(before.frames, after.frames),
    lost: grown(before.lost, after.lost),
    limited: after.limited,
    camera: stateOf("video"),
    microphone: stateOf("audio"),
    front: document.visibilityState === "visible",
    network: networkOf(navigator),
  };
}

const networks = ["slow-2g", "2g", "3g", "4g"] as const;
/** Network Information (WICG), which only some browsers have: how fast the line feels, and nothing of where it is. */
function networkOf(browser: Navigator & { connection?: { effectiveType?: string } }): Own["network"] {
  return networks.find((one) => one === browser.connection?.effectiveType) ?? null;
}
