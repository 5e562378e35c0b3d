import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { newId } from "#web/client/id.ts";
import { type Counters, measuredOf } from "./echo-measure.ts";

const ECHO_SECONDS = 10;
const GATHER_MS_MAX = 3_000;
const PICTURE = { width: 640, height: 360, perSecond: 20 } as const;

/**
 * Measures this station's line: a drawn picture and a tone go to the media engine and come back. No camera and no microphone is
 * switched on. Ends at once, with nothing measured, when somebody touches the screen or signs in.
 */
export async function runEchoTest(stop: AbortSignal): Promise<void> {
  const id = newId();
  const made = makeMedia();
  const peer = new RTCPeerConnection();
  try {
    for (const track of made.tracks) peer.addTrack(track);
    await peer.setLocalDescription(await peer.createOffer());
    await gathered(peer);
    const { answer } = await call(api.startEcho, { body: { id, offer: peer.localDescription?.sdp ?? "" } });
    const measured = await peer
      .setRemoteDescription({ type: "answer", sdp: answer })
      .then(() => measure(peer, stop))
      .catch(() => null);
    await call(api.finishEcho, { params: { echoId: id }, body: { measured } });
  } catch {
    // Not due any more, or no engine: the server knows, and asks again when it likes.
  } finally {
    peer.close();
    made.end();
  }
}

async function measure(peer: RTCPeerConnection, stop: AbortSignal) {
  for (let second = 0; second < ECHO_SECONDS && !stop.aborted; second++) await new Promise((resolve) => setTimeout(resolve, 1000));
  const counters: Counters = { roundTripSeconds: null, received: 0, lost: 0, bytes: 0 };
  for (const stat of (await peer.getStats()).values()) {
    if (stat.type === "candidate-pair" && stat.nominated && stat.currentRoundTripTime !== undefined)
      counters.roundTripSeconds = stat.currentRoundTripTime;
    if (stat.type !== "inbound-rtp") continue;
    counters.received += stat.packetsReceived ?? 0;
    counters.lost += Math.max(0, stat.packetsLost ?? 0);
    counters.bytes += stat.bytesReceived ?? 0;
  }
  return measuredOf(counters, ECHO_SECONDS);
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

/** A picture that never stands still, and a tone: what a visit would send, without anybody in it. */
function makeMedia(): { tracks: MediaStreamTrack[]; end: () => void } {
  const canvas = Object.assign(document.createElement("canvas"), { width: PICTURE.width, height: PICTURE.height });
  const pen = canvas.getContext("2d");
  let turn = 0;
  const drawing = setInterval(() => {
    turn++;
    for (let cell = 0; cell < 96; cell++) {
      if (!pen) return;
      pen.fillStyle = `hsl(${(cell * 37 + turn * 11) % 360} 60% ${30 + ((cell * turn) % 40)}%)`;
      pen.fillRect((cell % 12) * 54, Math.floor(cell / 12) * 45, 54, 45);
    }
  }, 1000 / PICTURE.perSecond);
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  const out = sound.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const tracks = [...canvas.captureStream(PICTURE.perSecond).getVideoTracks(), ...out.stream.getAudioTracks()];
  return {
    tracks,
    end() {
      clearInterval(drawing);
      for (const track of tracks) track.stop();
      void sound.close();
    },
  };
}
