import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { MAGIC, watchGrowth } from "./recording-files.ts";

test("a file that was begun on a full disk and goes on without its beginning is as good as missing", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-growth-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const fileOf = (person: string) => path.join(folder, `videoroom-visit-user-${person}-1-audio-0.mjr.part`);
  writeFileSync(fileOf("family"), `${MAGIC}and more`);
  writeFileSync(fileOf("resident"), "");
  const expected = ["family", "resident"].map((participantId) => ({ participantId, kind: "audio" as const }));
  const growth = watchGrowth(folder, "visit");
  assert.equal((await growth.look(expected)).missing, 0, "an empty file may still get its beginning");
  for (const person of ["family", "resident"]) appendFileSync(fileOf(person), "packets".repeat(20));
  assert.deepEqual(await growth.look(expected).then(({ missing, grown }) => ({ missing, grown })), { missing: 1, grown: false });
  writeFileSync(fileOf("resident"), `${MAGIC}packets`);
  assert.equal((await growth.look(expected)).missing, 0);
});

test("a still or dark picture stands for longer before it is doubted; a sound that stands is doubted at once", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-growth-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const fileOf = (kind: string) => path.join(folder, `videoroom-visit-user-family-1-${kind}-0.mjr.part`);
  for (const kind of ["audio", "video"]) writeFileSync(fileOf(kind), MAGIC);
  const growth = watchGrowth(folder, "visit");
  const look = async (seconds: number, slow = false) => {
    const expected = (["audio", "video"] as const).map((kind) => ({ participantId: "family", kind, slow }));
    const { grown, stands } = await growth.look(expected, seconds * 1000);
    return { grown, stands };
  };
  assert.deepEqual(await look(0), { grown: false, stands: false });
  for (let at = 5; at <= 15; at += 5) {
    appendFileSync(fileOf("audio"), "a block");
    assert.deepEqual(await look(at), { grown: true, stands: false }, `${at} s without a block of the picture`);
  }
  appendFileSync(fileOf("audio"), "a block");
  assert.equal((await look(21)).stands, true, "whoever sends moving pictures fills a block by then");
  assert.equal((await look(21, true)).stands, false, "single pictures may take longer");
  assert.equal((await look(28, true)).stands, true, "seven seconds without sound");
  appendFileSync(fileOf("audio"), "a block");
  assert.equal((await look(91, true)).stands, true, "not even single pictures in a minute and a half");
});
