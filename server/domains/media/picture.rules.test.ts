import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pictureFor, pictureOver, SOUND_KBPS } from "./picture.rules.ts";

const modes = ["moving", "stills", "none"] as const;
const anyMode = fc.constantFrom(...modes);
const rank = (mode: (typeof modes)[number]) => modes.indexOf(mode);

test("sound goes first: a picture never takes what the sound of all who are heard needs", () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 5000 }), fc.integer({ min: 1, max: 4 }), anyMode, (kbps, feeds, before) => {
      const picture = pictureOver(kbps, feeds, before);
      // A still takes the least an encoder holds to.
      if (picture.mode === "moving") assert.ok(feeds * (picture.kbps + SOUND_KBPS) <= kbps + feeds, `${kbps} ${feeds}`);
    }),
  );
});

test("below 100 kbit/s a person comes as stills, below 40 as sound; back only with some room to spare", () => {
  const mode = (kbps: number, before: (typeof modes)[number]) => pictureOver(kbps, 1, before).mode;
  assert.deepEqual(
    [100, 99, 40, 39].map((kbps) => mode(kbps, "moving")),
    ["moving", "stills", "stills", "none"],
  );
  assert.deepEqual(
    [107, 108].map((kbps) => mode(kbps, "stills")),
    ["stills", "moving"],
  );
  assert.deepEqual(
    [43, 44, 107, 108].map((kbps) => mode(kbps, "none")),
    ["none", "stills", "stills", "moving"],
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
        const [small, wide] = [pictureOver(kbps, feeds, before), pictureOver(kbps + more, feeds, before)];
        assert.ok(wide.kbps >= small.kbps && rank(wide.mode) <= rank(small.mode));
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
