import { mkdtemp, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { copyWhole } from "./segment-file.ts";
import { earsOf, keptOf, masterArguments, mixArguments, type Placed, place, type Stretch, wholeOf } from "./timeline.rules.ts";
import { runTool } from "./tool.ts";

export interface RecordingRequest {
  segments: readonly Stretch[];
  /** Left to right, as a viewer will see them. */
  participants: readonly string[];
  /** Who belongs together: the first side is heard on the left, the second on the right; the file begins once somebody of each side had come, and ends when the last of one was gone. */
  sides: readonly (readonly string[])[];
  outPath: string;
  /** Also keep every track as it was sent, in one Matroska file. */
  masterPath?: string;
  /** From 0 to 1. */
  onProgress?(done: number): void;
  timeoutMs?: number;
  signal?: AbortSignal;
}
export interface RecordingMade {
  /** The wall clock at its first moment, in epoch milliseconds. */
  startsAt: number;
  seconds: number;
  bytes: number;
}

/** Longer than any visit takes, and than a timer can count. */
const TIMEOUT_MS_MAX = 24 * 3_600_000;
const CONVERTED_AT = 0.1;
const PROBE_TIMEOUT_MS = 30_000;

/**
 * Makes one playable file (MP4, H.264 and AAC) of all segments of a room: everybody side by side, every voice (the first side's on the left, the second's on the right), each where
 * the wall clock puts it, from when somebody of each of `sides` was there to when one of them had gone. The file appears under its name only when it is whole.
 */
export async function makeRecordingFile(request: RecordingRequest): Promise<RecordingMade> {
  const { segments, outPath, masterPath, signal, onProgress } = request;
  if (segments.length === 0) throw new Error("nothing was recorded");
  const { startsAt, seconds } = wholeOf(segments);
  const kept = keptOf(segments, request.sides);
  const timeoutMs = request.timeoutMs ?? Math.min(TIMEOUT_MS_MAX, 300_000 + seconds * 2000);
  const people = [...new Set([...request.participants, ...segments.map((one) => one.participantId)])];
  const folder = await mkdtemp(path.join(path.dirname(outPath), "making-"));
  try {
    const placed: Placed[] = [];
    for (const [index, segment] of segments.entries()) {
      const file = path.join(folder, `${index}.${segment.kind === "video" ? "webm" : "opus"}`);
      const whole = path.join(folder, `${index}.mjr`);
      const { read, copied } = await copyWhole(segment.path, whole);
      // It held packets when the room was closed: the file is not what it was.
      if (read === 0) throw new Error("a segment cannot be read any more");
      if (copied > 0) await runTool("janus-pp-rec", [whole, file], { timeoutMs, signal });
      await rm(whole);
      // A stretch without one whole picture or sound gives no file.
      if (await stat(file).catch(() => undefined)) placed.push(place(segment, file, startsAt, people));
      onProgress?.((CONVERTED_AT * (index + 1)) / segments.length);
    }
    const made = path.join(folder, "whole.mp4");
    await runTool("ffmpeg", [...QUIET, ...mixArguments(placed, earsOf(people, request.sides), seconds, kept), made], {
      timeoutMs,
      signal,
      onLine: (line) => {
        const done = Number(/^out_time_us=(\d+)/.exec(line)?.[1]) / 1_000_000 / (kept.to - kept.from);
        if (done > 0) onProgress?.(Math.min(1, CONVERTED_AT + (1 - CONVERTED_AT) * done));
      },
    });
    if (masterPath) {
      const master = path.join(folder, "master.mkv");
      await runTool("ffmpeg", [...QUIET, ...masterArguments(placed), master], { timeoutMs, signal });
      await rename(master, masterPath);
    }
    const { size } = await stat(made);
    await rename(made, outPath);
    onProgress?.(1);
    return { startsAt: startsAt + kept.from * 1000, seconds: kept.to - kept.from, bytes: size };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const QUIET = ["-hide_banner", "-loglevel", "error", "-nostdin", "-nostats", "-progress", "pipe:1", "-y"];

const Probed = z.object({
  format: z.object({ duration: z.coerce.number(), size: z.coerce.number() }),
  streams: z.array(
    z.object({ codec_type: z.string(), codec_name: z.string().default(""), width: z.number().optional(), height: z.number().optional() }),
  ),
});
export interface Probe {
  seconds: number;
  bytes: number;
  streams: { kind: string; codec: string; width?: number; height?: number }[];
}

/** What a player would find in a media file; throws when it is none. */
export async function probe(file: string): Promise<Probe> {
  const args = ["-v", "error", "-print_format", "json", "-show_format", "-show_streams", file];
  const { format, streams } = Probed.parse(JSON.parse(await runTool("ffprobe", args, { timeoutMs: PROBE_TIMEOUT_MS })));
  return {
    seconds: format.duration,
    bytes: format.size,
    streams: streams.map(({ codec_type, codec_name, width, height }) => ({
      kind: codec_type,
      codec: codec_name,
      ...(width && height ? { width, height } : {}),
    })),
  };
}
