import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as Y from "yjs";
import type { Seat } from "#contracts/live-limits.ts";
import { type Mark, PAGE_WIDTH, penOf, UPDATE_BYTES_MAX } from "#contracts/together.ts";
import { newId } from "#server/platform/id.ts";
import { openDocument, type Taken } from "./document.ts";

const PAGE = newId();
const SECOND = newId();
const pages = new Set([PAGE, SECOND]);

/** A page's own document, as a browser has it. */
function pen(seat: Seat, random = Math.random()): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = penOf(seat, random);
  return doc;
}
const line = (seat: Seat, points = [1, 2, 3, 4]): Mark => ({ kind: "stroke", id: newId(), seat, colour: "blue", width: "thin", points });
const said = (seat: Seat, words: string): Mark => ({ kind: "words", id: newId(), seat, colour: "red", x: 10, y: 20, words });
const draw = (doc: Y.Doc, mark: unknown, page = PAGE) => doc.getArray(page).push([mark]);
const all = (doc: Y.Doc) => Y.encodeStateAsUpdate(doc);
const refused = (taken: Taken) => (taken.is === "refused" ? taken.code : taken.is);

test("a mark of one's own on a page that there is gets kept, once, and stands in what the other side is told", () => {
  const [mine, theirs] = [pen("family"), pen("resident")];
  const server = openDocument([]);
  draw(mine, line("family"));
  draw(mine, said("family", "Mira, un perro"), SECOND);
  const taken = server.take(all(mine), "family", pages);
  assert.equal(taken.is, "kept");
  assert.equal(server.take(all(mine), "family", pages).is, "nothing");
  if (taken.is === "kept") Y.applyUpdate(theirs, taken.update);
  assert.deepEqual(theirs.getArray(PAGE).toJSON(), mine.getArray(PAGE).toJSON());
  assert.deepEqual(theirs.getArray(SECOND).toJSON(), mine.getArray(SECOND).toJSON());
});

test("what is no mark is refused: another seat's name or pen, unknown keys, wild points, nested types, unknown pages, foreign types", () => {
  const server = openDocument([]);
  const before = server.vector();
  const hostile: [string, (doc: Y.Doc) => void][] = [
    ["another's name", (doc) => draw(doc, line("resident"))],
    ["a key more", (doc) => draw(doc, { ...line("family"), more: "x" })],
    ["a colour of one's own", (doc) => draw(doc, { ...line("family"), colour: "url(//evil)" })],
    ["points off the page", (doc) => draw(doc, line("family", [PAGE_WIDTH + 1, 0]))],
    ["points that are fractions", (doc) => draw(doc, line("family", [0.5, 0]))],
    ["half a point", (doc) => draw(doc, line("family", [1, 2, 3]))],
    ["no points", (doc) => draw(doc, line("family", []))],
    ["too many points", (doc) => draw(doc, line("family", Array(1000).fill(1)))],
    ["long words", (doc) => draw(doc, said("family", "a".repeat(201)))],
    ["no words", (doc) => draw(doc, said("family", "  "))],
    ["plain text", (doc) => draw(doc, "words")],
    ["bytes", (doc) => draw(doc, new Uint8Array(20))],
    ["a map inside", (doc) => draw(doc, new Y.Map())],
    ["an unknown page", (doc) => draw(doc, line("family"), newId())],
    ["a page that is a map", (doc) => doc.getMap(PAGE).set("a", line("family"))],
    ["a page that is text", (doc) => doc.getText(PAGE).insert(0, "hello")],
    ["a sub-document", (doc) => draw(doc, new Y.Doc())],
    ["a list of marks", (doc) => draw(doc, [line("family")])],
  ];
  for (const [why, work] of hostile) {
    const doc = pen("family");
    work(doc);
    assert.equal(refused(server.take(all(doc), "family", pages)), "together.unreadable", why);
  }
  const borrowed = pen("resident");
  draw(borrowed, line("family"));
  assert.equal(refused(server.take(all(borrowed), "family", pages)), "together.not_yours");
  const stranger = new Y.Doc();
  stranger.clientID = 7;
  draw(stranger, line("family"));
  assert.equal(refused(server.take(all(stranger), "family", pages)), "together.not_yours");
  assert.deepEqual(server.vector(), before);
});

test("a mark that hides something in its prototype is refused", () => {
  const doc = pen("family");
  const hidden = line("family");
  draw(doc, { ...hidden, ["_" as string]: 1 });
  const bytes = Buffer.from(all(doc));
  // The key `_` and its number become `__proto__` and an object: what a browser never writes.
  const at = bytes.indexOf(Buffer.from([1, 0x5f, 125, 1]));
  assert.ok(at > 0);
  const evil = Buffer.concat([
    Buffer.from([9]),
    Buffer.from("__proto__"),
    Buffer.from([118, 1, 4]),
    Buffer.from("evil"),
    Buffer.from([125, 1]),
  ]);
  const forged = Buffer.concat([bytes.subarray(0, at), evil, bytes.subarray(at + 4)]);
  assert.equal(refused(openDocument([]).take(forged, "family", pages)), "together.unreadable");
});

