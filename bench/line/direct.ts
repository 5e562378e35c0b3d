import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { constraints } from "#web/live/equipment.ts";

/** The yardstick: two pages with one peer connection between them, as plain as can be. */
export interface Direct {
  /** The page at the weak end. */
  near: Page;
  /** From here on both see and hear each other, or try to. */
  call(): Promise<void>;
  close(): Promise<void>;
}

interface Plain {
  peer: RTCPeerConnection;
}
declare global {
  interface Window {
    throughlinePlain?: Plain;
  }
}

const PAGE = `<!doctype html><style>body{margin:0}video{width:100%}</style><video data-far autoplay playsinline></video>`;

/** Opens the two pages with the visit's own camera; `script` runs in the near one before anything else. */
export async function openDirect(browsers: { near: Browser; far: Browser }, ready: (near: Page) => Promise<void>): Promise<Direct> {
  const server = createServer((_request, response) => response.setHeader("content-type", "text/html").end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const open = async (browser: Browser) =>
    (await browser.newContext({ viewport: { width: 390, height: 844 }, permissions: ["camera", "microphone"] })).newPage();
  const [near, far] = [await open(browsers.near), await open(browsers.far)];
  await ready(near);
  await Promise.all([near.goto(url), far.goto(url)]);
  return {
    near,
    async call() {
      await Promise.all([near.evaluate(prepare, constraints), far.evaluate(prepare, constraints)]);
      // Only the near one knows where the other is: so every packet's way begins behind the weak line, as in a visit.
      const offer = await near.evaluate(describe, undefined);
      const answer = await far.evaluate(describe, withoutWays(offer));
      await near.evaluate((sdp) => window.throughlinePlain?.peer.setRemoteDescription({ type: "answer", sdp }), onlyOwnWay(answer));
    },
    async close() {
      await Promise.all([near.context().close(), far.context().close()]);
      server.close();
    },
  };
}

const withoutWays = (sdp: string) => sdp.replaceAll(/a=(candidate:.*|end-of-candidates)\r\n/g, "");
/** IPv4 over UDP alone: what the line's rules speak of. */
const onlyOwnWay = (sdp: string) =>
  sdp.replaceAll(/a=candidate:.*\r\n/g, (line) => (/ udp \d+ \d+\.\d+\.\d+\.\d+ /i.test(line) && !/ 127\./.test(line) ? line : ""));

// Self-contained: these two run in the page.
async function prepare(wanted: MediaStreamConstraints): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia(wanted);
  const peer = new RTCPeerConnection();
  for (const track of stream.getTracks()) peer.addTrack(track, stream);
  const codecs = RTCRtpSender.getCapabilities("video")?.codecs.filter(({ mimeType }) => ["video/VP8", "video/rtx"].includes(mimeType));
  for (const each of peer.getTransceivers()) if (each.sender.track?.kind === "video" && codecs) each.setCodecPreferences(codecs);
  peer.ontrack = ({ streams }) => {
    const video = document.querySelector<HTMLVideoElement>("video[data-far]");
    if (video) video.srcObject = streams[0] ?? null;
  };
  window.throughlinePlain = { peer };
}

async function describe(offer: string | undefined): Promise<string> {
  const peer = window.throughlinePlain?.peer;
  if (!peer) throw new Error("not prepared");
  if (offer) await peer.setRemoteDescription({ type: "offer", sdp: offer });
  await peer.setLocalDescription();
  if (peer.iceGatheringState !== "complete")
    await new Promise<void>((resolve) => {
      peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && resolve();
    });
  return peer.localDescription?.sdp ?? "";
}
