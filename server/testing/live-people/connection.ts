import { createCipheriv } from "node:crypto";
import type { Socket } from "node:dgram";
import { MediaStreamTrack, useOPUS as opus, RTCPeerConnection, type RTCRtpCodecParameters, useVP8 as vp8 } from "werift";
import type { ClipPacket } from "./clip.ts";

/** One made-up peer connection: werift finds the path and agrees on the keys; packets then pass by it, because its own way costs ten times as much. */
export interface Connection {
  offer(): Promise<string>;
  accept(answer: string): Promise<void>;
  answer(offer: string): Promise<string>;
  candidate(candidate: { candidate: string; sdpMid: string | null; sdpMLineIndex: number | null }): Promise<void>;
  /** Resolves when packets can pass. */
  up: Promise<void>;
  sendSound(packet: ClipPacket, timestamp: number): void;
  sendPicture(packet: ClipPacket, timestamp: number): void;
  received(): Received;
  /** While it is cut no packet passes, in either direction; nobody is told. */
  cut(isCut: boolean): void;
  close(): Promise<void>;
}

/** What arrived so far, counted by the headers, which are not encrypted. */
export interface Received {
  sound: number;
  picture: number;
  frames: number;
  lost: number;
  bytes: number;
  /** Time without sound once it had begun, as a browser fills it up with something that nobody said; what comes late does not bring it back. */
  concealedMs: number;
  /** `performance.now()` of the first packet of picture; null before it. */
  firstAt: number | null;
  sent: number;
}

const PICTURE_TYPE = 96;
const SOUND_TYPE = 111;
const HEADER_BYTES = 12;
const TAG_BYTES = 16;
/** What a browser holds ready to play, about. */
const HELD_SOUND_MS = 60;

/** What of werift's insides is used: the keys it agreed on, and the socket under it. */
interface Insides {
  srtp?: { localContext: { srtpSessionKey: Buffer; srtpSessionSalt: Buffer } };
  onStateChange: { subscribe(heard: (state: string) => void): void };
  iceTransport: {
    connection: {
      nominated?: { protocol: { transport: Transport }; remoteAddr: readonly [string, number] };
      onData: { subscribe(heard: (data: Buffer) => void): { unSubscribe(): void }; execute(data: Buffer): void };
    };
  };
}
interface Transport {
  socket: Socket;
  onData(data: Buffer, from: [string, number]): void;
  send(data: Buffer, to?: [string, number]): Promise<void>;
}

