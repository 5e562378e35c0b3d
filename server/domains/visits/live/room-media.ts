import type { MediaEvent } from "#server/domains/media/index.ts";
import { type LegState, received } from "./room-state.ts";

/** The engine receives from a leg, or no more. */
export function hearReceiving(leg: LegState, kind: "audio" | "video", receiving: boolean, nowMs: number): void {
  leg.receiving[kind] = receiving;
  leg.carried.receivedSince = received(leg) ? (leg.carried.receivedSince ?? nowMs) : null;
}

/** What else the engine says of a leg: whether its page answers there, what was missed of it, what its line carries. */
export function hearEngine(leg: LegState, event: MediaEvent, nowMs: number): void {
  if (event.type === "leg" && event.pc === "receive") leg.carried.answersSince = event.up ? nowMs : null;
  if (event.type === "missed") leg.missedAt = nowMs;
  if (event.type === "picture") leg.takes = event.mode;
}

/** Nothing is received from a leg any more: it went, or the engine did. */
export function forgetReceived(leg: LegState): void {
  leg.receiving = { audio: false, video: false };
  leg.carried.receivedSince = null;
}
