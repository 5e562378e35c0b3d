import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { newLine, takenBackOf, typed, wasRead } from "./typing.rules.ts";

const after = (...states: string[]) => states.reduce(typed, newLine("1"));

test("a line that only grew has taken nothing back", () => {
  assert.deepEqual(after("H", "He", "Hello").takenBack, []);
});

test("letters taken away one by one are one thing that was taken back", () => {
  assert.deepEqual(after("Hello", "Hell", "Hel", "He", "Hey").takenBack, ["Hello"]);
  assert.deepEqual(after("Hello", "He", "Hey", "").takenBack, ["Hello", "Hey"]);
});

test("every word that the others read stands in the line or in what was taken back, whatever was typed", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 60 }), (states) => {
      const line = after(...states);
      const kept = [...line.takenBack, line.words];
      for (const read of states)
        assert.ok(
          kept.some((one) => one.startsWith(read)),
          `${JSON.stringify(read)} of ${JSON.stringify(states)}`,
        );
      assert.equal(
        wasRead(line),
        states.some((read) => read.trim() !== ""),
      );
    }),
  );
});

test("words that were read and not sent stand in what was taken back of the line that is sent instead", () => {
  assert.deepEqual(takenBackOf(after("Meet me at the gate"), "Good night"), ["Meet me at the gate"]);
  assert.deepEqual(takenBackOf(after("Good night "), "Good night"), []);
  assert.deepEqual(takenBackOf(after("Good"), "Good night"), []);
});
