/** A page of the test harness: the least a browser must do to take part in a room. Served as it stands. */
export const PAGE = `<!doctype html><meta charset="utf-8"><title>room</title><body><script type="module">
const query = new URLSearchParams(location.search);
const id = query.get("id");
// In a privileged room a page says of its offers and answers that their frames are encrypted; these tests look no deeper.
const claim = query.has("e2ee") ? { e2ee: true } : {};
// Small and slow: without a graphics card, pictures are most of what these tests cost.
const CAMERA = { width: 320, height: 240, frameRate: 15 };
const frames = {}, muted = {}, log = [];
let socket, send, receive, local, broken, unanswered = false, last = Promise.resolve();

const say = (message) => socket.send(JSON.stringify(message));
const signal = (message) => say({ type: "signal", message });
const trickle = (pc) => ({ candidate }) => signal({ type: "candidate", pc, candidate: candidate && candidate.toJSON() });

function connect() {
  return new Promise((resolve) => {
    socket = new WebSocket("ws://" + location.host + "/?id=" + id);
    socket.onopen = resolve;
    socket.onmessage = ({ data }) => { last = last.then(() => heard(JSON.parse(data))).catch((error) => log.push(String(error))); };
  });
}

async function heard(message) {
  log.push(message.type + " " + (message.pc ?? ""));
  if (message.type === "rejoin") return send || !local ? (local ? offer() : drop()) : dropReceive();
  if (message.type === "answer") {
    unanswered = false;
    return send.setRemoteDescription({ type: "answer", sdp: message.sdp });
  }
  // Whatever comes between our new offer and its answer was meant for the connections we have dropped.
  if (unanswered) return;
  if (message.type === "offer") {
    const pc = (receive ??= receiver());
    await pc.setRemoteDescription({ type: "offer", sdp: message.sdp });
    await pc.setLocalDescription();
    if (pc === receive) signal({ type: "answer", pc: "receive", sdp: pc.localDescription.sdp, ...claim });
  }
}

function receiver() {
  const pc = new RTCPeerConnection();
  pc.onicecandidate = trickle("receive");
  // Nobody else can know that nothing reaches us any more.
  pc.onconnectionstatechange = () => {
    clearTimeout(broken);
    if (pc === receive && local && ["disconnected", "failed"].includes(pc.connectionState)) broken = setTimeout(offer, 3000);
  };
  pc.ontrack = ({ track, streams: [stream] }) => {
    if (track.kind !== "video") return;
    const video = document.createElement("video");
    Object.assign(video, { autoplay: true, muted: true, srcObject: new MediaStream([track]) });
    document.body.append(video);
    // Of a track that has ended the browser shows a last copy, which nobody sent.
    const count = () => {
      if (track.readyState === "live") frames[stream.id] = (frames[stream.id] ?? 0) + 1;
      video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
  };
  return pc;
}

function dropReceive() {
  receive?.close();
  receive = undefined;
}

function drop() {
  clearTimeout(broken);
  send?.close();
  receive?.close();
  send = receive = undefined;
  // What a closed connection was asked to do never ends, so nothing may wait behind it.
  last = Promise.resolve();
}

async function offer() {
  drop();
  unanswered = true;
  return begin();
}

async function begin() {
  send = new RTCPeerConnection();
  send.onicecandidate = trickle("send");
  for (const track of local.getTracks()) send.addTrack(track, local);
  const pc = send;
  await pc.setLocalDescription();
  if (pc === send) signal({ type: "offer", pc: "send", sdp: pc.localDescription.sdp, ...claim });
}

window.room = {
  frames, log, connect, begin,
  async join({ video = CAMERA, audio = true } = {}) {
    local ??= await navigator.mediaDevices.getUserMedia({ audio, video });
    await connect();
    say({ type: "join" });
    // Where nothing was dropped, nothing that comes can be meant for it. Not awaited: told to begin anew meanwhile, it never ends.
    void (send ? offer() : begin());
  },
  // The waiting room: what will be received is made ready; then Join.
  async wait() {
    local ??= await navigator.mediaDevices.getUserMedia({ audio: true, video: CAMERA });
    await connect();
    say({ type: "prepare" });
  },
  async letIn() {
    say({ type: "join" });
    void begin();
  },
  async watch() { await connect(); say({ type: "watch" }); },
  offer,
  async shrink() {
    const sender = send.getSenders().find((one) => one.track?.kind === "video");
    const parameters = sender.getParameters();
    parameters.encodings[0].scaleResolutionDownBy = 2;
    await sender.setParameters(parameters);
  },
  async close() { socket.close(); },
  mute: (on) => { for (const track of local.getAudioTracks()) track.enabled = !on; },
  async packets() {
    const counts = { audio: 0, video: 0 };
    for (const report of (await receive?.getStats())?.values() ?? []) if (report.type === "inbound-rtp") counts[report.kind] += report.packetsReceived;
    return counts;
  },
};
</script>`;
