import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import path from "node:path";

type Kind = "audio" | "video";

const STAMPS_A_MS = { audio: 48, video: 90 };
const sources: Record<Kind, string[]> = {
  audio: ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-c:a", "libopus", "-ac", "1"],
  video: ["-f", "lavfi", "-i", "testsrc=size=320x240:rate=15", "-c:v", "libvpx", "-deadline", "realtime", "-b:v", "200k"],
};

/** Files as the engine leaves them when both sides of a visit spoke for some seconds: real sound and real pictures. */
export async function writeSegments(folder: string, visitId: string, startedAt: Temporal.Instant, seconds = 2): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tracks = { audio: await packetsOf("audio", seconds), video: await packetsOf("video", seconds) };
  const micros = startedAt.epochMilliseconds * 1000;
  for (const side of ["family", "resident"])
    for (const kind of ["audio", "video"] as const)
      await writeFile(path.join(folder, `videoroom-${visitId}-user-${side}-${micros}-${kind}-0.mjr`), toFile(kind, tracks[kind], micros));
}

const sent = new Map<string, Promise<Buffer[]>>();

/** Made once and used by every visit of a test file: sending takes as long as the sound lasts. */
function packetsOf(kind: Kind, seconds: number): Promise<Buffer[]> {
  const key = `${kind} ${seconds}`;
  const made = sent.get(key) ?? capture(kind, seconds);
  sent.set(key, made);
  return made;
}

/** What ffmpeg would send over the network, packet by packet (RFC 3550). */
async function capture(kind: Kind, seconds: number): Promise<Buffer[]> {
  const socket = createSocket("udp4");
  const packets: Buffer[] = [];
  socket.on("message", (packet) => packets.push(packet));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  // Sent at its own pace, so that no packet is lost on the way.
  const args = ["-v", "error", "-re", "-t", String(seconds), ...sources[kind], "-f", "rtp", `rtp://127.0.0.1:${port}?pkt_size=1200`];
  const ffmpeg = spawn("ffmpeg", args, { stdio: "ignore" });
  await once(ffmpeg, "exit");
  socket.close();
  // Control packets come on the next port, so all of these are media.
  return packets;
}

function toFile(kind: Kind, packets: Buffer[], micros: number): Buffer {
  const about = Buffer.from(JSON.stringify({ t: kind[0], c: kind === "audio" ? "opus" : "vp8", s: micros, u: micros }));
  const first = packets[0]!.readUInt32BE(4);
  const frames = packets.map((packet) => {
    const frame = Buffer.alloc(10);
    frame.write("MEET");
    frame.writeUInt32BE(Math.round(((packet.readUInt32BE(4) - first) >>> 0) / STAMPS_A_MS[kind]), 4);
    frame.writeUInt16BE(packet.length, 8);
    return Buffer.concat([frame, packet]);
  });
  const length = Buffer.alloc(2);
  length.writeUInt16BE(about.length);
  return Buffer.concat([Buffer.from("MJR00002"), length, about, ...frames]);
}
