import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { freshWay, pictureFor, pictureOver, SOUND_KBPS, type Way, wayOver } from "./picture.rules.ts";

const modes = ["moving", "stills", "none"] as const;
type Mode = (typeof modes)[number];
const anyMode = fc.constantFrom(...modes);
const rank = (mode: Mode) => modes.indexOf(mode);
const SECOND = 1000;

/** A link's seconds, one after the other; how the picture came after each. */
function live(kbps: readonly number[], from: Way = freshWay): Mode[] {
  let way = from;
  return kbps.map((each, index) => {
    way = wayOver(each, 1, way, (index + 1) * SECOND);
    return way.mode;
  });
}
const many = (count: number, kbps: number) => Array.from({ length: count }, () => kbps);
const changes = (seen: readonly Mode[]) => seen.filter((mode, index) => index > 0 && mode !== seen[index - 1]).length;

test("sound goes first: a picture never takes what the sound of all who are heard needs", () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 5000 }), fc.integer({ min: 1, max: 4 }), anyMode, (kbps, feeds, mode) => {
      const picture = pictureOver(kbps, feeds, mode);
      const floor = Math.max(kbps, feeds * (30 + SOUND_KBPS));
      assert.ok(feeds * (picture.kbps + SOUND_KBPS) <= floor + feeds, `${kbps} ${feeds}`);
    }),
  );
});

test("a link that stays below 100 kbit/s is sent stills, one that stays below 40 sound alone", () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 900 }), anyMode, (kbps, mode) => {
      const last = live(many(30, kbps), { mode, sinceMs: Number.NEGATIVE_INFINITY, weakSinceMs: null }).at(-1);
      if (kbps < 40) assert.equal(last, "none");
      else if (kbps < 100) assert.ok(last === "stills" || (kbps < 44 && last === "none"));
      else assert.ok(last === "moving" || (kbps < 108 && last === "stills"));
    }),
  );
});

test("what is far too much for a link is given up with the next report", () => {
  assert.deepEqual(live([800, 70]), ["moving", "stills"]);
  assert.deepEqual(live([800, 30]), ["moving", "none"]);
});

test("one report below the edge ends no picture that moves", () => {
  assert.equal(changes(live([800, 95, 120, 95, 120, 95, 120])), 0);
});

test("whatever a link does, a picture comes back no sooner than eight seconds after it was given up", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 30, max: 900 }), { maxLength: 80 }), (kbps) => {
      let gaveUpAt = Number.NEGATIVE_INFINITY;
      const seen = live(kbps);
      for (const [index, mode] of seen.entries()) {
        const before = seen[index - 1] ?? "moving";
        if (rank(mode) > rank(before)) gaveUpAt = index;
        if (rank(mode) < rank(before)) assert.ok(index - gaveUpAt >= 8, seen.join(" "));
      }
    }),
  );
});

test("a wider link never means less", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 900 }),
      fc.integer({ min: 0, max: 900 }),
      fc.integer({ min: 1, max: 4 }),
      anyMode,
      (kbps, more, feeds, before) => {
        const way: Way = { mode: before, sinceMs: Number.NEGATIVE_INFINITY, weakSinceMs: 0 };
        const [small, wide] = [wayOver(kbps, feeds, way, 5000), wayOver(kbps + more, feeds, way, 5000)];
        assert.ok(rank(wide.mode) <= rank(small.mode));
        assert.ok(pictureOver(kbps + more, feeds, before).kbps >= pictureOver(kbps, feeds, before).kbps);
      },
    ),
  );
});

test("a publisher sends what the weakest viewer with a picture takes, and never more than the most", () => {
  const anyPicture = fc.record({ kbps: fc.integer({ min: 30, max: 900 }), mode: anyMode });
  fc.assert(
    fc.property(fc.array(anyPicture, { maxLength: 5 }), (viewers) => {
      const sent = pictureFor(viewers, 600);
      assert.ok(sent.kbps <= 600);
      const seen = viewers.filter(({ mode }) => mode !== "none");
      for (const viewer of seen) assert.ok(sent.kbps <= viewer.kbps && rank(sent.mode) >= rank(viewer.mode));
      assert.equal(sent.mode === "none", viewers.length > 0 && seen.length === 0);
    }),
  );
});

test("fewer bits make a smaller picture, and its size does not follow every small step", () => {
  const size = (kbps: number, before?: number) => pictureFor([{ kbps, mode: "moving" }], 800, before).shrink;
  assert.deepEqual(
    [800, 320, 319, 75, 74].map((kbps) => size(kbps)),
    [1, 1, 2, 2, 3],
  );
  assert.deepEqual(
    [400, 448].map((kbps) => size(kbps, 2)),
    [2, 1],
  );
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 800 }), fc.constantFrom(1, 2, 3), (kbps, before) => {
      const first = size(kbps, before);
      for (const near of [kbps, Math.max(30, Math.round(kbps * 1.1))]) assert.ok(size(near, first) <= Math.max(first, before));
      assert.equal(size(kbps, first), first);
    }),
  );
});
