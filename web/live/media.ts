import type { Signal } from "#contracts/live.ts";

/** The page's two peer connections: one sends, one receives. The page offers the first, the server the second. */
export interface Media {
  /** Begins, or begins anew, to send this stream. Whatever ran before is dropped. */
  start(stream: MediaStream): void;
  take(message: Signal): void;
  /** Swaps in fresh tracks, for instance after a phone took the camera away. */
  replace(stream: MediaStream): void;
  remote: MediaStream;
  stats(): Promise<{ receive: RTCStatsReport | null; send: RTCStatsReport | null }>;
  stop(): void;
}
export interface MediaEvents {
  say(message: Signal): void;
  /** A connection is gone for good or for too long: the leg must start anew. */
  failed(): void;
  /** Tracks came or went, or a connection came up. */
  changed(): void;
}

/** A loss of four seconds heals by itself; after that a new start is faster. */
const HEAL_MS = 4000;

/** Makes the media half of a room; nothing is sent before `start`. */
export function createMedia(events: MediaEvents): Media {
  let send: RTCPeerConnection | undefined;
  let receive: RTCPeerConnection | undefined;
  let life = 0;
  const remote = new MediaStream();
  let chain: Promise<void> = Promise.resolve();

  /** One signalling step after the other, each for the life of connections it was meant for. */
  function inTurn(step: () => Promise<void>): void {
    const mine = life;
    chain = chain
      .then(() => (mine === life ? step() : undefined))
      .catch(() => {
        if (mine === life) events.failed();
      });
  }

  function watch(connection: RTCPeerConnection): void {
    let healing: ReturnType<typeof setTimeout> | undefined;
    connection.onconnectionstatechange = () => {
      clearTimeout(healing);
      const mine = connection === send || connection === receive;
      if (!mine) return;
      if (connection.connectionState === "failed") events.failed();
      if (connection.connectionState === "disconnected")
        healing = setTimeout(
          () => (connection === send || connection === receive) && connection.connectionState === "disconnected" && events.failed(),
          HEAL_MS,
        );
      events.changed();
    };
  }

  function drop(): void {
    life += 1;
    for (const connection of [send, receive]) {
      if (!connection) continue;
      connection.onconnectionstatechange = null;
      connection.onicecandidate = null;
      connection.ontrack = null;
      connection.close();
    }
    send = undefined;
    receive = undefined;
    chain = Promise.resolve();
  }

  function trickle(connection: RTCPeerConnection, pc: "send" | "receive"): void {
    connection.onicecandidate = ({ candidate }) => {
      const said = candidate?.toJSON();
      if (said && !said.candidate) return;
      events.say({
        type: "candidate",
        pc,
        candidate: said
          ? { candidate: said.candidate ?? "", sdpMid: said.sdpMid ?? null, sdpMLineIndex: said.sdpMLineIndex ?? null }
          : null,
      });
    };
  }

  async function answer(sdp: string): Promise<void> {
    if (!receive) {
      receive = new RTCPeerConnection();
      watch(receive);
      trickle(receive, "receive");
      receive.ontrack = ({ track }) => {
        // A person's later track replaces the earlier one of its kind.
        for (const old of remote.getTracks()) if (old.kind === track.kind && old !== track) remote.removeTrack(old);
        if (!remote.getTracks().includes(track)) remote.addTrack(track);
        events.changed();
      };
    }
    await receive.setRemoteDescription({ type: "offer", sdp });
    await receive.setLocalDescription();
    events.say({ type: "answer", pc: "receive", sdp: receive.localDescription?.sdp ?? "" });
  }

  return {
    remote,
    start(stream) {
      drop();
      const connection = new RTCPeerConnection();
      send = connection;
      watch(connection);
      trickle(connection, "send");
      const [sound] = stream.getAudioTracks();
      const [picture] = stream.getVideoTracks();
      connection.addTransceiver(sound ?? "audio", { direction: "sendonly", streams: [stream] });
      const video = connection.addTransceiver(picture ?? "video", { direction: "sendonly", streams: [stream] });
      // VP8 everywhere: the engine records it, every browser has it, and its first picture is the fastest.
      const codecs = RTCRtpSender.getCapabilities("video")?.codecs.filter(({ mimeType }) => ["video/VP8", "video/rtx"].includes(mimeType));
      if (codecs?.length) video.setCodecPreferences(codecs);
      inTurn(async () => {
        await connection.setLocalDescription();
        events.say({ type: "offer", pc: "send", sdp: connection.localDescription?.sdp ?? "" });
      });
    },
    take(message) {
      if (message.type === "offer" && message.pc === "receive") inTurn(() => answer(message.sdp));
      if (message.type === "answer" && message.pc === "send") {
        const connection = send;
        inTurn(async () => connection?.setRemoteDescription({ type: "answer", sdp: message.sdp }));
      }
      if (message.type === "candidate") {
        const connection = message.pc === "send" ? send : receive;
        const candidate = message.candidate;
        if (candidate) inTurn(async () => connection?.addIceCandidate(candidate as RTCIceCandidateInit));
      }
    },
    replace(stream) {
      for (const sender of send?.getSenders() ?? []) {
        const track = stream.getTracks().find(({ kind }) => kind === sender.track?.kind);
        if (track && track !== sender.track) void sender.replaceTrack(track);
      }
    },
    async stats() {
      return { receive: (await receive?.getStats()) ?? null, send: (await send?.getStats()) ?? null };
    },
    stop: drop,
  };
}