test("an eraser takes away one's own lines and nobody else's; clearing a page is the server's", () => {
  const [mine, theirs] = [pen("family"), pen("resident")];
  const server = openDocument([]);
  draw(mine, line("family"));
  draw(theirs, line("resident"));
  server.take(all(mine), "family", pages);
  server.take(all(theirs), "resident", pages);
  Y.applyUpdate(mine, server.beyond()!);
  const own = mine
    .getArray<Mark>(PAGE)
    .toArray()
    .findIndex((mark) => mark.seat === "family");
  mine.getArray(PAGE).delete(own, 1);
  assert.equal(server.take(all(mine), "family", pages).is, "kept");
  mine.getArray(PAGE).delete(0, 1);
  assert.equal(refused(server.take(all(mine), "family", pages)), "together.not_yours");
  const cleared = server.clear(PAGE);
  assert.ok(cleared);
  Y.applyUpdate(theirs, cleared);
  assert.equal(theirs.getArray(PAGE).length, 0);
  assert.equal(server.clear(PAGE), null);
  assert.equal(server.take(all(mine), "family", pages).is, "nothing", "what is gone already can be taken away by anybody");
});

test("an update that comes before one it stands on is sent back for what lacks, and never waits in the document", () => {
  const mine = pen("family");
  const server = openDocument([]);
  const sent: Uint8Array[] = [];
  mine.on("update", (update: Uint8Array) => sent.push(update));
  draw(mine, line("family"));
  draw(mine, line("family"));
  assert.equal(server.take(sent[1]!, "family", pages).is, "lacking");
  mine.getArray(PAGE).delete(0, 1);
  assert.equal(server.take(sent[2]!, "family", pages).is, "lacking");
  assert.equal(server.take(Y.encodeStateAsUpdate(mine, server.vector()), "family", pages).is, "kept");
});

test("a page that has as many marks as a visit may have takes no more, and says that it is full", () => {
  const mine = pen("family");
  const server = openDocument([]);
  const words = () => said("family", "x");
  let taken: Taken = { is: "nothing" };
  for (let round = 0; round < 70 && taken.is !== "refused"; round++) {
    const before = Y.encodeStateVector(mine);
    mine.getArray(PAGE).push(Array.from({ length: 100 }, words));
    taken = server.take(Y.encodeStateAsUpdate(mine, before), "family", pages);
  }
  assert.equal(refused(taken), "together.full");
});

test("bytes after an update, and bytes that are none, are never kept", () => {
  const mine = pen("family");
  draw(mine, line("family"));
  const trailing = Buffer.concat([all(mine), Buffer.from("arbitrary data that nobody reads")]);
  const server = openDocument([]);
  const taken = server.take(trailing, "family", pages);
  assert.ok(taken.is === "kept" && !Buffer.from(taken.update).includes("arbitrary"));
  assert.equal(refused(server.take(Buffer.alloc(UPDATE_BYTES_MAX + 1), "family", pages)), "together.unreadable");
});

/** Reads every page as plain marks, and nothing but marks of these seats may be there. */
function onlyMarks(update: Uint8Array): void {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  for (const name of doc.share.keys()) {
    assert.ok(pages.has(name), name);
    for (const mark of doc.getArray<Mark>(name).toJSON()) assert.ok(mark.kind === "stroke" || mark.kind === "words");
  }
}

test("random bytes, and updates with random bytes changed, never break the document and never get anything but marks into it", () => {
  const genuine = () => {
    const doc = pen("family", 0.5);
    for (let index = 0; index < 4; index++) draw(doc, index % 2 ? line("family") : said("family", "hola"), index < 3 ? PAGE : SECOND);
    doc.getArray(PAGE).delete(1, 1);
    return Buffer.from(all(doc));
  };
  const bytes = genuine();
  const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.oneof(changes, fc.uint8Array({ maxLength: 300 })), (given) => {
      const server = openDocument([]);
      const hostile = Array.isArray(given) ? Buffer.from(bytes) : Buffer.from(given);
      if (Array.isArray(given)) for (const [at, value] of given) hostile[at] = value;
      server.take(hostile, "family", pages);
      const after = pen("resident");
      draw(after, line("resident"));
      assert.equal(server.take(all(after), "resident", pages).is, "kept");
      onlyMarks(server.beyond()!);
      // A server that starts anew has the same.
      assert.deepEqual(openDocument([server.beyond()!]).vector(), server.vector());
    }),
    { numRuns: 600 },
  );
});

type Step = { who: 0 | 1; does: "draw" | "erase" | "cut" } | { does: "restart" };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      who: fc.constantFrom<0 | 1>(0, 1),
      does: fc.constantFrom("draw" as const, "draw" as const, "erase" as const, "cut" as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ does: "restart" as const }) },
);

