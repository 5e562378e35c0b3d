import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { openBlobs } from "./blobs.ts";

const folder = mkdtempSync(path.join(tmpdir(), "throughline-blobs-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const blobs = openBlobs(folder);
const fileOf = (id: string) => path.join(folder, id.slice(-2), id);
const pieces = (bytes: Buffer, size: number) =>
  Readable.from(Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size)));

for (const length of [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000]) {
  test(`${length} bytes come back as they went in, whole and in part`, async () => {
    const bytes = randomBytes(length);
    const stored = await blobs.put(pieces(bytes, 7_001));
    assert.equal(stored.bytes, length);
    assert.deepEqual(await buffer(blobs.read(stored)), bytes);
    for (const [start, end] of [
      [0, 0],
      [length - 1, length - 1],
      [65_530, 65_540],
      [65_536, length - 1],
      [1, 131_071],
    ] as const) {
      if (start < 0 || start > end || end >= length) continue;
      assert.deepEqual(await buffer(blobs.read(stored, { start, end })), bytes.subarray(start, end + 1));
    }
  });
}

test("what lies on the disk is not what was put in, and another key does not open it", async () => {
  const words = Buffer.from("a mother's words ".repeat(20));
  const stored = await blobs.put(pieces(words, 64));
  assert.ok(!readFileSync(fileOf(stored.id)).includes("mother"));
  await assert.rejects(buffer(blobs.read({ ...stored, key: randomBytes(32) })));
});

test("a file that was changed or cut short is refused, never handed out as if whole", async () => {
  const bytes = randomBytes(200_000);
  const changed = await blobs.put(pieces(bytes, 10_000));
  const inside = readFileSync(fileOf(changed.id));
  inside[100] = (inside[100] ?? 0) ^ 1;
  writeFileSync(fileOf(changed.id), inside);
  await assert.rejects(buffer(blobs.read(changed)));
  const cut = await blobs.put(pieces(bytes, 10_000));
  truncateSync(fileOf(cut.id), 2 * (65_536 + 16));
  await assert.rejects(buffer(blobs.read(cut)));
  await assert.rejects(buffer(blobs.read(cut, { start: 140_000, end: 140_010 })));
});

test("a source that fails leaves nothing behind", async () => {
  const before = readdirSync(folder, { recursive: true }).filter((name) => String(name).length > 3).length;
  async function* failing() {
    yield randomBytes(100_000);
    throw new Error("the camera went away");
  }
  await assert.rejects(blobs.put(failing()), /camera/);
  assert.equal(readdirSync(folder, { recursive: true }).filter((name) => String(name).length > 3).length, before);
});
