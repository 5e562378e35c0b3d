import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { setInterval as every } from "node:timers/promises";
import type { Page } from "playwright-core";
import { newId } from "#server/platform/id.ts";
import { makeRecordingFile, probe } from "./index.ts";
import { type Harness, inRoom, join, seesFrames, startHarness } from "./testing/harness.ts";

let site: Harness;
before(async () => {
  site = await startHarness();
});
after(() => site.close());

const LENGTH_TOLERANCE_S = 0.5;
const AWAY_MIN_S = 1.5;
const FRAMES_A_SECOND = 20;

async function recordedRoom(recordFolder: string): Promise<{ roomId: string; family: Page; resident: Page }> {
  const roomId = newId();
  await site.media.open({ roomId, kind: "recorded", maxKbps: 600, recordFolder });
  const [family, resident] = [await site.page(roomId, "family"), await site.page(roomId, "resident")];
  await Promise.all([join(family), join(resident)]);
  await Promise.all([seesFrames(family, "resident"), seesFrames(resident, "family")]);
  return { roomId, family, resident };
}

test("a visit with an absence and an engine's death in it becomes one file, with everybody in their place and time", async () => {
  const folder = path.join(site.folder, "visit");
  const { roomId, family, resident } = await recordedRoom(folder);
  assert.deepEqual(await site.media.setRecording(roomId, true), { proven: true });
  await inRoom(family, "shrink");
  await seesFrames(resident, "family", 2 * FRAMES_A_SECOND);
  assert.equal(await site.media.recordingGrowing(roomId), true);

  process.kill(await site.enginePid(), "SIGKILL");
  await Promise.all([seesFrames(family, "resident", FRAMES_A_SECOND), seesFrames(resident, "family", FRAMES_A_SECOND)]);
  assert.deepEqual(await site.media.setRecording(roomId, true), { proven: true });

  await site.media.leave(roomId, "resident");
  const watcher = await site.page(roomId, "officer");
  await inRoom(watcher, "watch");
  await seesFrames(watcher, "family", AWAY_MIN_S * FRAMES_A_SECOND + 10);
  await join(resident);
  await seesFrames(family, "resident", 2 * FRAMES_A_SECOND);

  const segments = await site.media.end(roomId);
  const counts = ["family", "resident"].map((id) => segments.filter((one) => one.participantId === id && one.kind === "video").length);
  assert.deepEqual(counts, [2, 3]);
  for (const { path: file, bytes, sha256 } of segments) {
    const content = await readFile(file);
    assert.equal(content.length, bytes);
    assert.equal(createHash("sha256").update(content).digest("hex"), sha256);
  }

  const progress: number[] = [];
  const outPath = path.join(site.folder, "visit.mp4");
  const masterPath = path.join(site.folder, "visit.mkv");
  const participants = ["family", "resident"];
  const made = await makeRecordingFile({
    segments,
    participants,
    sides: [["family"], ["resident"]],
    outPath,
    masterPath,
    onProgress: (done) => progress.push(done),
  });
  const found = await probe(outPath);
  assert.deepEqual(
    found.streams.map(({ kind, codec, width, height }) => [kind, codec, width, height]),
    [
      ["video", "h264", 1280, 480],
      ["audio", "aac", undefined, undefined],
    ],
  );
  assert.ok(Math.abs(found.seconds - made.seconds) < LENGTH_TOLERANCE_S, JSON.stringify([found, made]));
  assert.equal(progress.at(-1), 1);
  assert.deepEqual(
    progress,
    progress.toSorted((a, b) => a - b),
  );
  assert.equal((await probe(masterPath)).streams.length, segments.length);

  // The made-up camera is bright green: both tiles at the start, the resident's black in the middle of the absence.
  const away = segments.filter((one) => one.participantId === "resident" && one.kind === "video");
  const [before, back] = [away[1]!, away[2]!];
  const middle = ((before.startedAt + before.seconds * 1000 + back.startedAt) / 2 - made.startsAt) / 1000;
  assert.ok(back.startedAt - before.startedAt - before.seconds * 1000 > AWAY_MIN_S * 1000);
  assert.deepEqual(tiles(outPath, 1), ["green", "green"]);
  assert.deepEqual(tiles(outPath, middle), ["green", "black"]);
  assert.deepEqual(tiles(outPath, made.seconds - 0.5), ["green", "green"]);
});

