import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { newId } from "#server/platform/id.ts";
import { AREA, blocksOf, readCode, toneStrength, tones } from "./code.ts";
import { sharedLines } from "./shared-lines.ts";

const run = promisify(execFile);
const READY_SECONDS_MAX = 180;
const TONE_MIN = 0.05;
const RATE = 16_000;

export interface RecordingFound {
  seconds: number;
  /** It plays, and both sides' clocks and tones can be read back out of it. */
  playable: boolean;
  bytes: number;
  timeline: string;
}

/** Reads the recording as staff do: through the door, with a stated purpose, and then looks into the file itself. */
export async function readRecording(browser: Browser, address: string, facilityId: string, visitId: string): Promise<RecordingFound> {
  const context = await browser.newContext();
  const { request } = context;
  const headers = { origin: address };
  await request.post(`${address}/api/demo/doors/boone`, { headers });
  const at = `${address}/api/staff/facilities/${facilityId}/visits/${visitId}`;
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-check-"));
  try {
    const timeline = await whenReady(async () => (await request.get(at)).json() as Promise<StaffVisit>);
    const id = newId();
    const opened = await request.post(`${at}/disclosures`, {
      headers,
      data: { id, purpose: "quality_check", basis: "throughline check visit" },
    });
    if (!opened.ok()) throw new Error(`the recording could not be disclosed: ${await opened.text()}`);
    const body = await (await request.get(`${at}/disclosures/${id}/file`)).body();
    const file = path.join(folder, "visit.mp4");
    writeFileSync(file, body);
    const { stdout } = await run("ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file]);
    const seconds = Number(stdout.trim());
    return { seconds, playable: (await picturesOf(file, seconds)) && (await soundsOf(file)), bytes: body.length, timeline };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await context.close();
  }
}

interface StaffVisit {
  recording: { status: string };
  timeline: { code: string }[];
}

async function whenReady(read: () => Promise<StaffVisit>): Promise<string> {
  for (let waited = 0; waited < READY_SECONDS_MAX * 2; waited++) {
    const visit = await read();
    // The record ends with the line that says so: before it, the sides would differ by that line alone.
    if (visit.recording.status === "ready" && JSON.stringify(visit.timeline).includes('"recording_ready"'))
      return sharedLines(visit.timeline);
    if (visit.recording.status === "failed") throw new Error("the recording failed");
    await delay(500);
  }
  throw new Error("the recording was not ready in time");
}

/** Whether somewhere in the file both halves of the picture carry their own side's clock. */
async function picturesOf(file: string, seconds: number): Promise<boolean> {
  const found = new Set<string>();
  for (let sample = 1; sample <= 9; sample++) {
    const at = (seconds * sample) / 10;
    for (const [half, crop] of [
      ["left", "crop=iw/2:ih:0:0"],
      ["right", "crop=iw/2:ih:iw/2:0"],
    ] as const) {
      const { stdout } = await run(
        "ffmpeg",
        [
          "-v",
          "error",
          "-ss",
          String(at),
          "-i",
          file,
          "-frames:v",
          "1",
          "-vf",
          `${crop},crop=iw*${AREA.width}:ih*${AREA.height}:iw*${AREA.x}:ih*${AREA.y},scale=320:240,format=gray`,
          "-f",
          "rawvideo",
          "-",
        ],
        { encoding: "buffer", maxBuffer: 8 * 1024 * 1024 },
      );
      const code = readCode(blocksOf(new Uint8Array(stdout), 320, 240));
      if (code) found.add(`${half} ${code.side}`);
    }
  }
  const sides = [...found].map((each) => each.split(" ")[1]);
  return sides.includes("family") && sides.includes("resident");
}

async function soundsOf(file: string): Promise<boolean> {
  const { stdout } = await run("ffmpeg", ["-v", "error", "-i", file, "-vn", "-ac", "1", "-ar", String(RATE), "-f", "s16le", "-"], {
    encoding: "buffer",
    maxBuffer: 256 * 1024 * 1024,
  });
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.byteLength / 2));
  // Second by second: a tone that is there half of the time is there.
  const heard = (hertz: number) => {
    let seconds = 0;
    for (let from = 0; from + RATE <= samples.length; from += RATE)
      if (toneStrength(samples.subarray(from, from + RATE), RATE, hertz) > TONE_MIN) seconds++;
    return seconds > 0;
  };
  return heard(tones.family) && heard(tones.resident);
}
