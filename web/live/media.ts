import type { PictureMode, Signal } from "#contracts/live.ts";

/** The page's two peer connections: one sends, one receives. The page offers the first, the server the second. */
export interface Media {
  /** Makes the sending connection ready before it is wanted: nothing leaves this page. What it will receive may be made ready meanwhile. */
  prepare(stream: MediaStream): void;
  /** There are other ways to connect than when it was made ready: what waits is made again by them. What runs goes on. */
  newWays(): void;
  /** Begins, or begins anew, to send this stream. Whatever ran before is dropped. */
  start(stream: MediaStream): void;
  take(message: Signal): void;
  /** The server begins anew with what a waiting page will receive. */
  forgetReceive(): void;
  /** How this page's own picture goes out, until it is told otherwise or begins anew: what the others' lines can carry. */
  sendPicture(mode: PictureMode, shrink?: number): void;
  /** Swaps in fresh tracks, for instance after a phone took the camera away. */
  replace(stream: MediaStream): void;
  /** What is received, by the seat of who sends it. */
  people: ReadonlyMap<string, MediaStream>;
  /** How loud each is now, 0 to 1, as their own packets say (RFC 6464). */
  levels(): ReadonlyMap<string, number>;
  stats(): Promise<{ receive: RTCStatsReport | null; send: RTCStatsReport | null }>;
  stop(): void;
}
export interface MediaEvents {
  /** A fresh connection, by the ways that this page knows of now. */
  connection(): RTCPeerConnection;
  say(message: Signal): void;
  /** A connection is gone for good or for too long: the leg must start anew. */
  failed(): void;
  /** The first sound of the other side arrived over a new connection. */
  heard(): void;
  /** Tracks came or went, or a connection came up. */
  changed(): void;
}

/** A loss of four seconds heals by itself; after that a new start is faster. */
const HEAL_MS = 4000;

/** Where the picture has given way already, sound gives a little too. */
const SOUND_BITS = { moving: 32_000, stills: 24_000, none: 16_000 } as const;
const STILLS_PER_SECOND = 1;

/** Holds a sender to what is asked; one that is not connected yet has nothing to hold. */
async function hold(sender: RTCRtpSender, mode: PictureMode, shrink: number): Promise<void> {
  const parameters = sender.getParameters();
  const encoding = parameters.encodings[0];
  if (!encoding) return;
  if (sender.track?.kind === "audio") encoding.maxBitrate = SOUND_BITS[mode];
  else {
    encoding.active = mode !== "none";
    encoding.scaleResolutionDownBy = shrink;
    if (mode === "stills") encoding.maxFramerate = STILLS_PER_SECOND;
    else delete encoding.maxFramerate;
  }
  await sender.setParameters(parameters);
}

function shut(connection: RTCPeerConnection): void {
  connection.onconnectionstatechange = null;
  connection.onicecandidate = null;
  connection.ontrack = null;
  connection.close();
}

