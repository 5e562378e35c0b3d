import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { copyWhole, type Piece, readPieces, wellFormed } from "./segment-file.ts";

const folder = mkdtempSync(path.join(tmpdir(), "throughline-segment-"));
after(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, "one.mjr");

const STARTED_AT = Date.now() - 60_000;
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

function numbered(packet: Uint8Array, number: number): Uint8Array {
  const buffer = Buffer.from(packet);
  buffer.writeUInt8(0x80, 0);
  buffer.writeUInt16BE(number, 2);
  return buffer;
}
async function piecesOf(content: Buffer): Promise<Piece[]> {
  writeFileSync(file, content);
  return Array.fromAsync(readPieces(file));
}
const packets = fc.array(fc.uint8Array({ minLength: 12, maxLength: 1500 }), { minLength: 2, maxLength: 90 });

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
      const frames = all.map((packet, index) => frame(index * 20, numbered(packet, index)));
      const kept = Math.floor(part * (frames[torn]!.length - 1));
      // Where what is missing is just as long as some that follow, nothing could tell.
      let rest = frames[torn]!.length - kept;
      for (const next of frames.slice(torn + 1)) rest -= rest > 0 ? next.length : 0;
      fc.pre(rest !== 0);
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

test("what a sender puts into a packet ends nothing and begins nothing: a mark, a whole frame, a clock of its own", async () => {
  const hostile = [
    Buffer.from("....MEET...."),
    frame(4_000_000_000, Buffer.alloc(20)),
    Buffer.concat([Buffer.alloc(12), frame(7, Buffer.alloc(30))]),
  ];
  for (const inner of hostile) {
    const all = Array.from({ length: 50 }, (_, index) =>
      frame(index * 20, numbered(Buffer.concat([Buffer.alloc(12, 0x80), inner]), index)),
    );
    const read = (await piecesOf(Buffer.concat([header, ...all]))).flatMap((piece) => (piece.kind === "packet" ? [piece.ms] : []));
    assert.deepEqual(
      read,
      all.map((_, index) => index * 20),
    );
  }
});

test("a packet that comes twice is copied once, and so is one of a number that comes round again", async () => {
  const once = Array.from({ length: 70_000 }, (_, index) =>
    frame(Math.floor(index / 10), numbered(Buffer.alloc(12, 0x80), index % 65_536)),
  );
  await piecesOf(Buffer.concat([header, ...once.slice(0, 20), ...once.slice(10), ...once.slice(-5)]));
  const copy = path.join(folder, "copy.mjr");
  await copyWhole(file, copy);
  assert.deepEqual(readFileSync(copy), Buffer.concat([header, ...once]));
});

test("a packet whose header does not lie within it is no packet", () => {
  const body = Buffer.alloc(40, 1);
  const packet = (first: number, ...rest: number[]) =>
    Buffer.concat([Buffer.from([first, 111]), Buffer.alloc(10), Buffer.from(rest), body]);
  assert.ok(wellFormed(packet(0x80)));
  assert.ok(wellFormed(packet(0x90, 0xbe, 0xde, 0, 1, 0x10, 0x7f, 0, 0)));
  assert.ok(wellFormed(packet(0x82, 0, 0, 0, 1, 0, 0, 0, 2)));
  assert.ok(!wellFormed(packet(0x40)), "another version");
  assert.ok(!wellFormed(packet(0x8f).subarray(0, 40)), "more sources than bytes");
  assert.ok(!wellFormed(packet(0x90, 0xbe, 0xde, 0x45, 0x54)), "an extension longer than the packet");
  assert.ok(!wellFormed(packet(0x90, 0xbe, 0xde, 0, 1, 0x1f, 0, 0, 0)), "an element longer than the extension");
  assert.ok(!wellFormed(Buffer.alloc(1501, 0x80)), "longer than any packet on a line");
});

test("a file without a header, or cut off in it, gives nothing", async () => {
  const torn = Buffer.concat([header.subarray(0, 30), Buffer.alloc(100, 1), header.subarray(30)]);
  for (const content of [Buffer.alloc(0), header.subarray(0, 30), torn, Buffer.alloc(50_000_000)])
    assert.deepEqual(await piecesOf(content), []);
});
