import type { Measured } from "#contracts/equipment.ts";
import { makeConnection } from "./connection.ts";
import { makeEar } from "./echo-ear.ts";
import { countersOf, measuredOf } from "./echo-measure.ts";
import { makeEchoMedia } from "./echo-media.ts";

export const ECHO_SECONDS = 10;
const GATHER_MS_MAX = 3_000;
const CONNECT_MS_MAX = 8_000;
const POLL_MS = 50;

/**
 * Sends a drawn picture and a tone to the media engine for ten seconds and measures what comes back; null where nothing does. `exchange`
 * carries the offer there and the answer back; `servers` are the relays it may go by. Ends at once when `stop` is aborted, with what was measured so far.
 */
export async function measureLine(
  { exchange, servers = [] }: { exchange: (offer: string) => Promise<string>; servers?: RTCIceServer[] },
  stop: AbortSignal,
  seconds = ECHO_SECONDS,
): Promise<Measured | null> {
  const made = await makeEchoMedia();
  const peer = makeConnection(servers);
  const ear = makeEar();
  peer.ontrack = ({ track }) => track.kind === "audio" && ear.hear(track);
  try {
    for (const track of made.tracks) peer.addTrack(track);
    await peer.setLocalDescription(await peer.createOffer());
    await gathered(peer);
    const answer = await exchange(peer.localDescription?.sdp ?? "");
    // An answer that this browser cannot take is a line that does not work.
    const taken = await peer.setRemoteDescription({ type: "answer", sdp: answer }).then(
      () => true,
      () => false,
    );
    if (!taken || !(await until(() => peer.connectionState === "connected", CONNECT_MS_MAX, stop))) return null;
    const from = performance.now();
    await until(() => false, seconds * 1000, stop);
    const counters = countersOf(await peer.getStats());
    return measuredOf({ ...counters, soundLevel: made.sounds ? ear.level() : null }, (performance.now() - from) / 1000);
  } finally {
    peer.close();
    ear.end();
    made.end();
  }
}

/** Waits until it is so; false when the time is over, or nobody wants to know any more. */
async function until(isSo: () => boolean, ms: number, stop: AbortSignal): Promise<boolean> {
  const from = performance.now();
  while (!isSo()) {
    if (stop.aborted || performance.now() - from >= ms) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

/** Resolves once every address of this browser stands in the offer, or no more can be waited for. */
function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHER_MS_MAX);
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    });
  });
}
