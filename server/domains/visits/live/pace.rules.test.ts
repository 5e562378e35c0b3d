import assert from "node:assert/strict";
import { test } from "node:test";
import type { FromParty } from "#contracts/live.ts";
import { newId } from "#server/platform/id.ts";
import { createPaces } from "./pace.rules.ts";

const HOUR_MS = 3_600_000;
const evidence = { type: "evidence" } as FromParty;
const letters = (id: string) => ({ type: "typing", id, words: "a" }) as const;

test("a page of ours is never held back: reports each second, letters as often as it sends them, lines as fast as anybody writes, a poor line", () => {
  const paces = createPaces();
  let id = newId();
  for (let now = 0; now < HOUR_MS; now += 300) {
    assert.ok(paces.maySay("family", letters(id), now), `letters at ${now}`);
    if (now % 1500 === 0) assert.ok(paces.maySay("family", evidence, now), `a report at ${now}`);
    if (now % 3000 === 0) {
      assert.ok(paces.maySay("family", { type: "chat", id, words: "a" }, now), `a line at ${now}`);
      id = newId();
    }
    if (now % 6000 === 0) assert.ok(paces.mayEnter("family", now) && paces.mayCome("family", now), `coming back at ${now}`);
  }
});

test("what was held up in a cut line comes at once and is taken", () => {
  const paces = createPaces();
  for (let report = 0; report < 20; report++) assert.ok(paces.maySay("family", evidence, 0));
});

test("whoever floods writes no more than so many lines, however they begin them, and nobody else is held back by it", () => {
  const paces = createPaces();
  const written = { lines: 0, found: 0 };
  for (let now = 0; now < HOUR_MS / 2; now += 25) {
    const id = newId();
    if (paces.maySay("family_2", now % 50 ? letters(id) : { type: "chat", id, words: "a" }, now)) written.lines++;
    if (paces.maySay("family_2", { type: "equipment", camera: true, microphone: true }, now)) written.found++;
  }
  assert.ok(written.lines <= 950 && written.found <= 50, JSON.stringify(written));
  assert.ok(paces.maySay("family", letters(newId()), HOUR_MS / 2));
});

test("a clock that steps back holds nobody up for longer than its step", () => {
  const paces = createPaces();
  for (let report = 0; report < 40; report++) paces.maySay("family", evidence, HOUR_MS);
  assert.ok(!paces.maySay("family", evidence, 0));
  assert.ok(paces.maySay("family", evidence, 1000));
});
