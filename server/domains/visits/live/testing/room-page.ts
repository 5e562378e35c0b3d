import { OWN_FOLDERS } from "#server/testing/own-code.ts";

/** A page of a visit with the very code of our pages below their screens: it shows whoever comes and can be asked what it sees and hears. */
export const ROOM_PAGE = `<!doctype html><meta charset="utf-8"><title>visit</title>${OWN_FOLDERS}<body><script type="module">
import { takeStream } from "/web/live/equipment.ts";
import { openRoom } from "/web/live/room-driver.ts";

const peers = [];
const Native = RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  constructor(given) {
    super(given);
    peers.push(this);
  }
};
const room = openRoom({ url: location.href.replace("http", "ws") });
const [frames, videos] = [{}, {}];
room.subscribe(() => {
  for (const [seat, stream] of Object.entries(room.snapshot().people)) {
    if (videos[seat]) continue;
    const video = Object.assign(document.createElement("video"), { autoplay: true, srcObject: stream });
    videos[seat] = video;
    document.body.append(video);
    const count = () => {
      frames[seat] = (frames[seat] ?? 0) + 1;
      video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
  }
});
/** What of that one's sound was decoded so far: how loud it was all in all, and for how long. */
async function soundOf(seat) {
  const track = room.snapshot().people[seat]?.getAudioTracks()[0];
  for (const peer of peers)
    for (const each of (await peer.getStats()).values())
      if (each.type === "inbound-rtp" && each.trackIdentifier === track?.id) return [each.totalAudioEnergy, each.totalSamplesDuration];
  return [0, 0];
}
window.visit = {
  room, soundOf,
  join: () => void takeStream().then(room.join),
  frames: (seat) => frames[seat] ?? 0,
  reaching: (seat) => room.snapshot().reaching[seat] ?? "none",
};
</script>`;
