import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** One packet of a recorded picture or sound, without the header that each sender writes anew. */
export interface ClipPacket {
  /** When it leaves, counted from the clip's beginning. */
  atMs: number;
  /** The last of its frame. */
  marker: boolean;
  payload: Buffer;
}

/** A few seconds of somebody's picture and sound, sent again and again. */
export interface Clip {
  picture: ClipPacket[];
  sound: ClipPacket[];
  seconds: number;
}

export const FRAMES_PER_SECOND = 30;
export const SOUND_PACKET_MS = 20;
/** What a browser sends of one person in a good light; a test that has many rooms beside the server asks for less. */
const AS_A_BROWSER = { seconds: 8, pictureKbps: 430, size: "640x480" };
const SOUND_KBPS = 32;
/** A whole picture now and then, as the engine's recording and a viewer who comes late ask of a browser. */
const FRAMES_A_KEYFRAME = 120;
const PAYLOAD_BYTES_MAX = 1100;

/** Encodes the clip with the machine's own ffmpeg, and cuts it into packets as a browser does (RFC 7741, RFC 7587). */
export async function makeClip({ seconds, pictureKbps, size } = AS_A_BROWSER): Promise<Clip> {
  const folder = await mkdtemp(path.join(tmpdir(), "throughline-clip-"));
  try {
    const [picture, sound] = [path.join(folder, "picture.ivf"), path.join(folder, "sound.ogg")];
    const rate = `${pictureKbps}k`;
    const held = ["-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate, "-g", String(FRAMES_A_KEYFRAME)];
    const live = ["-deadline", "realtime", "-cpu-used", "8", "-auto-alt-ref", "0", "-lag-in-frames", "0", "-error-resilient", "1"];
    await encode(seconds, `testsrc2=size=${size}:rate=30,noise=alls=8:allf=t`, ["-c:v", "libvpx", ...held, ...live, picture]);
    const spoken = ["-c:a", "libopus", "-b:a", `${SOUND_KBPS}k`, "-vbr", "off", "-frame_duration", String(SOUND_PACKET_MS)];
    await encode(seconds, "anoisesrc=amplitude=0.1:color=pink:sample_rate=48000", [...spoken, "-page_duration", "1", sound]);
    return {
      picture: ivfFrames(await readFile(picture)).flatMap(framePackets),
      sound: oggPackets(await readFile(sound)).map((payload, at) => ({ atMs: at * SOUND_PACKET_MS, marker: false, payload })),
      seconds,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function encode(seconds: number, source: string, output: string[]): Promise<void> {
  const input = ["-f", "lavfi", "-i", source, "-t", String(seconds)];
  await promisify(execFile)("ffmpeg", ["-hide_banner", "-loglevel", "error", "-y", ...input, ...output], { timeout: 120_000 });
}

/** The frames of an IVF file: a header of 32 bytes, then twelve before each frame. */
function ivfFrames(file: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 32; at + 12 <= file.length; ) {
    const length = file.readUInt32LE(at);
    frames.push(file.subarray(at + 12, at + 12 + length));
    at += 12 + length;
  }
  return frames;
}

/** A frame in packets, each with a descriptor that names its picture. */
function framePackets(frame: Buffer, index: number): ClipPacket[] {
  const packets: ClipPacket[] = [];
  for (let at = 0; at < frame.length; at += PAYLOAD_BYTES_MAX) {
    const part = frame.subarray(at, at + PAYLOAD_BYTES_MAX);
    const descriptor = Buffer.from([at === 0 ? 0x90 : 0x80, 0x80, 0x80 | ((index >> 8) & 0x7f), index & 0xff]);
    packets.push({
      atMs: (index * 1000) / FRAMES_PER_SECOND,
      marker: at + PAYLOAD_BYTES_MAX >= frame.length,
      payload: Buffer.concat([descriptor, part]),
    });
  }
  return packets;
}

/** The packets of an Ogg file that holds none over two pages, without its two headers (RFC 3533, RFC 7845). */
function oggPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  for (let page = file.indexOf("OggS"); page >= 0 && page + 27 <= file.length; ) {
    const lengths = file.subarray(page + 27, page + 27 + (file[page + 26] ?? 0));
    let from = page + 27 + lengths.length;
    let length = 0;
    for (const part of lengths) {
      length += part;
      if (part === 255) continue;
      packets.push(file.subarray(from, from + length));
      from += length;
      length = 0;
    }
    page = from + length;
    if (file.toString("latin1", page, page + 4) !== "OggS") break;
  }
  return packets.slice(2);
}