test("two pages and the server agree in the end, whatever was lost, doubled or sent out of order, and through a server's death", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.infiniteStream(fc.nat(9)), (steps, luck) => {
      const roll = () => luck.next().value ?? 9;
      const seats = ["family", "resident"] as const;
      const docs = seats.map((seat) => pen(seat));
      const rows: Uint8Array[] = [];
      let server = openDocument([]);
      const queues: Uint8Array[][] = [[], []];
      docs.forEach((doc, who) => {
        doc.on("update", (update: Uint8Array, origin: unknown) => {
          if (origin !== "server") queues[who]!.push(update);
        });
      });
      const give = (who: number, update: Uint8Array) => {
        const taken = server.take(update, seats[who]!, pages);
        assert.notEqual(taken.is, "refused");
        // What lacks is asked for, as the page does.
        if (taken.is === "lacking") return void give(who, Y.encodeStateAsUpdate(docs[who]!, server.vector()));
        if (taken.is !== "kept") return;
        rows.push(taken.update);
        if (roll() > 1) Y.applyUpdate(docs[1 - who]!, taken.update, "server");
      };
      for (const each of steps) {
        if (each.does === "restart") {
          server = openDocument(rows);
          continue;
        }
        const doc = docs[each.who]!;
        const seat = seats[each.who];
        const marks = doc.getArray<Mark>(PAGE);
        const own = marks.toArray().findIndex((mark) => mark.seat === seat);
        if (each.does === "draw") draw(doc, line(seat));
        else if (each.does === "erase" && own >= 0) marks.delete(own, 1);
        const queue = queues[each.who]!;
        if (each.does === "cut") queue.length = 0;
        if (roll() > 6) queue.reverse();
        for (const update of queue.splice(0)) {
          if (roll() === 0) continue;
          give(each.who, update);
          if (roll() === 1) give(each.who, update);
        }
      }
      // Both come back over new lines: each says what it has, gets what lacks, and sends what the server lacks.
      for (const round of [0, 1, 0])
        for (const who of [round, 1 - round]) {
          Y.applyUpdate(docs[who]!, server.beyond(Y.encodeStateVector(docs[who]!))!, "server");
          give(who, Y.encodeStateAsUpdate(docs[who]!, server.vector()));
        }
      const shown = (doc: Y.Doc) => doc.getArray(PAGE).toJSON();
      const kept = new Y.Doc();
      Y.applyUpdate(kept, openDocument(rows).beyond()!);
      assert.deepEqual(shown(docs[0]!), shown(docs[1]!));
      assert.deepEqual(shown(kept), shown(docs[0]!));
    }),
    { numRuns: 150 },
  );
});

/** An update of one's own making: parts that Yjs would write, and what is taken away as often as it is named. */
function forged(structs: Y.Doc, ranges: readonly (readonly [pen: number, clock: number, length: number])[]): Uint8Array {
  const head = Buffer.from(Y.encodeStateAsUpdate(structs));
  const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varint(Math.floor(value / 0x80))]);
  // The last byte says that nothing is taken away.
  assert.equal(head.at(-1), 0);
  const pen = ranges[0]![0];
  const named = ranges.flatMap(([, clock, length]) => [...varint(clock), ...varint(length)]);
  return Buffer.concat([head.subarray(0, -1), Buffer.from([1, ...varint(pen), ...varint(ranges.length), ...named])]);
}

test("an update that names the same parts again and again is refused: it would keep the server busy for minutes", () => {
  const mine = pen("family");
  draw(mine, line("family"));
  const server = openDocument([]);
  assert.equal(server.take(all(mine), "family", pages).is, "kept");
  const none = new Y.Doc();
  for (const ranges of [
    [
      [mine.clientID, 0, 1],
      [mine.clientID, 0, 1],
    ],
    [
      [mine.clientID, 0, 1],
      [mine.clientID, 0, 0],
    ],
    [[penOf("family", 0.1), 0, 0]],
  ] as const)
    assert.equal(refused(server.take(forged(none, ranges), "family", pages)), "together.unreadable");
  assert.equal(server.take(forged(none, [[mine.clientID, 0, 1]]), "family", pages).is, "kept");
});

/** Marks that were drawn and taken away again: they take few bytes, and stay parts of the sheet for good. */
function taken(seat: Seat, count: number, where: "front" | "end"): Y.Doc {
  const doc = pen(seat);
  const marks = doc.getArray(PAGE);
  for (let index = 0; index < count; index++) marks.insert(where === "front" ? 0 : marks.length, [said(seat, "x")]);
  marks.delete(0, marks.length);
  return doc;
}

test("parts that each stand among all others are refused once there are many: placing them would keep the server busy", () => {
  const server = openDocument([]);
  let outcome: Taken = { is: "nothing" };
  let updates = 0;
  for (; updates < 200 && outcome.is !== "refused"; updates++) outcome = server.take(all(taken("family", 400, "front")), "family", pages);
  assert.equal(refused(outcome), "together.unreadable");
  assert.ok(updates < 4, `${updates} updates`);
});
