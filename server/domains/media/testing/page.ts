/** A page of the test harness: the least a browser must do to take part in a room. Served as it stands. */
export const PAGE = `<!doctype html><meta charset="utf-8"><title>room</title><body><script type="module">
const id = new URLSearchParams(location.search).get("id");
const frames = {}, muted = {}, log = [];
let socket, send, receive, local;

const say = (message) => socket.send(JSON.stringify(message));
const signal = (message) => say({ type: "signal", message });
const trickle = (pc) => ({ candidate }) => signal({ type: "candidate", pc, candidate: candidate && candidate.toJSON() });

function connect() {
  return new Promise((resolve) => {
    socket = new WebSocket("ws://" + location.host + "/?id=" + id);
    socket.onopen = resolve;
    let last = Promise.resolve();
    socket.onmessage = ({ data }) => { last = last.then(() => heard(JSON.parse(data))).catch((error) => log.push(String(error))); };
  });
}

async function heard(message) {
  log.push(message.type + " " + (message.pc ?? ""));
  if (message.type === "rejoin") return local ? offer() : drop();
  if (message.type === "answer") return send.setRemoteDescription({ type: "answer", sdp: message.sdp });
  if (message.type === "offer") {
    receive ??= receiver();
    await receive.setRemoteDescription({ type: "offer", sdp: message.sdp });
    await receive.setLocalDescription();
    signal({ type: "answer", pc: "receive", sdp: receive.localDescription.sdp });
  }
}

function receiver() {
  const pc = new RTCPeerConnection();
  pc.onicecandidate = trickle("receive");
  pc.ontrack = ({ track, streams: [stream] }) => {
    if (track.kind !== "video") return;
    const video = document.createElement("video");
    Object.assign(video, { autoplay: true, muted: true, srcObject: new MediaStream([track]) });
    document.body.append(video);
    const count = () => { frames[stream.id] = (frames[stream.id] ?? 0) + 1; video.requestVideoFrameCallback(count); };
    video.requestVideoFrameCallback(count);
  };
  return pc;
}

function drop() {
  send?.close();
  receive?.close();
  send = receive = undefined;
}

async function offer() {
  drop();
  send = new RTCPeerConnection();
  send.onicecandidate = trickle("send");
  for (const track of local.getTracks()) send.addTrack(track, local);
  await send.setLocalDescription();
  signal({ type: "offer", pc: "send", sdp: send.localDescription.sdp });
}

window.room = {
  frames, log, connect,
  async join({ video = { width: 640, height: 480 }, audio = true } = {}) {
    local ??= await navigator.mediaDevices.getUserMedia({ audio, video });
    await connect();
    say({ type: "join" });
    await offer();
  },
  async watch() { await connect(); say({ type: "watch" }); },
  offer,
  close: () => socket.close(),
  mute: (on) => { for (const track of local.getAudioTracks()) track.enabled = !on; },
  async packets() {
    const counts = { audio: 0, video: 0 };
    for (const report of (await receive?.getStats())?.values() ?? []) if (report.type === "inbound-rtp") counts[report.kind] += report.packetsReceived;
    return counts;
  },
};
</script>`;