/** Makes the media half of a room; nothing is sent before `start`. */
export function createMedia(events: MediaEvents): Media {
  let send: RTCPeerConnection | undefined;
  let receive: RTCPeerConnection | undefined;
  let life = 0;
  /** Between our offer and its answer, whatever else arrives belongs to connections that are gone. */
  let unanswered = false;
  let started = false;
  /** Which of this page's sending connections it is, for the server's answer. */
  let attempt = 0;
  let mode: PictureMode = "moving";
  let shrink = 1;
  let ready: { stream: MediaStream; connection: RTCPeerConnection } | undefined;
  const people = new Map<string, MediaStream>();
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

  /** The engine names a stream after the seat of who sends it. A later track of a kind replaces the earlier one. */
  function sort(track: MediaStreamTrack, sender: string): void {
    const stream = people.get(sender) ?? new MediaStream();
    for (const old of stream.getTracks()) if (old.kind === track.kind && old !== track) stream.removeTrack(old);
    stream.addTrack(track);
    people.set(sender, stream);
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
    mode = "moving";
    shrink = 1;
    unanswered = false;
    started = false;
    dropSend();
    dropReceive();
    chain = Promise.resolve();
  }
  function dropSend(): void {
    if (send) shut(send);
    send = undefined;
    ready = undefined;
  }
  function dropReceive(): void {
    if (receive) shut(receive);
    receive = undefined;
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
    const connection = receive ?? openReceive();
    receive = connection;
    await connection.setRemoteDescription({ type: "offer", sdp });
    if (connection !== receive) return;
    await connection.setLocalDescription();
    if (connection === receive) events.say({ type: "answer", pc: "receive", sdp: connection.localDescription?.sdp ?? "" });
  }

  function openReceive(): RTCPeerConnection {
    const connection = events.connection();
    watch(connection);
    trickle(connection, "receive");
    connection.ontrack = ({ track, streams }) => {
      sort(track, streams[0]?.id ?? "");
      if (track.kind === "audio") track.addEventListener("unmute", () => events.heard(), { once: true });
      events.changed();
    };
    return connection;
  }

  function openSend(stream: MediaStream): RTCPeerConnection {
    const connection = events.connection();
    send = connection;
    watch(connection);
    const [sound] = stream.getAudioTracks();
    const [picture] = stream.getVideoTracks();
    connection.addTransceiver(sound ?? "audio", { direction: "sendonly", streams: [stream] });
    const video = connection.addTransceiver(picture ?? "video", { direction: "sendonly", streams: [stream] });
    // VP8 everywhere: the engine records it, every browser has it, and its first picture is the fastest.
    const codecs = RTCRtpSender.getCapabilities("video")?.codecs.filter(({ mimeType }) => ["video/VP8", "video/rtx"].includes(mimeType));
    if (codecs?.length) video.setCodecPreferences(codecs);
    inTurn(async () => {
      // One that was replaced meanwhile describes nothing any more.
      if (connection === send)
        await connection.setLocalDescription().catch((error) => (connection === send ? Promise.reject(error) : undefined));
    });
    return connection;
  }

  return {
    people,
    levels() {
      const receivers = receive?.getReceivers() ?? [];
      return new Map(
        [...people].map(([sender, stream]) => {
          const sound = receivers.find(({ track }) => track.kind === "audio" && stream.getTracks().includes(track));
          return [sender, sound?.getSynchronizationSources()[0]?.audioLevel ?? 0];
        }),
      );
    },
    prepare(stream) {
      if (started || ready?.stream === stream) return;
      dropSend();
      ready = { stream, connection: openSend(stream) };
    },
    newWays() {
      if (started) return;
      const waiting = ready?.stream;
      drop();
      if (waiting) ready = { stream: waiting, connection: openSend(waiting) };
    },
    start(stream) {
      // A first start drops nothing, so nothing that arrives can belong to what was dropped.
      if (started) {
        drop();
        unanswered = true;
      }
      started = true;
      attempt += 1;
      const waiting = ready?.stream === stream ? ready.connection : undefined;
      if (!waiting) dropSend();
      ready = undefined;
      const connection = waiting ?? openSend(stream);
      inTurn(async () => {
        // Candidates found while it waited stand in the description itself; later ones follow one by one.
        const sdp = connection.localDescription?.sdp ?? "";
        trickle(connection, "send");
        if (connection === send) events.say({ type: "offer", pc: "send", sdp, attempt });
      });
    },
    take(message) {
      const answered = message.type === "answer" && message.pc === "send";
      // An answer to a connection that was dropped before it came.
      if (answered && message.attempt !== undefined && message.attempt !== attempt) return;
      if (unanswered && !answered) return;
      unanswered = false;
      if (message.type === "offer" && message.pc === "receive") inTurn(() => answer(message.sdp));
      if (answered) {
        const connection = send;
        inTurn(async () => connection?.setRemoteDescription({ type: "answer", sdp: message.sdp }));
      }
      if (message.type === "candidate") {
        const connection = message.pc === "send" ? send : receive;
        const candidate = message.candidate;
        if (candidate) inTurn(async () => connection?.addIceCandidate(candidate as RTCIceCandidateInit));
      }
    },
    forgetReceive: () => inTurn(async () => dropReceive()),
    sendPicture(wanted, divided = 1) {
      mode = wanted;
      shrink = divided;
      const connection = send;
      inTurn(async () => {
        // What was asked meanwhile counts; a sender that cannot be held is none that must begin anew.
        if (connection === send) for (const sender of send?.getSenders() ?? []) await hold(sender, mode, shrink).catch(() => undefined);
      });
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
