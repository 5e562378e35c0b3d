import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PAGE_HEIGHT, PAGE_WIDTH, PART_POINTS_MAX } from "#contracts/together-limits.ts";
import { begin, keyed, type Line, moveTo, nextPart, touches } from "./pen.rules.ts";

const point = fc.record({ x: fc.double({ min: -9000, max: 9000, noNaN: true }), y: fc.double({ min: -9000, max: 9000, noNaN: true }) });

test("whatever a finger does, the parts that are sent join into the whole line, stay on the page and are never too long", () => {
  fc.assert(
    fc.property(point, fc.array(fc.tuple(point, fc.boolean()), { maxLength: 700 }), (first, moves) => {
      let line: Line = begin("a", first);
      const parts: number[][] = [];
      const send = () => {
        for (let next = nextPart(line); next; next = nextPart(line)) {
          parts.push(next.part);
          line = next.line;
        }
      };
      for (const [at, due] of moves) {
        line = moveTo(line, at);
        if (due) send();
      }
      send();
      const joined = parts.flatMap((part, index) => (index === 0 ? part : part.slice(2)));
      assert.deepEqual(joined, line.points);
      for (const part of parts) assert.ok(part.length >= 2 && part.length <= PART_POINTS_MAX * 2);
      for (const [index, value] of joined.entries())
        assert.ok(Number.isInteger(value) && value >= 0 && value <= (index % 2 ? PAGE_HEIGHT : PAGE_WIDTH));
    }),
    { numRuns: 60 },
  );
});

test("arrows move the crosshair and never off the page; other keys do not", () => {
  assert.deepEqual(keyed({ x: 0, y: 100 }, "ArrowLeft", false), { x: 0, y: 100 });
  assert.deepEqual(keyed({ x: 0, y: 100 }, "ArrowDown", true), { x: 0, y: 350 });
  assert.equal(keyed({ x: 0, y: 0 }, "a", false), null);
});

test("an eraser touches what lies beneath it, a dot as well as the middle of a line, and nothing further off", () => {
  assert.ok(touches([100, 100], { x: 130, y: 130 }));
  assert.ok(touches([0, 0, 2000, 0], { x: 1000, y: 50 }));
  assert.ok(!touches([0, 0, 2000, 0], { x: 1000, y: 200 }));
});
