import assert from "node:assert/strict";
import { test } from "node:test";
import { partOf } from "./range.rules.ts";

const of = (header?: string) => partOf(header, 1000);

test("a player that seeks gets just the part it asks for", () => {
  assert.deepEqual(of("bytes=0-99"), { kind: "part", start: 0, end: 99 });
  assert.deepEqual(of("bytes=900-"), { kind: "part", start: 900, end: 999 });
  assert.deepEqual(of("bytes=-100"), { kind: "part", start: 900, end: 999 });
  assert.deepEqual(of("bytes=900-5000"), { kind: "part", start: 900, end: 999 });
  assert.deepEqual(of("bytes=-5000"), { kind: "part", start: 0, end: 999 });
});

test("what is no single range of bytes is answered with the whole file", () => {
  for (const header of [undefined, "", "bytes=", "bytes=-", "items=0-1", "bytes=0-1,5-6", "bytes=9-1"])
    assert.deepEqual(of(header), { kind: "whole", start: 0, end: 999 }, String(header));
});

test("a part beyond the end cannot be given", () => {
  assert.deepEqual(of("bytes=1000-"), { kind: "unsatisfiable" });
  assert.deepEqual(of("bytes=-0"), { kind: "unsatisfiable" });
});
