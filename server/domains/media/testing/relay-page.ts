/** A family's page with the very code that makes its connections, under the headers' own rule of what a page may reach. */
export const RELAY_PAGE = `<!doctype html><meta charset="utf-8"><title>relay</title>
<meta http-equiv="content-security-policy" content="default-src 'self' 'unsafe-inline'; connect-src 'self' ws:; media-src 'self' blob:">
<script type="module">
import { makeConnection } from "/web/live/connection.ts";
import { createMedia } from "/web/live/media.ts";

let stream, last;
const selected = (report) => {
  const all = [...report.values()];
  const transport = all.find(({ type, selectedCandidatePairId }) => type === "transport" && selectedCandidatePairId);
  const own = report.get(report.get(transport.selectedCandidatePairId).localCandidateId);
  return own.candidateType === "relay" ? own.relayProtocol : "direct";
};

/** Ready to join: camera on, socket open. */
window.wait = async (id) => {
  stream ??= await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
  last?.media.stop();
  last?.socket.close();
  const socket = new WebSocket("ws://" + location.host + "/?id=" + id);
  let servers = [];
  const stood = [];
  const drawn = Promise.withResolvers();
  const video = Object.assign(document.createElement("video"), { autoplay: true, muted: true });
  video.requestVideoFrameCallback(() => drawn.resolve());
  const media = createMedia({
    connection() {
      const peer = makeConnection(servers);
      peer.addEventListener("connectionstatechange", () => peer.connectionState === "connected" && stood.push(performance.now()));
      return peer;
    },
    say: (message) => socket.send(JSON.stringify({ type: "signal", message })),
    failed() {}, heard() {},
    changed() {
      const far = [...media.people.values()].find((one) => one.getVideoTracks().length > 0);
      if (far && !video.srcObject) video.srcObject = far;
    },
  });
  socket.onmessage = ({ data }) => { media.take(JSON.parse(data)); };
  await new Promise((resolve) => { socket.onopen = resolve; });
  last = { socket, media, stood, drawn: drawn.promise, use(ways) { servers = ways; media.newWays(); } };
  // Before the server has said by which ways: what was made ready is made again.
  media.prepare(stream);
};
/** Joins by these relays, and answers after how many milliseconds both connections stood, once a picture was drawn. */
window.join = async (ways) => {
  const from = performance.now();
  last.use(ways);
  last.socket.send(JSON.stringify({ type: "join" }));
  last.media.start(stream);
  await last.drawn;
  return Math.round(Math.max(...last.stood) - from);
};
/** By which way each of the two goes. */
window.ways = async () => {
  const { send, receive } = await last.media.stats();
  return [selected(send), selected(receive)];
};
/** How many relayed addresses these relays give, and with what they refused. */
window.gather = async (servers) => {
  const peer = makeConnection(servers);
  peer.createDataChannel("way");
  const found = { relayed: 0, refused: [] };
  peer.onicecandidateerror = ({ errorCode }) => found.refused.push(errorCode);
  const all = new Promise((resolve) => {
    peer.onicecandidate = ({ candidate }) => {
      if (!candidate) return resolve();
      if (candidate.type === "relay") found.relayed++;
    };
  });
  await peer.setLocalDescription();
  await all;
  peer.close();
  return found;
};
</script>`;
