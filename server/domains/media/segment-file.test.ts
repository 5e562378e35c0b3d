import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { copyWhole, type Piece, readPieces } from "./segment-file.ts";

const folder = mkdtempSync(path.join(tmpdir(), "throughline-segment-"));
after(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, "one.mjr");

const STARTED_AT = 1_790_000_000_123;
const header = (() => {
  const json = Buffer.from(JSON.stringify({ t: "a", c: "opus", s: STARTED_AT * 1000 - 900, u: STARTED_AT * 1000 }));
  const prefix = Buffer.alloc(10);
  prefix.write("MJR00002", "latin1");
  prefix.writeUInt16BE(json.length, 8);
  return Buffer.concat([prefix, json]);
})();
const frame = (ms: number, packet: Uint8Array) => {
  const head = Buffer.alloc(10);
  head.write("MEET", "latin1");
  head.writeUInt32BE(ms, 4);
  head.writeUInt16BE(packet.length, 8);
  return Buffer.concat([head, packet]);
};

async function piecesOf(content: Buffer): Promise<Piece[]> {
  writeFileSync(file, content);
  return Array.fromAsync(readPieces(file));
}
// No packet of theirs holds the mark itself: sixteen letters of chance in real ones, and then one packet is lost.
const packets = fc.array(
  fc.uint8Array({ minLength: 12, maxLength: 1500 }).filter((one) => !Buffer.from(one).includes("M")),
  { minLength: 2, maxLength: 90 },
);

test("a whole file gives its clock and every packet", async () => {
  await fc.assert(
    fc.asyncProperty(packets, async (all) => {
      const [first, ...rest] = await piecesOf(Buffer.concat([header, ...all.map((packet, index) => frame(index * 20, packet))]));
      assert.ok(first?.kind === "header");
      assert.equal(first.startedAt, STARTED_AT);
      assert.deepEqual(
        rest.map((piece) => piece.kind === "packet" && [piece.ms, new Uint8Array(piece.packet)]),
        all.map((packet, index) => [index * 20, packet]),
      );
    }),
    { numRuns: 30 },
  );
});

test("a packet that a full disk tore is passed over, and what was written behind it is read", async () => {
  await fc.assert(
    fc.asyncProperty(packets, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), async (all, which, part) => {
      const torn = which % all.length;
      const frames = all.map((packet, index) => frame(index * 20, packet));
      const kept = Math.floor(part * (frames[torn]!.length - 1));
      const content = Buffer.concat([header, ...frames.map((one, index) => (index === torn ? one.subarray(0, kept) : one))]);
      const read = (await piecesOf(content)).flatMap((piece) => (piece.kind === "packet" ? [piece.ms / 20] : []));
      // The one before may go with it: where it ends there is not the mark of another.
      const may = [torn - 1, torn];
      assert.deepEqual(
        read.filter((index) => !may.includes(index)),
        all.map((_, index) => index).filter((index) => !may.includes(index)),
      );
      assert.ok(!read.includes(torn), "what was torn is not read");
      const copy = path.join(folder, "copy.mjr");
      await copyWhole(file, copy);
      assert.deepEqual(readFileSync(copy), Buffer.concat([header, ...read.map((index) => frames[index]!)]));
    }),
    { numRuns: 60 },
  );
});

test("a file without a header, or cut off in it, gives nothing", async () => {
  for (const content of [Buffer.alloc(0), header.subarray(0, 30), Buffer.from("something else")])
    assert.deepEqual(await piecesOf(content), []);
});