test("what a dead server leaves half written is adopted and still plays", async () => {
  const folder = path.join(site.folder, "adopted");
  const { roomId, family, resident } = await recordedRoom(folder);
  assert.deepEqual(await site.media.setRecording(roomId, true), { proven: true });
  await seesFrames(resident, "family", 2 * FRAMES_A_SECOND);
  // Without the room open nobody closes these files, as when we died with the engine.
  await Promise.all([family.context().close(), resident.context().close()]);
  const ended = await site.media.end(roomId);
  const [first] = ended;
  assert.ok(first);
  execFileSync("mv", [first.path, `${first.path}.part`]);
  await truncate(`${first.path}.part`, first.bytes - 7);

  const { segments: adopted, unreadable } = await site.media.adopt(folder);
  assert.deepEqual(unreadable, []);
  assert.equal(adopted.length, ended.length);
  assert.equal(adopted.find((one) => one.path === first.path)?.startedAt, first.startedAt);
  const outPath = path.join(site.folder, "adopted.mp4");
  const made = await makeRecordingFile({ segments: adopted, participants: [], sides: [], outPath });
  assert.ok(Math.abs((await probe(outPath)).seconds - made.seconds) < LENGTH_TOLERANCE_S);

  // A disk that was full for a moment tears packets in the middle of a file, many times over.
  for (const one of adopted) {
    const content = await readFile(one.path);
    const third = Math.floor(content.length / 3);
    await writeFile(one.path, Buffer.concat([content.subarray(0, third), ...tears(content), content.subarray(third + 100)]));
  }
  const torn = await makeRecordingFile({ segments: adopted, participants: [], sides: [], outPath });
  assert.equal(torn.seconds, made.seconds);
  assert.ok(Math.abs((await probe(outPath)).seconds - made.seconds) < LENGTH_TOLERANCE_S);
});

/** Beginnings of packets, each cut off by the next. */
function tears(content: Buffer): Buffer[] {
  const at = content.indexOf("MEET", content.length / 2, "latin1");
  return Array.from({ length: 200 }, (_, index) => content.subarray(at, at + 1 + (index % 60)));
}

test("a full disk: no recording starts, and one that filled up in the middle is noticed", async () => {
  const disk = path.join(site.folder, "disk");
  await mkdir(disk);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", disk]);
  try {
    const { roomId, family, resident } = await recordedRoom(path.join(disk, "visit"));
    assert.deepEqual(await site.media.setRecording(roomId, true), { proven: true });
    await writeFile(path.join(disk, "ballast"), Buffer.alloc(4_000_000)).catch(() => undefined);
    for await (const _ of every(500)) if (!(await site.media.recordingGrowing(roomId))) break;
    assert.deepEqual(await site.media.setRecording(roomId, true), { proven: false, reason: "disk_full" });
    await Promise.all([family.context().close(), resident.context().close()]);
    await site.media.end(roomId);
  } finally {
    execFileSync("umount", ["-l", disk]);
  }
});

test("the engine says a recording runs where it could open no file: not believed", async () => {
  const folder = path.join(site.folder, "a-file-in-the-way");
  const { roomId, family, resident } = await recordedRoom(folder);
  // The engine was told this folder; now something else has its name.
  execFileSync("sh", ["-c", 'rmdir "$0" && ln -s /proc/self "$0"', folder]);
  const proof = await site.media.setRecording(roomId, true);
  assert.equal(proof.proven, false);
  await Promise.all([family.context().close(), resident.context().close()]);
  await site.media.end(roomId);
});

/** The colour in the middle of each half of the picture at this second. */
function tiles(file: string, second: number): string[] {
  return [0, 640].map((x) => {
    const crop = `crop=600:400:${x + 20}:40,scale=1:1`;
    const pixel = execFileSync("ffmpeg", [
      "-v",
      "error",
      "-ss",
      String(second),
      "-i",
      file,
      "-frames:v",
      "1",
      "-vf",
      crop,
      "-pix_fmt",
      "rgb24",
      "-f",
      "rawvideo",
      "-",
    ]);
    return pixel[1]! > 80 ? "green" : "black";
  });
}
