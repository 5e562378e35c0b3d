import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { contrast, type Theme, themes, valuesOf } from "./tokens.ts";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

// Every pair that parts.css, more.css and the screens set: [words or sign, ground].
const surfaces = ["paper", "card", "sunk", "rail", "line-soft", "glow-soft", "good-soft", "warn-soft", "stop-soft"];
const inkPairs = surfaces.map((ground) => ["ink", ground] as const);
const softPairs = ["paper", "card", "sunk", "rail", "line-soft"].map((ground) => ["ink-soft", ground] as const);
const toned = (["line", "good", "warn", "stop"] as const).flatMap((tone) =>
  ["paper", "card", "sunk", `${tone}-soft`].map((ground) => [tone, ground] as const),
);
const filled = [
  ["on-line", "line"],
  ["on-line", "line-deep"],
  ["on-stop", "stop"],
  ["paper", "ink"],
  ["warn", "glow-soft"],
  ["line-deep", "paper"],
  ["line-deep", "card"],
  ["line", "rail"],
  ["on-stage", "stage"],
  ["on-stage-soft", "stage"],
  // The notice that an officer is watching: dark words on the glow, in both themes.
  ["#12141A", "glow"],
] as const;
const words: readonly (readonly [string, string])[] = [...inkPairs, ...softPairs, ...toned, ...filled];

/** Borders of what can be pressed or filled in, and lines that carry meaning: 3:1 (WCAG 2.2, 1.4.11). */
const signs: readonly (readonly [string, string])[] = [
  ["edge-strong", "paper"],
  ["edge-strong", "card"],
  ["line", "paper"],
  ["line", "card"],
  ["stop", "card"],
  ["ink", "paper"],
  ["chart-1", "card"],
  ["chart-2", "card"],
  ["chart-3", "card"],
  ["chart-4", "card"],
  ["on-stage-soft", "stage"],
];

const leastFor = (theme: Theme): number => (theme.startsWith("kiosk") ? 7 : 4.5);

for (const theme of themes) {
  const values = valuesOf(css, theme);
  test(`${theme}: all words stand out from what they are written on, ${leastFor(theme)}:1 or more`, () => {
    const weak = words
      .map(([front, back]) => ({ front, back, ratio: contrast(values, front, back) }))
      .filter(({ ratio }) => ratio < leastFor(theme));
    assert.deepEqual(weak, []);
  });
  test(`${theme}: borders and lines that mean something, 3:1 or more`, () => {
    const weak = signs.map(([front, back]) => ({ front, back, ratio: contrast(values, front, back) })).filter(({ ratio }) => ratio < 3);
    assert.deepEqual(weak, []);
  });
}

test("dark by the system and dark by choice are the same values", () => {
  const dark = /:root(?:\[data-app="kiosk"\])?(?::not\(\[data-theme="light"\]\)|\[data-theme="dark"\]) \{([^}]*)\}/g;
  const [system, chosen, kioskSystem, kioskChosen, ...more] = [...css.matchAll(dark)].map((match) => match[1]?.replace(/\s+/g, " ").trim());
  assert.ok(system && kioskSystem && more.length === 0);
  assert.equal(chosen, system);
  assert.equal(kioskChosen, kioskSystem);
});

test("no part writes a colour of its own: values stand in tokens.css only", () => {
  const files = ["parts.css", "more.css", "../door/door.css", "../gallery/gallery.css"];
  // What a live picture's dark room needs is one value in both themes; print has its own.
  const allowed = new Set(["#12141A", "#FF6B57", "#C63D25", "#E9684F", "#FFFFFF", "#5CC8BC", "#fff", "#999"]);
  for (const file of files) {
    const text = readFileSync(new URL(file, import.meta.url), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    const colours = [...text.matchAll(/#[0-9a-fA-F]{3,8}\b/g)].map((match) => match[0]).filter((colour) => !allowed.has(colour));
    assert.deepEqual(colours, [], file);
  }
});
