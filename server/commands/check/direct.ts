import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { WebSocketServer } from "ws";
import { pageScript } from "./code.ts";
import { latenciesOf } from "./latency.ts";
import { median } from "./numbers.ts";
import { screens } from "./screens.ts";

const html = `<!doctype html><button id="call">Join</button><style>body{margin:0}video{width:100%}[data-own]{width:25%}</style><video data-far autoplay playsinline></video><video data-own autoplay muted playsinline></video>
<script>
const socket = new WebSocket(location.href.replace("http", "ws"));
const say = (message) => socket.send(JSON.stringify(message));
let peer, local;
async function open() {
  peer = new RTCPeerConnection();
  for (const track of local.getTracks()) peer.addTrack(track, local);
  peer.onicecandidate = ({ candidate }) => candidate && say({ candidate });
  peer.ontrack = ({ streams }) => { document.querySelector("[data-far]").srcObject = streams[0]; };
}
socket.onmessage = async ({ data }) => {
  const message = JSON.parse(data);
  if (message.offer) {
    await open();
    await peer.setRemoteDescription(message.offer);
    await peer.setLocalDescription();
    say({ answer: peer.localDescription });
  }
  if (message.answer) await peer.setRemoteDescription(message.answer);
  if (message.candidate) await peer.addIceCandidate(message.candidate);
};
document.querySelector("#call").onclick = async () => {
  await open();
  await peer.setLocalDescription();
  say({ offer: peer.localDescription });
};
window.ready = navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then((stream) => { local = stream; document.querySelector("[data-own]").srcObject = stream; });
</script>`;

/**
 * The yardstick: two pages with one plain peer connection between them, signalled over a relay that does nothing else. In the last
 * round they talk for as long as the visit will, and both sides' pictures are dated all along: browsers go on tuning their buffers. The pages are as
 * large as the visit's, so that drawing costs them as much.
 */
export async function measureDirect(
  browser: Browser,
  { repeat, seconds }: { repeat: number; seconds: number },
): Promise<{ firstFrameMs: number; latencyMs: number }> {
  const server = createServer((_request, response) => response.setHeader("content-type", "text/html").end(html));
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) =>
    socket.on("message", (data) => {
      for (const other of sockets.clients) if (other !== socket) other.send(String(data));
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const firstFrames: number[] = [];
  const latencies: number[] = [];
  try {
    for (let round = 0; round < repeat; round++) {
      const [near, far] = await Promise.all(
        [screens.family, screens.kiosk].map(async (viewport) => (await browser.newContext({ viewport })).newPage()),
      );
      if (!near || !far) throw new Error("two pages were opened");
      await near.addInitScript(pageScript("family"));
      await far.addInitScript(pageScript("resident"));
      for (const page of [near, far]) {
        await page.goto(url);
        await page.waitForFunction("window.ready.then(() => true)");
      }
      await near.click("#call");
      await near.waitForFunction(() => window.throughlineCheck.firstFrameMs !== null, undefined, { timeout: 15_000 });
      firstFrames.push((await near.evaluate(() => window.throughlineCheck.firstFrameMs)) ?? Number.NaN);
      if (round === repeat - 1) {
        const found = await Promise.all([latenciesOf(near, "resident", seconds), latenciesOf(far, "family", seconds)]);
        latencies.push(...found.flat());
      }
      for (const page of [near, far]) await page.context().close();
    }
  } finally {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
    server.close();
  }
  return { firstFrameMs: median(firstFrames), latencyMs: median(latencies) };
}
