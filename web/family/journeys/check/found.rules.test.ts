import assert from "node:assert/strict";
import { test } from "node:test";
import { equipmentOf, linesOf } from "./found.rules.ts";

const ready = { status: "ready", trouble: null, stream: null, camera: true, microphone: true, level: 0, heard: true } as const;

test("of all that is wrong with a line only the worst is said, with its one step", () => {
  const check = { camera: "works", microphone: "silent", speaker: "heard" } as const;
  const lines = linesOf({ ...check, line: { troubles: ["loses_sent", "slow"], measured: null } });
  assert.deepEqual(
    lines.map(({ part, good, code }) => `${part} ${code}${good ? "" : "!"}`),
    ["camera works", "microphone silent!", "speaker heard", "line loses_sent!"],
  );
});

test("a line that could not be measured is not called good", () => {
  assert.deepEqual(linesOf({ camera: "works", microphone: "works", speaker: "heard", line: null })[3], {
    part: "line",
    good: false,
    code: "unknown",
  });
});

test("a microphone that heard nothing does not work yet; without a camera the other half is still judged", () => {
  assert.deepEqual(equipmentOf({ ...ready, heard: false }), { camera: "works", microphone: "silent" });
  assert.deepEqual(equipmentOf({ ...ready, camera: false }), { camera: "missing", microphone: "works" });
  assert.deepEqual(equipmentOf({ ...ready, status: "trouble", trouble: "denied", camera: false, microphone: false }), {
    camera: "denied",
    microphone: "denied",
  });
});