/** Opens one end; `address` is the only one it uses, and `heard` is called for each packet of sound or picture that arrives. */
export function openConnection(address: string, heard?: () => void): Connection {
  const codecs = {
    audio: [opus({ payloadType: SOUND_TYPE }) as RTCRtpCodecParameters],
    video: [vp8({ payloadType: PICTURE_TYPE }) as RTCRtpCodecParameters],
  };
  const peer = new RTCPeerConnection({
    codecs,
    bundlePolicy: "max-bundle",
    iceServers: [],
    iceUseIpv6: false,
    iceInterfaceAddresses: { udp4: address },
    headerExtensions: { audio: [], video: [] },
  });
  const count: Received = { sound: 0, picture: 0, frames: 0, lost: 0, bytes: 0, concealedMs: 0, firstAt: null, sent: 0 };
  let soundAt: number | null = null;
  const lackedMs = () => (soundAt === null ? 0 : Math.max(0, performance.now() - soundAt - HELD_SOUND_MS));
  const types = new Map<number, "sound" | "picture">([
    [SOUND_TYPE, "sound"],
    [PICTURE_TYPE, "picture"],
  ]);
  const lastOf = new Map<number, number>();
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  let sealSound: Seal | undefined;
  let sealPicture: Seal | undefined;
  let socket: Socket | undefined;
  let closed = false;
  let isCut = false;
  let holding = false;
  const ssrcs: number[] = [];

  peer.connectionStateChange.subscribe((state) => {
    if (state === "connected" && !socket) takeOver();
    if (state === "failed") ready.reject(new Error("a made-up connection found no path"));
  });

  const insidesOf = () => peer.dtlsTransports[0] as unknown as Insides;

  /** What the engine says before werift listens is kept for it: else the engine says it again a whole second later. */
  function holdEarly(): void {
    if (holding) return;
    holding = true;
    const { iceTransport, onStateChange } = insidesOf();
    const early: Buffer[] = [];
    const { unSubscribe } = iceTransport.connection.onData.subscribe((data) => void early.push(data));
    onStateChange.subscribe((state) => {
      if (state !== "connecting") return;
      unSubscribe();
      setImmediate(() => early.forEach((data) => void iceTransport.connection.onData.execute(data)));
    });
  }

  function takeOver(): void {
    const insides = insidesOf();
    const pair = insides.iceTransport.connection.nominated;
    const keys = insides.srtp?.localContext;
    if (!pair || !keys) return ready.reject(new Error("a made-up connection has no keys"));
    const { transport } = pair.protocol;
    const [host, port] = pair.remoteAddr;
    socket = transport.socket;
    socket.removeAllListeners("message");
    // The engine has closed its end: whoever waits for packets sees that none come.
    socket.on("error", () => undefined);
    socket.on("message", (bytes, from) => {
      if (isCut) return;
      const [first = 0, second = 0] = bytes;
      if (first < 128 || first > 191) transport.onData(bytes, [from.address, from.port]);
      else if (second < 192 || second > 223) note(bytes, second);
    });
    socket.connect(port, host, () => {
      transport.send = async (data) => {
        if (!isCut) socket?.send(data);
      };
      sealSound = sealer(keys, SOUND_TYPE, ssrcs[0] ?? 0);
      sealPicture = sealer(keys, PICTURE_TYPE, ssrcs[1] ?? 0);
      ready.resolve();
    });
  }

  function note(bytes: Buffer, second: number): void {
    const kind = types.get(second & 0x7f);
    if (!kind || bytes.length < HEADER_BYTES) return;
    const sequence = bytes.readUInt16BE(2);
    const ssrc = bytes.readUInt32BE(8);
    const gap = (sequence - (lastOf.get(ssrc) ?? sequence - 1)) & 0xffff;
    // One that comes late was counted as lost.
    if (gap < 0x8000 && gap > 0) {
      count.lost += gap - 1;
      lastOf.set(ssrc, sequence);
    } else count.lost = Math.max(0, count.lost - 1);
    count[kind] += 1;
    count.bytes += bytes.length;
    heard?.();
    if (kind === "sound") {
      count.concealedMs += lackedMs();
      soundAt = performance.now();
      return;
    }
    if (second & 0x80) count.frames += 1;
    count.firstAt ??= performance.now();
  }

  function learnTypes(sdp: string): void {
    for (const [, type, name] of sdp.matchAll(/a=rtpmap:(\d+) (opus|VP8)\//gi))
      types.set(Number(type), name?.toLowerCase() === "opus" ? "sound" : "picture");
  }

  function pass(seal: Seal | undefined, packet: ClipPacket, timestamp: number): void {
    if (!seal || !socket || closed || isCut) return;
    count.sent += 1;
    socket.send(seal(packet, timestamp));
  }

  return {
    async offer() {
      for (const kind of ["audio", "video"] as const) {
        const { sender } = peer.addTransceiver(new MediaStreamTrack({ kind }), { direction: "sendonly" });
        ssrcs.push(sender.ssrc);
      }
      await peer.setLocalDescription(await peer.createOffer());
      holdEarly();
      return peer.localDescription?.sdp ?? "";
    },
    accept: (sdp) => peer.setRemoteDescription({ type: "answer", sdp }),
    async answer(sdp) {
      learnTypes(sdp);
      await peer.setRemoteDescription({ type: "offer", sdp });
      holdEarly();
      await peer.setLocalDescription(await peer.createAnswer());
      return peer.localDescription?.sdp ?? "";
    },
    candidate: ({ candidate, sdpMid, sdpMLineIndex }) =>
      peer.addIceCandidate({
        candidate,
        ...(sdpMid === null ? {} : { sdpMid }),
        ...(sdpMLineIndex === null ? {} : { sdpMLineIndex }),
      }),
    up: ready.promise,
    sendSound: (packet, timestamp) => pass(sealSound, packet, timestamp),
    sendPicture: (packet, timestamp) => pass(sealPicture, packet, timestamp),
    received: () => ({ ...count, concealedMs: count.concealedMs + lackedMs() }),
    cut(now) {
      isCut = now;
    },
    async close() {
      closed = true;
      await peer.close().catch(() => undefined);
    },
  };
}

type Seal = (packet: ClipPacket, timestamp: number) => Buffer;

/** Writes and encrypts one stream's packets (RFC 3550, RFC 7714), in one piece of memory each. */
function sealer(keys: { srtpSessionKey: Buffer; srtpSessionSalt: Buffer }, type: number, ssrc: number): Seal {
  const { srtpSessionKey: key, srtpSessionSalt: salt } = keys;
  let sequence = 0;
  let turns = 0;
  const nonce = Buffer.alloc(12);
  const plain = Buffer.alloc(12);
  return ({ payload, marker }, timestamp) => {
    const packet = Buffer.allocUnsafe(HEADER_BYTES + payload.length + TAG_BYTES);
    packet[0] = 0x80;
    packet[1] = type | (marker ? 0x80 : 0);
    packet.writeUInt16BE(sequence, 2);
    packet.writeUInt32BE(timestamp >>> 0, 4);
    packet.writeUInt32BE(ssrc, 8);
    plain.writeUInt32BE(ssrc, 2);
    plain.writeUInt32BE(turns, 6);
    plain.writeUInt16BE(sequence, 10);
    for (let at = 0; at < 12; at++) nonce[at] = (plain[at] ?? 0) ^ (salt[at] ?? 0);
    const cipher = createCipheriv("aes-128-gcm", key, nonce);
    cipher.setAAD(packet.subarray(0, HEADER_BYTES));
    cipher.update(payload).copy(packet, HEADER_BYTES);
    cipher.final();
    cipher.getAuthTag().copy(packet, HEADER_BYTES + payload.length);
    sequence = (sequence + 1) & 0xffff;
    if (sequence === 0) turns += 1;
    return packet;
  };
}
